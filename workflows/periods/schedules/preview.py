"""What a schedule means: the next twelve periods with their dates, and the open ones with those that they would get."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import deadline, now
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod, ReportKind
from workflows.periods.beginnings import first_in_time, passed_over, starts_of
from workflows.pure.calendar import Calendar, last_day
from workflows.pure.period_codes import PERIODIC
from workflows.pure.period_words import short_words
from workflows.pure.schedule import PeriodPlan, Schedule, coming, due_words, plan_period

SHOWN = 12


@dataclass(frozen=True)
class Coming:
    """A period that has not opened. `units` and `ward` are due times in words, `notes` say what days off do to them."""

    period: str
    starts: date
    ends: date
    opens_at: datetime
    units: str
    ward: str
    notes: Sequence[str]


@dataclass(frozen=True)
class Moving:
    """A period that is open, with the due times that the schedule would give it."""

    period: ReportingPeriod
    units: str
    ward: str


@dataclass(frozen=True)
class Preview:
    """`passed_over` names the periods that do not open by themselves, since they would be late already."""

    coming: Sequence[Coming]
    moving: Sequence[Moving]
    passed_over: Sequence[str]


def preview_of(kind: ReportKind, open_periods: Sequence[ReportingPeriod]) -> Preview | None:
    """Of a kind with settings that hold, saved or not; None for one that has no schedule. Two queries, and one where
    the first period tells the year so far.
    """
    if kind.frequency not in PERIODIC:
        return None
    calendar = calendar_days.of(kind.ward_id)
    plans = list(coming(kind.schedule, now(), calendar, since=first_in_time(kind, calendar), count=SHOWN))
    plans[:1] = [replace(plan, starts=starts_of(kind, plan)) for plan in plans[:1]]
    return Preview(
        coming=[_coming(plan, kind.schedule, calendar) for plan in plans],
        moving=[each for period in open_periods if (each := _moving(period, kind.schedule, calendar))],
        passed_over=[short_words(code) for code in passed_over(kind, calendar)],
    )


def _coming(plan: PeriodPlan, schedule: Schedule, calendar: Calendar) -> Coming:
    words = {"inclusive": schedule.inclusive}
    return Coming(
        period=short_words(plan.code),
        starts=plan.starts,
        ends=plan.ends,
        opens_at=plan.opens_at,
        units=due_words(plan.unit_due_at, **words),
        ward=due_words(plan.ward_due_at, **words),
        notes=_notes(plan, schedule, calendar),
    )


def _notes(plan: PeriodPlan, schedule: Schedule, calendar: Calendar) -> list[str]:
    """What is particular: a last day that is off, whether it moves or stays, and figures that are estimates."""
    unmoved = plan_period(replace(schedule, day_off="none"), plan.code, calendar)
    notes = [
        note
        for who, due, was in (
            (_("units"), plan.unit_due_at, unmoved.unit_due_at),
            (_("the ward"), plan.ward_due_at, unmoved.ward_due_at),
        )
        if (note := _day_off(who, last_day(due), last_day(was), calendar))
    ]
    return [*notes, _("the data are not complete by then: units estimate")] if plan.estimates else notes


def _day_off(who: str, last: date, was: date, calendar: Calendar) -> str:
    values = {"who": who, "day": date_format(was, "l, d/m"), "new": date_format(last, "l, d/m")}
    if last != was:
        return _("%(who)s: the last day %(day)s is off, moved to %(new)s") % values
    return "" if calendar.is_working(was) else _("%(who)s: the last day %(day)s is off, and stays") % values


def _moving(period: ReportingPeriod, schedule: Schedule, calendar: Calendar) -> Moving | None:
    if period.is_asked:
        return None
    plan = plan_period(schedule, period.code, calendar)
    if (plan.unit_due_at, plan.ward_due_at) == (period.unit_due_at, period.ward_due_at):
        return None
    return Moving(
        period,
        _from_to(period.unit_due_at, plan.unit_due_at),
        _from_to(period.ward_due_at, plan.ward_due_at),
    )


def _from_to(old: datetime, new: datetime) -> str:
    if old == new:
        return _("before %(day)s, as it is") % {"day": deadline(old)}
    return _("before %(new)s instead of %(old)s") % {"old": deadline(old), "new": deadline(new)}
