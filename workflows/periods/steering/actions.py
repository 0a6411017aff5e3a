"""Other due times for a period that is open, or for one of its units. Instants are the first ones that are late."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import ZONE, deadline, now
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from units.models import Person
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import mail
from workflows.cases.moves import locked, note
from workflows.models import ReportingPeriod, UnitReport, WardReport
from workflows.models.states import HELD_BY_UNIT
from workflows.periods import superior
from workflows.pure.calendar import last_day

TOLD = "view_reports"  # held on a unit by those who write and submit its reports


def change_due(
    period: ReportingPeriod, *, by: Person, unit_due_at: datetime, ward_due_at: datetime, reason: str
) -> bool:
    """Move the due times of a period for all its units, with a reason that they read in a mail. What was submitted
    stays judged by the due time of then, unless the new one is later. Returns whether anything differs.
    """
    reason = stated(reason)
    with transaction.atomic():
        report = locked(ward_report_of(period), "change_due", by=by)
        return move_due(report, by=by, unit_due_at=unit_due_at, ward_due_at=ward_due_at, reason=reason)


def ward_report_of(period: ReportingPeriod) -> WardReport:
    """The newest version of what the ward reports in the period."""
    return WardReport.objects.with_names().get(period=period, replaced_by=None)


def move_due(report: WardReport, *, by: Person, unit_due_at: datetime, ward_due_at: datetime, reason: str) -> bool:
    """Move the due times of the period of a ward report whose row is locked, and tell its trail and the units that have
    not submitted. Returns whether anything differs. Raises NotPossible for times that cannot be kept.
    """
    period = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("kind").get(pk=report.period_id)
    old = {"unit_due_at": period.unit_due_at, "ward_due_at": period.ward_due_at}
    new = {"unit_due_at": unit_due_at, "ward_due_at": ward_due_at}
    if old == new:
        return False
    _refuse_unfit(period, unit_due_at, ward_due_at)
    period.unit_due_at, period.ward_due_at = unit_due_at, ward_due_at
    period.estimates = not period.is_asked and last_day(unit_due_at) < period.ends
    period.save(update_fields=["unit_due_at", "ward_due_at", "estimates"])
    changes = {name: [_plain(old[name]), _plain(new[name])] for name in old if old[name] != new[name]}
    note(report, "change_due", by=by, reason=reason, changes=changes)
    _tell_units(report, period, f"{_mail_words(unit_due_at)} {reason}")
    if old["unit_due_at"] != unit_due_at:
        superior.moved(period, reason)
    return True


def extend(report: UnitReport, *, by: Person, due_at: datetime, reason: str) -> UnitReport:
    """Give one unit more time than its period has, also after it submitted late: it counts as in time from then on, and
    pages say that the time was given afterwards. The unit reads the reason.
    """
    reason = stated(reason)
    with transaction.atomic():
        row = locked(report, "extend", by=by)
        if due_at <= row.due_at:
            raise NotPossible(
                _("The unit is due before %(day)s already. Choose a later day.") % {"day": deadline(row.due_at)}
            )
        if due_at <= now() and row.state in HELD_BY_UNIT:
            raise NotPossible(_("This day is over already. Choose one on which the unit can still report."))
        if due_at > row.period.ward_due_at:
            raise NotPossible(
                _("The ward itself is due before %(day)s. Change the due times of the period first.")
                % {"day": deadline(row.period.ward_due_at)}
            )
        old, row.extended_to = row.due_at, due_at
        note(row, "extend", by=by, reason=reason, changes={"due_at": [_plain(old), _plain(due_at)]})
        outbox.put_all([mail(row, "extended", TOLD, row.unit_id, words=f"{_mail_words(due_at)} {reason}")])
        return row


def refuse_unordered(unit_due_at: datetime, ward_due_at: datetime) -> None:
    if unit_due_at >= ward_due_at:
        raise NotPossible(_("The ward is due after its units. Set a later due time for the ward."))


def _refuse_unfit(period: ReportingPeriod, unit_due_at: datetime, ward_due_at: datetime) -> None:
    """Raises NotPossible where nobody could keep these times."""
    refuse_unordered(unit_due_at, ward_due_at)
    named = {"period": period, "day": _day(period.opened_at)}
    if unit_due_at <= period.opened_at:
        raise NotPossible(_("%(period)s: the due time comes before it opened, on %(day)s. Choose later days.") % named)
    if unit_due_at < period.unit_due_at and unit_due_at <= now():
        raise NotPossible(_("%(period)s: its units would be late at once. Choose a day that is still ahead.") % named)
    if ward_due_at < period.ward_due_at and ward_due_at <= now():
        raise NotPossible(_("%(period)s: the ward would be late at once. Choose a day that is still ahead.") % named)
    _refuse_before_extensions(period, ward_due_at)


def _refuse_before_extensions(period: ReportingPeriod, ward_due_at: datetime) -> None:
    extended = period.unit_reports.filter(extended_to__gt=ward_due_at, state__in=HELD_BY_UNIT).select_related("unit")
    if units := [report.unit.short_name for report in extended]:
        raise NotPossible(
            _("These units were given more time than that: %(units)s. Choose a later day for the ward.")
            % {"units": ", ".join(units)}
        )


def _tell_units(report: WardReport, period: ReportingPeriod, words: str) -> None:
    """A mail to each unit whose report is still with it; a key of its own for each change."""
    waiting = period.unit_reports.filter(state__in=HELD_BY_UNIT).select_related("period__kind", "unit")
    wanted = [mail(each, "due_changed", TOLD, each.unit_id, words=words) for each in waiting]
    for row in wanted:
        row["key"] = f"{row['key']}-{report.trail_seq}"
    outbox.put_all(wanted)


def _mail_words(due_at: datetime) -> str:
    """For mails, which are Vietnamese."""
    with override("vi"):
        return f"Hạn mới: trước {deadline(due_at)}."


def _day(at: datetime) -> str:
    """The last day before the instant, as people write it."""
    return f"{last_day(at):%d/%m/%Y}"


def _plain(at: datetime) -> str:
    return at.astimezone(ZONE).isoformat()
