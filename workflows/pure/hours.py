"""Working hours: when some work that begins now is over, and how much was worked between two instants.

Instants are aware, in and out; those that come out are in Asia/Ho_Chi_Minh, which has one offset the whole year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from approvals.clock import ZONE

from .calendar import DAY, HOUR, Calendar, last_day

DAY_OF_WORK = 8  # hours: how many of an allowance are said to be a day
FACTORS = {0: 1, 1: 2, 2: 4, 3: 8}  # by the degree of urgency: what part of an allowance is left
SHORTEST = HOUR

Span = tuple[time, time]
Term = tuple[date, date, Sequence[Span]]  # from the first to the last day, both within


@dataclass(frozen=True)
class Hours:
    """The hours worked on each working day of the calendar, as spans in order that do not overlap; at least one.
    `terms` have other spans and do not overlap.
    """

    spans: Sequence[Span]
    calendar: Calendar
    terms: Sequence[Term] = ()

    def end_of(self, at: datetime, work: timedelta) -> datetime:
        """The first instant by which `work` has been done since `at`; `at` itself where there is none.

        A time in hours begins at the moment that is named, not on the next day (BLDS 2015 Điều 147.1).
        """
        if not work:
            return at.astimezone(ZONE)
        day = at.astimezone(ZONE).date()
        while True:
            for begins, ends in self._of(day, at):
                if work <= ends - begins:
                    return begins + work
                work -= ends - begins
            day += DAY

    def start_of(self, at: datetime, work: timedelta) -> datetime:
        """The last instant from which `work` can still be done before `at`; `at` itself where there is none."""
        if not work:
            return at.astimezone(ZONE)
        day = at.astimezone(ZONE).date()
        while True:
            for begins, ends in self._before(day, at):
                if work <= ends - begins:
                    return ends - work
                work -= ends - begins
            day -= DAY

    def between(self, first: datetime, last: datetime) -> timedelta:
        """How much is worked from `first` until `last`; nothing where that is not later."""
        day, worked = first.astimezone(ZONE).date(), timedelta()
        while day <= last.astimezone(ZONE).date():
            for begins, ends in self._of(day, first):
                worked += max(timedelta(), min(ends, last) - begins)
            day += DAY
        return worked

    def next_day(self, at: datetime) -> datetime:
        """When work begins on the first working day after that of `at`."""
        day = self.calendar.next_working(at.astimezone(ZONE).date() + DAY)
        return datetime.combine(day, self._spans_on(day)[0][0], ZONE)

    def _spans_on(self, day: date) -> Sequence[Span]:
        return next((spans for first, last, spans in self.terms if first <= day <= last), self.spans)

    def morning_of(self, due_at: datetime, days: int) -> datetime:
        """When work begins so many working days after the last day that is in time, before it where `days` is negative.
        Where that last day is not worked itself, the one before it counts as the last.
        """
        day, step = self.calendar.previous_working(last_day(due_at)), DAY if days > 0 else -DAY
        for _number in range(abs(days)):
            day += step
            day = self.calendar.next_working(day) if days > 0 else self.calendar.previous_working(day)
        return datetime.combine(day, self.spans[0][0], ZONE)

    def _before(self, day: date, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans of the day, or what there is of them before `until`, the last first."""
        for begins, ends in reversed(self.spans) if self.calendar.is_working(day) else ():
            first, last = datetime.combine(day, begins, ZONE), datetime.combine(day, ends, ZONE)
            last = min(last, until.astimezone(ZONE))
            if first < last:
                yield first, last

    def _of(self, day: date, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans of the day, or what is left of them after `since`."""
        for begins, ends in self._spans_on(day) if self.calendar.is_working(day) else ():
            first, last = datetime.combine(day, begins, ZONE), datetime.combine(day, ends, ZONE)
            first = max(first, since.astimezone(ZONE))
            if first < last:
                yield first, last


def shortened(allowance: int, urgency: int) -> timedelta:
    """What is left of an allowance, in working hours, at this degree of urgency: a half, a quarter, an eighth; an hour
    at least (docs/decisions/0044).
    """
    return max(SHORTEST, allowance * HOUR / FACTORS[urgency])
