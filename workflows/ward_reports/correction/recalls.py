"""What becomes of a report that was put together with the figures of a document which its ward then recalled."""

from django.db import transaction

from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from approvals.statements import lock
from workflows.cases.mails import mail
from workflows.cases.moves import moving, record
from workflows.models import UnitReport, WardReport
from workflows.models.states import OPEN

from .actions import call_back_if_sent

TOLD = ("review_reports", "approve_reports")


@transaction.atomic
def open_again(report: UnitReport, reason: str) -> bool:
    """Return the consolidated report of the unit that stands for the ward, as `return_consolidated` does, and call the
    report that took it in back. Whoever coordinates and whoever signs are told. False, and they alone are told, where
    that is approved: it opens by its own ways first.
    """
    named = WardReport.objects.with_names().get(period=report.period_id, replaced_by=None)
    ward_report = lock(WardReport, named.pk)
    ward_report.period, ward_report.ward = named.period, named.ward
    _tell(ward_report, report, reason)
    if ward_report.state not in OPEN:
        return False
    with moving(report, "return_consolidated", by=None) as row:
        row.return_consolidated()
        row.reason, row.reopened, row.was = reason, {}, {}
        record(row, reason=reason)
    call_back_if_sent(ward_report, by=None, reason=reason)
    return True


def _tell(ward_report: WardReport, report: UnitReport, reason: str) -> None:
    """Once for a document, however often it is looked at."""
    for right in TOLD:
        wanted = mail(ward_report, "delivery_recalled", right, ward_report.ward_id, words=reason)
        wanted["key"] = f"mail-delivery-recalled-{report.pk}-{report.arrival_id}-{right}"
        if not OutboxMessage.objects.filter(key=wanted["key"]).exists():
            outbox.put_all([wanted])
