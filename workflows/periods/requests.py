"""What the office asks units to report by itself: a period with a title, units and due times of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now, today
from approvals.errors import NotPossible
from approvals.models import Sender
from approvals.outbox import queue as outbox
from approvals.receiving import actions as receiving
from units import grants
from units.models import Person, Unit
from workflows.cases.mails import mail
from workflows.models import Field, OutlineVersion, ReportingPeriod, ReportKind, UnitReport, WardReport
from workflows.outlines import actions as outlines
from workflows.outlines.passed_on import is_passed_on
from workflows.outlines.shapes import Shape
from workflows.outlines.transfer import files
from workflows.outlines.transfer.actions import made_for_request
from workflows.outlines.words import described
from workflows.pure.calendar import last_day

from .actions import open_unit_reports, open_ward_report, plan_for, refuse_retired
from .codes import free_code
from .kinds import asked_kind

BEFORE = "yc-"  # stands before the codes: none of them is that of a week, month, quarter or year


def ask_for_report(
    ward: Unit,
    *,
    by: Person | None,
    kind: ReportKind | None = None,
    title: str,
    brief: str,
    units: Sequence[Unit],
    unit_due_at: datetime,
    ward_due_at: datetime,
    on_plan: bool = False,
    request: UUID | None = None,
    asks: Shape | None = None,
) -> ReportingPeriod:
    """Open a period for what `brief` asks, under this title, and tell the units. Due times are the first instants that
    are late. From then on it is a period like every other. Without a `kind` it is of the one that each ward has. `asks`
    are the sections of an outline of its own, where it does not ask what its kind does.

    Wards that units of a province stand for are asked the same: each opens a period of its own. `by` is None and
    `request` its identity where a superior asks (superior.py).
    """
    with transaction.atomic():
        row = _locked(ward, kind)
        refuse_retired(row)
        _refuse_unfit(row, units, unit_due_at, ward_due_at)
        if by and not grants.may(by, "review_reports", row.ward_id):
            raise PermissionDenied
        ends = max(last_day(unit_due_at), today())
        outline = outlines.current(row) if asks is None else made_for_request(row, asks)
        fields = outlines.fields_of(outline)
        is_own = asks is not None or bool(fields)
        if is_own:
            _refuse_outline(units, fields)
        period = ReportingPeriod.objects.create(
            kind=row,
            outline=outline,
            has_fields=bool(fields),
            ward_id=row.ward_id,
            plan=plan_for(row.ward_id, ends.year, row.plan_number),
            code=free_code(title, set(row.periods.values_list("code", flat=True)), before=BEFORE),
            title=title,
            brief=brief,
            starts=today(),
            ends=ends,
            unit_due_at=unit_due_at,
            ward_due_at=ward_due_at,
            arrangement=outline.arrangement,
            chosen=outline.chosen,
            on_plan=on_plan and outlines.tells_plan(outline),
            opened_at=now(),
            request=request or (uuid4() if any(unit.delivers for unit in units) else None),
        )
        reports = open_unit_reports(period, units, by)
        open_ward_report(
            WardReport(period=period, ward_id=period.ward_id),
            by,
            asked=_changes_of(period, units) | _outline_told(outline, fields),
        )
        outbox.put_all([asking(report) for report in reports])
        if by and period.request:
            _ask_wards(period, period.request, units, outline=files.written_of(outline) if is_own else "")
        return period


def _ask_wards(period: ReportingPeriod, identity: UUID, units: Sequence[Unit], *, outline: str) -> None:
    """Ask the wards that the units stand for: each report is due here when the units' are."""
    delivering = [unit.pk for unit in units if unit.delivers]
    senders = Sender.objects.filter(member__in=delivering, ended_at=None).exclude(paired_at=None)
    values: dict[str, Any] = {
        "title": period.title,
        "brief": period.brief,
        "due_at": period.unit_due_at,
        "on_plan": period.on_plan,
        "outline": outline,
    }
    receiving.ask(senders, identity=identity, **values)


def _outline_told(outline: OutlineVersion, fields: Sequence[Field]) -> dict[str, list[Any]]:
    """What the trail keeps of an outline that was made for the request: its sections, then its fields in words."""
    if not outline.of_request:
        return {}
    sections = [str(section) for section in outline.sections.filter(is_left_out=False)]
    return {"outline": [None, "; ".join([*sections, *map(described, fields)])]}


def _locked(ward: Unit, kind: ReportKind | None) -> ReportKind:
    """The kind, its ward's row locked."""
    row = Unit.objects.select_for_update().get(pk=ward.pk)
    return ReportKind.objects.select_related("ward").get(pk=kind.pk, ward=row) if kind else asked_kind(row)


def asking(report: UnitReport) -> dict[str, Any]:
    """The mail that tells what is asked to those who write and submit the unit's reports."""
    return mail(report, "asked_for", "view_reports", report.unit_id, words=report.period.brief)


def _refuse_unfit(kind: ReportKind, units: Sequence[Unit], unit_due_at: datetime, ward_due_at: datetime) -> None:
    """Raises NotPossible where nobody is asked, what is asked is late already, or the kind takes no further one."""
    if kind.frequency == ReportKind.Frequency.ONCE and (before := kind.periods.standing().first()):
        values = {"kind": kind, "period": before.title}
        raise NotPossible(_("“%(kind)s” is asked for once, and was: %(period)s.") % values)
    if unit_due_at <= now():
        raise NotPossible(_("The units' due time is over already. Give them time to report."))
    if unit_due_at >= ward_due_at:
        raise NotPossible(_("The ward is due after its units. Set a later due time for the ward."))
    asked = Unit.objects.filter(pk__in=[unit.pk for unit in units], ward=kind.ward_id, reports=True, retired_at=None)
    if not units:
        raise NotPossible(_("Choose at least one unit that is to report."))
    if asked.count() != len(units):
        raise NotPossible(_("One of these units does not report any more. Choose the units anew."))


def _refuse_outline(units: Sequence[Unit], fields: Sequence[Field]) -> None:
    """A ward answers with a total of its units. Raises NotPossible where that cannot be totalled once more."""
    lost = [field.label for field in fields if not is_passed_on(field.type, field.summing)]
    if lost and (wards := [unit.short_name for unit in units if unit.delivers]):
        sentence = _(
            "%(units)s report by documents, with what their own units told put together, and %(fields)s cannot be put "
            "together from that. Ask them for a number, a percentage, a date, a text or a table, or ask the others "
            "in a request of their own."
        )
        names = ", ".join(f"“{label}”" for label in lost[:5])
        raise NotPossible(sentence % {"units": ", ".join(wards[:5]), "fields": names})


def _changes_of(period: ReportingPeriod, units: Sequence[Unit]) -> dict[str, list[Any]]:
    """What the trail keeps of what was asked."""
    return {
        "title": [None, period.title],
        "brief": [None, period.brief],
        "reporting_units": [None, ", ".join(unit.code for unit in units)],
        "unit_due_at": [None, period.unit_due_at.astimezone(ZONE).isoformat()],
        "ward_due_at": [None, period.ward_due_at.astimezone(ZONE).isoformat()],
    }
