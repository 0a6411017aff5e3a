"""Reports that nobody of the office may accept, because whoever reviews typed them for their units.

The unit's confirmation accepts such a report. Without one it is accepted at its due time and stays marked as not
confirmed (docs/decisions/0085). The system does both: who typed it accepts nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q

from approvals.clock import now
from units import grants
from units.models import Membership, Office, Person
from workflows.cases.mails import tell
from workflows.cases.moves import locked_row, moving, record
from workflows.models import UnitReport
from workflows.models.querysets import UNIT_DUE, UnitReportQuerySet
from workflows.models.states import HELD_BY_WARD
from workflows.unit_reports.actions import confirmable


def accept_if_barred(row: UnitReport, words: str) -> UnitReport:
    """Accept a locked report that its unit has confirmed, if nobody of the office may. `words` say who confirmed."""
    if row.state not in HELD_BY_WARD or not is_barred(row):
        return row
    with moving(row, "accept_confirmed", by=None) as accepted:
        accepted.accept_confirmed()
        record(accepted, reason=words)
        return accepted


def accept_due(ward_id: int | None = None) -> int:
    """Accept every such report whose due time has passed, of one ward or of all. Returns how many. Idempotent; one
    query where none waits.
    """
    due = _entered(ward_id).filter(deadline__lte=now()).with_names().order_by("pk")
    return sum(_accept(report) for report in due)


def next_due(ward_id: int, at: datetime) -> datetime | None:
    """When the next report that the office typed for a unit is due, after `at`."""
    return _entered(ward_id).filter(deadline__gt=at).aggregate(first=Min("deadline"))["first"]


def is_barred(report: UnitReport) -> bool:
    """Whether everybody who reviews wrote it, or acts for somebody who did. One query. Never where the ward asks for
    two people of the office: the system is neither of them, and an incident says who is missing.
    """
    if report.twice:
        return False
    reviewers = grants.holders("review_reports", report.ward_id)
    return not reviewers.exclude(pk__in=report.barred.values("pk")).exists()


def notified(report: UnitReport) -> Iterable[Person]:
    """Who is told that a report was accepted without its unit's confirmation: who audits and who coordinates."""
    held = Membership.objects.at(now()).filter(office__in=(Office.AUDITOR, Office.COORDINATOR))
    own = held.filter(Q(unit=report.ward_id) | Q(unit__ward=report.ward_id))
    return Person.objects.filter(is_active=True, pk__in=own.values("person"))


def _entered(ward_id: int | None) -> UnitReportQuerySet:
    """The reports with the office that it typed, of one ward or of all, each with its `deadline`."""
    waiting = UnitReport.objects.filter(state__in=HELD_BY_WARD).exclude(informants=[]).annotate(deadline=UNIT_DUE)
    return waiting.filter(ward=ward_id) if ward_id else waiting


def _accept(report: UnitReport) -> bool:
    with transaction.atomic():
        row = locked_row(report)
        if row.state not in HELD_BY_WARD or not is_barred(row):
            return False
        if row.unconfirmed_since is None:
            accept_if_barred(row, ", ".join({each.confirmed_by for each in row.on_behalf}))
            return True
        with moving(row, "accept_unconfirmed", by=None) as accepted:
            accepted.accept_unconfirmed()
            record(accepted, reason=confirmable(accepted))
            tell(accepted, "accepted_unconfirmed", "review_reports", accepted.ward_id)
        return True
