"""When a period runs, opens and is due. Days are those of Asia/Ho_Chi_Minh; instants are aware, UTC and exclusive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext

from approvals.clock import ZONE, deadline

from . import period_codes
from .calendar import DAY, Calendar, last_day
from .period_codes import MONTHS, PERIODIC, WEEK, Frequency, NamedPeriod, first_of_month

DayOff = Literal["none", "next", "previous"]

FIRST_YEAR = 2000
LAST_DAY_OF_EVERY_MONTH = 28
LAST_DAY_OF_EVERY_WEEK = 7
LONGEST_OFFSET = 3
LONGEST_LEAD = 90
LONGEST_LEAD_OF_A_WEEK = 14


class BadPeriodCode(ValueError):
    """The code names no period of this frequency; the message is a translated sentence."""


class BadSchedule(ValueError):
    """A setting of the schedule is out of range; the message is a translated sentence."""


@dataclass(frozen=True)
class Schedule:
    """How the periods of a kind of report fall.

    `unit_day` and `ward_day` are days of the month: 1 to 28, so that each month has them (29 to 31 are refused, not
    clamped). A period is due `month_offset` months after the last month that it covers, a year in its own `due_month`.
    "Trước ngày 05" excludes day 05; `inclusive` ("chậm nhất ngày 05") includes it. `day_off` says where the last day
    moves when it is not worked. With `window_start_day` 15 the data run from day 15 of the month before to day 14
    (NĐ 09/2019 Điều 12). The period opens `lead_days` calendar days before the units' due time.

    Of a week, days are those of the week, 1 for Monday to 7, and `month_offset` counts weeks. Raises BadSchedule.
    """

    frequency: Frequency
    unit_day: int = 5
    ward_day: int = 10
    month_offset: int = 1
    due_month: int = 12
    inclusive: bool = False
    day_off: DayOff = "none"
    window_start_day: int = 1
    lead_days: int = 15

    def __post_init__(self) -> None:
        if self.frequency not in PERIODIC or self.day_off not in ("none", "next", "previous"):
            raise BadSchedule(gettext("The schedule names a frequency or a rule for days off that does not exist."))
        for name in ("unit_day", "ward_day", "window_start_day"):
            self._refuse_outside(name, 1, LAST_DAY_OF_EVERY_WEEK if self.is_weekly else LAST_DAY_OF_EVERY_MONTH)
        self._refuse_outside("month_offset", 0, LONGEST_OFFSET)
        self._refuse_outside("due_month", 1, 12)
        self._refuse_outside("lead_days", 1, LONGEST_LEAD_OF_A_WEEK if self.is_weekly else LONGEST_LEAD)
        if self.unit_day >= self.ward_day:
            raise BadSchedule(gettext("The units' day must come before the ward's day."))

    @property
    def is_weekly(self) -> bool:
        return self.frequency == "weekly"

    def _refuse_outside(self, name: str, least: int, most: int) -> None:
        if not least <= getattr(self, name) <= most:
            sentence = gettext("%(setting)s must be from %(least)d to %(most)d.")
            raise BadSchedule(sentence % {"setting": _setting(name), "least": least, "most": most})


@dataclass(frozen=True)
class PeriodPlan:
    """A period as the schedule has it. `starts` and `ends` are the first and last day of the data, both within it;
    `year` is the one that it counts in.

    `estimates` is true where the units' due time comes before the data are complete ("ước").
    """

    code: str
    year: int
    starts: date
    ends: date
    opens_at: datetime
    unit_due_at: datetime
    ward_due_at: datetime
    estimates: bool


def plan_period(schedule: Schedule, code: str, calendar: Calendar) -> PeriodPlan:
    """Window, opening and due times of the period `code`. Raises BadPeriodCode."""
    covered = period_codes.named(code)
    if covered is None or covered.frequency != schedule.frequency or covered.year < FIRST_YEAR:
        raise BadPeriodCode(_no_period(schedule.frequency) % {"code": code})
    starts, ends = _window(schedule, covered)
    unit_due_at = _due_at(schedule, covered, schedule.unit_day, calendar)
    return PeriodPlan(
        code=code,
        year=covered.year,
        starts=starts,
        ends=ends,
        opens_at=unit_due_at - timedelta(days=schedule.lead_days),
        unit_due_at=unit_due_at,
        ward_due_at=_due_at(schedule, covered, schedule.ward_day, calendar),
        estimates=last_day(unit_due_at) < ends,
    )


def codes_open_on(schedule: Schedule, now: datetime, calendar: Calendar, *, since: date) -> list[str]:
    """The newest two periods that should have opened by `now` (aware), older first; none before that of `since`."""
    opened = [each for each in _near(schedule, now) if plan_period(schedule, each.code, calendar).opens_at <= now]
    first = period_codes.of_day(schedule.frequency, since).first
    return [each.code for each in opened[-2:] if each.first >= first]


def first_still_due(schedule: Schedule, now: datetime, calendar: Calendar) -> date:
    """The first day of the first period that units can still report in time at `now` (aware)."""
    due = (each for each in _near(schedule, now) if plan_period(schedule, each.code, calendar).unit_due_at > now)
    return next(due).first


def next_to_open(schedule: Schedule, now: datetime, calendar: Calendar, *, since: date) -> PeriodPlan:
    """The first period, from that of `since` on, that has not opened at `now` (aware)."""
    first = period_codes.of_day(schedule.frequency, since).first
    later = max(now.astimezone(ZONE).date(), first)
    current = period_codes.of_day(schedule.frequency, later)
    coming = (each for by in range(-6, 6) if (each := current.moved(by)).first >= first)
    plans = (plan_period(schedule, each.code, calendar) for each in coming)
    return next(plan for plan in plans if plan.opens_at > now)


def coming(schedule: Schedule, now: datetime, calendar: Calendar, *, since: date, count: int) -> Iterator[PeriodPlan]:
    """The first `count` periods, from that of `since` on, that have not opened at `now` (aware)."""
    first = next_to_open(schedule, now, calendar, since=since)
    named = period_codes.named(first.code)
    if named:
        yield from (plan_period(schedule, named.moved(by).code, calendar) for by in range(count))


def _near(schedule: Schedule, now: datetime) -> list[NamedPeriod]:
    """The periods around `now`, oldest first: more than LONGEST_OFFSET and LONGEST_LEAD reach."""
    current = period_codes.of_day(schedule.frequency, now.astimezone(ZONE).date())
    return [current.moved(by) for by in range(-6, 5)]


def due_words(due_at: datetime, *, inclusive: bool = False) -> str:
    """The exclusive instant `due_at` in the plan's words: 05/11 00:00 is "trước ngày 05/11", inclusive "chậm nhất
    ngày 04/11"; 05/11 15:00 is "trước 15:00 ngày 05/11".
    """
    if inclusive:
        return gettext("no later than %(day)s") % {"day": f"{last_day(due_at):%d/%m}"}
    return gettext("before %(day)s") % {"day": deadline(due_at, "%d/%m")}


def year_starts(schedule: Schedule, code: str) -> date:
    """The first day of the data of the first period in the year of `code`, which names a period of the schedule."""
    covered = period_codes.named(code)
    if covered is None:
        raise BadPeriodCode(_no_period(schedule.frequency) % {"code": code})
    return _window(schedule, NamedPeriod(covered.frequency, covered.year))[0]


def share_of_year(frequency: str, ends: date, year: int) -> Fraction:
    """How much of `year` has gone when a period ends: of whole months their share, else that of the days."""
    if frequency in MONTHS:
        return Fraction(ends.month, 12)
    first, last = date(year, 1, 1), date(year, 12, 31)
    gone = min(max(ends, first), last) - first
    return Fraction(gone.days + 1, (last - first).days + 1)


def _no_period(frequency: Frequency) -> str:
    return {
        "weekly": gettext("“%(code)s” is not a week. Write the year and the week: 2026-W45."),
        "monthly": gettext("“%(code)s” is not a month. Write the year and the month: 2026-10."),
        "quarterly": gettext("“%(code)s” is not a quarter. Write the year and the quarter: 2026-Q3."),
        "halfyearly": gettext("“%(code)s” is not a half year. Write the year and the half: 2026-H1."),
        "ninemonths": gettext("“%(code)s” is not nine months of a year. Write the year so: 2026-9M."),
        "annual": gettext("“%(code)s” is not a year. Write four digits: 2026."),
    }[frequency]


def _window(schedule: Schedule, covered: NamedPeriod) -> tuple[date, date]:
    """The first and last day of the data."""
    day = schedule.window_start_day
    if schedule.is_weekly:
        starts = covered.first + (day - 1) * DAY - (WEEK if day > 1 else timedelta())
        return starts, starts + WEEK - DAY
    month = covered.month - (1 if day > 1 else 0)
    ends = _day(month + MONTHS[covered.frequency], day) - DAY
    return _day(month, day), ends


def _day(month: int, day: int) -> date:
    return first_of_month(month).replace(day=day)


def _due_at(schedule: Schedule, covered: NamedPeriod, day: int, calendar: Calendar) -> datetime:
    last = _due_day(schedule, covered, day) - (timedelta() if schedule.inclusive else DAY)
    midnight = datetime.combine(_moved(schedule.day_off, last, calendar) + DAY, time(), ZONE)
    return midnight.astimezone(UTC)


def _due_day(schedule: Schedule, covered: NamedPeriod, day: int) -> date:
    """The day before which, or by the end of which, the period is due."""
    if schedule.is_weekly:
        return covered.first + schedule.month_offset * WEEK + (day - 1) * DAY
    if schedule.frequency == "annual":
        return _day(covered.month + schedule.due_month - 1, day)
    return _day(covered.month + MONTHS[covered.frequency] - 1 + schedule.month_offset, day)


def _moved(day_off: DayOff, last: date, calendar: Calendar) -> date:
    if day_off == "next":
        return calendar.next_working(last)
    return calendar.previous_working(last) if day_off == "previous" else last


def _setting(name: str) -> str:
    return {
        "unit_day": gettext("The units' day"),
        "ward_day": gettext("The ward's day"),
        "window_start_day": gettext("The first day of the data"),
        "month_offset": gettext("The number of months between the period and its due month"),
        "due_month": gettext("The due month of the year"),
        "lead_days": gettext("The number of days that the period is open"),
    }[name]
