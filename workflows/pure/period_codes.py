"""What the codes of periods name, and the periods around them. Pure.

"2026-W45" is a week of ISO 8601, "2026-10" a month, "2026-Q3" a quarter, "2026-H1" a half year, "2026-9M" the first
nine months, "2026" a year. Any other code is that of a period with a title and days of its own: it names nothing here.
Codes of different lengths do not sort; periods are ordered by the day on which they end.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .calendar import DAY

Frequency = Literal["weekly", "monthly", "quarterly", "halfyearly", "ninemonths", "annual", "once", "event"]

YEAR = r"((?:19|2[01])[0-9]{2})"
CODES = {
    "weekly": (re.compile(YEAR + r"-W(0[1-9]|[1-4][0-9]|5[0-3])"), "{year}-W{place:02d}"),
    "monthly": (re.compile(YEAR + r"-(0[1-9]|1[0-2])"), "{year}-{place:02d}"),
    "quarterly": (re.compile(YEAR + r"-Q([1-4])"), "{year}-Q{place}"),
    "halfyearly": (re.compile(YEAR + r"-H([12])"), "{year}-H{place}"),
    "ninemonths": (re.compile(YEAR + r"-9M()"), "{year}-9M"),
    "annual": (re.compile(YEAR + r"()"), "{year}"),
}
PERIODIC = tuple(CODES)  # from the shortest to the longest
MONTHS = {"monthly": 1, "quarterly": 3, "halfyearly": 6, "ninemonths": 9, "annual": 12}  # that a period covers
A_YEAR = {"monthly": 12, "quarterly": 4, "halfyearly": 2, "ninemonths": 1, "annual": 1}  # how many begin in a year
WEEK = 7 * DAY
SHORTEST_YEAR = 52  # weeks
MOST_APART = 3 * DAY  # of two months, quarters or half years in their length


@dataclass(frozen=True)
class NamedPeriod:
    """What a code names: the week, month, quarter or half year `place` of `year`, counted from 1."""

    frequency: str
    year: int
    place: int = 1

    @property
    def code(self) -> str:
        return CODES[self.frequency][1].format(year=self.year, place=self.place)

    @property
    def first(self) -> date:
        """Its first day in the calendar."""
        if self.frequency == "weekly":
            return date.fromisocalendar(self.year, self.place, 1)
        return first_of_month(self.month)

    @property
    def last(self) -> date:
        """Its last day in the calendar."""
        if self.frequency == "weekly":
            return self.first + WEEK - DAY
        return first_of_month(self.month + MONTHS[self.frequency]) - DAY

    @property
    def month(self) -> int:
        """The month with which it begins, counted from the year 0, so that months can be added; not of a week."""
        return self.year * 12 + (self.place - 1) * MONTHS[self.frequency]

    def moved(self, by: int) -> "NamedPeriod":
        """The period so many later, or earlier where `by` is negative."""
        if self.frequency == "weekly":
            year, week, _day = (self.first + by * WEEK).isocalendar()
            return NamedPeriod("weekly", year, week)
        year, place = divmod(self.year * A_YEAR[self.frequency] + self.place - 1 + by, A_YEAR[self.frequency])
        return NamedPeriod(self.frequency, year, place + 1)


def first_of_month(month: int) -> date:
    """The first day of a month that is counted from the year 0."""
    return date(month // 12, month % 12 + 1, 1)


def named(code: str) -> NamedPeriod | None:
    """What the code names; None for that of a period with days of its own."""
    for frequency, (form, _written) in CODES.items():
        if match := form.fullmatch(code):
            found = NamedPeriod(frequency, int(match[1]), int(match[2] or 1))
            return found if _is_there(found) else None
    return None


def _is_there(found: NamedPeriod) -> bool:
    """Few years have a week 53."""
    if found.frequency != "weekly" or found.place <= SHORTEST_YEAR:
        return True
    return date(found.year, 12, 28).isocalendar().week == found.place


def of_day(frequency: str, day: date) -> NamedPeriod:
    """The period in which the day lies; of nine months that of its year."""
    if frequency == "weekly":
        year, week, _day = day.isocalendar()
        return NamedPeriod(frequency, year, week)
    place = (day.month - 1) // MONTHS[frequency] + 1
    return NamedPeriod(frequency, day.year, min(place, A_YEAR[frequency]))


def next_period(code: str) -> str:
    """The period after: after "2026-12" "2027-01"; blank after one that a code does not name."""
    found = named(code)
    return found.moved(1).code if found else ""


def period_before(code: str) -> str:
    """The period before: before "2026-Q1" "2025-Q4"; blank before one that a code does not name."""
    found = named(code)
    return found.moved(-1).code if found else ""


def year_before(code: str) -> str:
    """The same period of the year before; blank where that is the period before, or is not there."""
    found = named(code)
    if found is None or A_YEAR.get(found.frequency) == 1:
        return ""
    same = NamedPeriod(found.frequency, found.year - 1, found.place)
    return same.code if _is_there(same) else ""


def begins_year(code: str) -> bool:
    """Whether it is the first period of its year: "2026-01", "2026-Q1", "2026"."""
    found = named(code)
    return found is not None and found.place == 1


def is_a_year(code: str) -> bool:
    """Whether it is a whole year: "2026"."""
    found = named(code)
    return found is not None and found.frequency == "annual"


def are_alike(days: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether two periods, each by its first and last day, are of the same length: both a month, both a quarter."""
    (first, last), (other_first, other_last) = days, other
    return abs((last - first) - (other_last - other_first)) <= MOST_APART


def coming_days(code: str) -> tuple[date, date] | None:
    """The first and last day of what a report looks ahead to: the next period, after nine months the year's rest."""
    found = named(code)
    if found is None:
        return None
    if found.frequency == "ninemonths":
        return date(found.year, 10, 1), date(found.year, 12, 31)
    coming = found.moved(1)
    return coming.first, coming.last


def ended_on(code: str) -> date:
    """The last day of what the code names, to order readings by; the first of all days for any other code."""
    found = named(code)
    return found.last if found else date.min
