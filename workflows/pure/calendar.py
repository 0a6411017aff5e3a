"""Working days, and how much time is left or overrun. Days are days in Asia/Ho_Chi_Minh; instants are aware."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext, ngettext

from approvals.clock import ZONE

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Monday to Friday are working days, except those in `off`; days in `working` (working Saturdays) always are."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day in self.working or (day.weekday() < SATURDAY and day not in self.off)

    def next_working(self, day: date) -> date:
        """`day` itself where it is worked, else the first working day after it (BLDS 2015 Điều 148.5)."""
        while not self.is_working(day):
            day += DAY
        return day

    def previous_working(self, day: date) -> date:
        """`day` itself where it is worked, else the last working day before it."""
        while not self.is_working(day):
            day -= DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The last of so many working days after `day`, which is not counted itself (BLDS 2015 Điều 147)."""
        for _step in range(count):
            day = self.next_working(day + DAY)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many days after `first`, up to and with `last`, are worked; 0 where `last` is not after `first`.

        The first day is not counted (BLDS 2015 Điều 147).
        """
        return sum(self.is_working(first + DAY * step) for step in range(1, (last - first).days + 1))


@dataclass(frozen=True)
class Slack:
    """How much time is left until a due time, or how far it is overrun.

    Before it, `working_days` are those after today that are left; after it, those that have wholly gone by since the
    last day. Where that is 0, `hours` are the whole hours left or overrun, else None.
    """

    late: bool
    working_days: int
    hours: int | None


def last_day(due_at: datetime) -> date:
    """The last day in Vietnam on which one is in time: `due_at` is the first instant that is too late."""
    return (due_at - timedelta.resolution).astimezone(ZONE).date()


def first_late_day(due_at: datetime) -> date:
    """The day before which one is in time, as pages and mails say every due time: "trước ngày 05/11/2026"."""
    return last_day(due_at) + timedelta(days=1)


def slack(now: datetime, due_at: datetime, calendar: Calendar) -> Slack:
    """How far `now` is from `due_at`, the exclusive end. Both aware; at `due_at` itself one is late."""
    late = now >= due_at
    today, last = now.astimezone(ZONE).date(), last_day(due_at)
    days = calendar.working_days_between(last, today - DAY) if late else calendar.working_days_between(today, last)
    return Slack(late, days, None if days else abs(now - due_at) // HOUR)


def words(slack: Slack) -> str:
    """In the reader's language: "còn 2 ngày làm việc", "quá hạn 3 giờ"; "còn 3 ngày" where no day of it is worked."""
    if slack.hours is None:
        return _working_days(slack.late, slack.working_days)
    if slack.hours >= 24:
        return _days_off(slack.late, slack.hours // 24)
    return _hours(slack.late, slack.hours)


def _working_days(late: bool, count: int) -> str:
    if late:
        text = ngettext("%(count)d working day late", "%(count)d working days late", count)
    else:
        text = ngettext("%(count)d working day left", "%(count)d working days left", count)
    return text % {"count": count}


def _days_off(late: bool, count: int) -> str:
    if late:
        text = ngettext("%(count)d day late", "%(count)d days late", count)
    else:
        text = ngettext("%(count)d day left", "%(count)d days left", count)
    return text % {"count": count}


def _hours(late: bool, count: int) -> str:
    if count == 0:
        return gettext("less than an hour late") if late else gettext("less than an hour left")
    if late:
        text = ngettext("%(count)d hour late", "%(count)d hours late", count)
    else:
        text = ngettext("%(count)d hour left", "%(count)d hours left", count)
    return text % {"count": count}
