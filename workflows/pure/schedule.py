"""When a period runs, opens and is due. Days are those of Asia/Ho_Chi_Minh; instants are aware, UTC and exclusive."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext

from approvals.clock import ZONE

from .calendar import Calendar, last_day

Frequency = Literal["monthly", "annual"]
DayOff = Literal["none", "next", "previous"]

LENGTHS: dict[str, int] = {"monthly": 1, "annual": 12}
CODES = {"monthly": re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])"), "annual": re.compile(r"(20[0-9]{2})()")}
LAST_DAY_OF_EVERY_MONTH = 28
LONGEST_OFFSET = 3
LONGEST_LEAD = 90


class BadPeriodCode(ValueError):
    """The code names no period of this frequency; the message is a translated sentence."""


class BadSchedule(ValueError):
    """A setting of the schedule is out of range; the message is a translated sentence."""


@dataclass(frozen=True)
class Schedule:
    """How the periods of a kind of report fall.

    `unit_day` and `ward_day` are days of the month: 1 to 28, so that each month has them (29 to 31 are refused, not
    clamped). A monthly period is due `month_offset` months after the month that names it, an annual one in `due_month`
    of its own year. "Trước ngày 05" excludes day 05; `inclusive` ("chậm nhất ngày 05") includes it. `day_off` says
    where the last day moves when it is not worked. With `window_start_day` 15 the data run from day 15 of the month
    before to day 14 (NĐ 09/2019 Điều 12). The period opens `lead_days` calendar days before the units' due time.
    Raises BadSchedule.
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
        for name in ("unit_day", "ward_day", "window_start_day"):
            self._refuse_outside(name, 1, LAST_DAY_OF_EVERY_MONTH)
        self._refuse_outside("month_offset", 0, LONGEST_OFFSET)
        self._refuse_outside("due_month", 1, 12)
        self._refuse_outside("lead_days", 1, LONGEST_LEAD)
        if self.unit_day >= self.ward_day:
            raise BadSchedule(gettext("The units' day must come before the ward's day."))
        if self.frequency not in LENGTHS or self.day_off not in ("none", "next", "previous"):
            raise BadSchedule(gettext("The schedule names a frequency or a rule for days off that does not exist."))

    def _refuse_outside(self, name: str, least: int, most: int) -> None:
        if not least <= getattr(self, name) <= most:
            sentence = gettext("%(setting)s must be from %(least)d to %(most)d.")
            raise BadSchedule(sentence % {"setting": _setting(name), "least": least, "most": most})


@dataclass(frozen=True)
class PeriodPlan:
    """A period as the schedule has it. `starts` and `ends` are the first and last day of the data, both within it.

    `estimates` is true where the units' due time comes before the data are complete ("ước").
    """

    code: str
    starts: date
    ends: date
    opens_at: datetime
    unit_due_at: datetime
    ward_due_at: datetime
    estimates: bool


def period_code(frequency: Frequency, day: date) -> str:
    """The code of the calendar month or year of `day`: "2026-10", "2026"."""
    return f"{day:%Y-%m}" if frequency == "monthly" else f"{day:%Y}"


def plan_period(schedule: Schedule, code: str, calendar: Calendar) -> PeriodPlan:
    """Window, opening and due times of the period `code`. Raises BadPeriodCode."""
    first = _first_month(schedule.frequency, code)
    ends = _window_opens(schedule, first + LENGTHS[schedule.frequency]) - timedelta(days=1)
    unit_due_at = _due_at(schedule, first, schedule.unit_day, calendar)
    return PeriodPlan(
        code=code,
        starts=_window_opens(schedule, first),
        ends=ends,
        opens_at=unit_due_at - timedelta(days=schedule.lead_days),
        unit_due_at=unit_due_at,
        ward_due_at=_due_at(schedule, first, schedule.ward_day, calendar),
        estimates=last_day(unit_due_at) < ends,
    )


def codes_open_on(schedule: Schedule, now: datetime, calendar: Calendar, *, since: date) -> list[str]:
    """The newest two periods that should have opened by `now` (aware), older first; none before that of `since`."""
    opened = [code for code in _codes_near(schedule, now) if plan_period(schedule, code, calendar).opens_at <= now]
    return [code for code in opened[-2:] if code >= period_code(schedule.frequency, since)]


def first_still_due(schedule: Schedule, now: datetime, calendar: Calendar) -> date:
    """The first day of the month or year of the first period that units can still report in time at `now` (aware)."""
    codes = _codes_near(schedule, now)
    first = next(code for code in codes if plan_period(schedule, code, calendar).unit_due_at > now)
    return _day(_first_month(schedule.frequency, first), 1)


def _codes_near(schedule: Schedule, now: datetime) -> list[str]:
    """The codes of the periods around `now`, oldest first: more than LONGEST_OFFSET and LONGEST_LEAD reach."""
    length = LENGTHS[schedule.frequency]
    current = _first_month(schedule.frequency, period_code(schedule.frequency, now.astimezone(ZONE).date()))
    near = range(current - 6 * length, current + 5 * length, length)
    return [period_code(schedule.frequency, _day(month, 1)) for month in near]


def due_words(due_at: datetime, *, inclusive: bool = False) -> str:
    """The exclusive instant `due_at` in the plan's words: 05/11 00:00 is "trước 05/11", inclusive "chậm nhất 04/11"."""
    last = last_day(due_at)
    if inclusive:
        return gettext("no later than %(day)s") % {"day": f"{last:%d/%m}"}
    return gettext("before %(day)s") % {"day": f"{last + timedelta(days=1):%d/%m}"}


def share_of_year(code: str) -> Fraction:
    """How much of the year has gone when the period ends: "2026-10" is 10/12, "2026" is 1. Raises BadPeriodCode."""
    if "-" not in code:
        _first_month("annual", code)
        return Fraction(1)
    return Fraction(_first_month("monthly", code) % 12 + 1, 12)


def _first_month(frequency: Frequency, code: str) -> int:
    """The period's first month, counted from the year 0, so that months can be added."""
    match = CODES[frequency].fullmatch(code)
    if match is None:
        raise BadPeriodCode(_no_period(frequency) % {"code": code})
    return int(match[1]) * 12 + int(match[2] or 1) - 1


def _no_period(frequency: Frequency) -> str:
    if frequency == "monthly":
        return gettext("“%(code)s” is not a month. Write the year and the month: 2026-10.")
    return gettext("“%(code)s” is not a year. Write four digits: 2026.")


def _day(month: int, day: int) -> date:
    return date(month // 12, month % 12 + 1, day)


def _window_opens(schedule: Schedule, month: int) -> date:
    if schedule.window_start_day > 1:
        month -= 1
    return _day(month, schedule.window_start_day)


def _due_at(schedule: Schedule, first: int, day: int, calendar: Calendar) -> datetime:
    offset = schedule.month_offset if schedule.frequency == "monthly" else schedule.due_month - 1
    last = _day(first + offset, day) - timedelta(days=0 if schedule.inclusive else 1)
    midnight = datetime.combine(_moved(schedule.day_off, last, calendar) + timedelta(days=1), time(), ZONE)
    return midnight.astimezone(UTC)


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
