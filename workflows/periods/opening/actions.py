from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.outbox import queue as outbox
from approvals.statements import insert_many
from approvals.trail import chain as trail
from units import grants
from units.models import Person
from workflows.cases.flow.follow import end_all
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import mail
from workflows.cases.moves import moving, record
from workflows.cases.times import calendar_days, clocks
from workflows.models import ReportingPeriod, ReportKind, UnitReport, WardReport
from workflows.models.states import TAKEN_IN, UnitState
from workflows.periods import superior
from workflows.periods.actions import open_period
from workflows.periods.steering.actions import TOLD, refuse_unordered, ward_report_of
from workflows.pure.schedule import plan_period

# What a report that is cancelled changes of its row, beside the clock that stops.
CHANGED = ("state", "state_since", "reason", "unconfirmed_since", "process", "task", "trail_seq", "trail_head")


def open_by_hand(
    kind: ReportKind, code: str, *, by: Person, due: tuple[datetime, datetime] | None = None
) -> ReportingPeriod:
    """Open a period now, whether its time has come or is over; `due` are due times of its own for units and ward.

    Raises NotPossible where it is open already or its units would be late at once, and as `open_period`.
    """
    times = plan_period(kind.schedule, code, calendar_days.of(kind.ward_id))
    unit_due_at, ward_due_at = due or (times.unit_due_at, times.ward_due_at)
    with transaction.atomic():
        if not grants.may(by, "review_reports", kind.ward_id):
            raise PermissionDenied
        if kind.periods.standing().filter(code=code).exists():
            raise NotPossible(_("This period is open already."))
        refuse_unordered(unit_due_at, ward_due_at)
        if unit_due_at <= now():
            raise NotPossible(_("The units' due time is over already. Give them time to report."))
        return open_period(kind, code, by=by, due=due)


def cancel(period: ReportingPeriod, *, by: Person, reason: str) -> ReportingPeriod:
    """Cancel a period that was opened by mistake, with all its reports. What was typed stays in them, to be read; the
    units read the reason, and so do the wards that were asked. Another may be opened in its place.

    Raises NotPossible, naming them, once a unit's report was accepted, and once the ward's is consolidated.
    """
    reason = stated(reason)
    with transaction.atomic():
        with moving(ward_report_of(period), "cancel_period", by=by) as whole:
            reports = list(_reports(period).select_for_update(of=("self",)))
            _refuse_begun(whole, reports)
            whole.cancel_period()
            whole.reason = reason
            record(whole, reason=reason)
        _cancel_all(reports, by=by, reason=reason)
        outbox.put_all([mail(row, "cancelled", TOLD, row.unit_id, words=reason) for row in reports])
        period.cancelled_at = now()
        period.save(update_fields=["cancelled_at"])
        superior.cancelled(period, reason)
        return period


def _cancel_all(reports: list[UnitReport], *, by: Person, reason: str) -> None:
    """Move these locked reports as `moving` does, in statements whose number does not grow with theirs."""
    if not reports:
        return
    at, events = now(), []
    for row in reports:
        clocks.stop(row, at)
        source, row.state_since = row.state, at
        row.cancel_period()
        row.reason = reason
        details = {"source": source, "target": row.state, "reason": reason}
        events.append(trail.event_values(row, "cancel_period", by=by, scope=row.scope, **details))
    end_all(reports, by)
    insert_many(TrailEvent, events)
    UnitReport.objects.bulk_update(reports, [*CHANGED, *clocks.ATTRIBUTES])


def _reports(period: ReportingPeriod) -> QuerySet[UnitReport]:
    """Those of units that have to report."""
    reports = UnitReport.objects.with_names().filter(period=period).exclude(state=UnitState.WAIVED)
    return reports.order_by("pk")


def _refuse_begun(whole: WardReport, reports: list[UnitReport]) -> None:
    accepted = [report.unit.short_name for report in reports if report.state in TAKEN_IN]
    if accepted:
        raise NotPossible(
            _("Reports of this period are accepted already: %(units)s. Return them first, then cancel the period.")
            % {"units": ", ".join(accepted)}
        )
    if whole.consolidated_at or whole.version > 1:
        raise NotPossible(_("This period is consolidated already. Reopen its report first, then cancel the period."))
