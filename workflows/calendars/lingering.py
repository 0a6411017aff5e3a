"""Days of a province that count for a ward still, though the ward has ended its channel to it."""

from dataclasses import dataclass
from datetime import date

from approvals.clock import today
from approvals.models import Sender
from approvals.pages.days import LAST
from approvals.receiving.actions import channels_of
from units.models import Unit
from workflows.cases.times import calendar_days
from workflows.models import CalendarDay
from workflows.pure.calendar import Calendar

from .days import DayOfWard


@dataclass(frozen=True)
class Lingering:
    """What the province says of days from today on, each as the nation has it."""

    province: Unit
    days: list[DayOfWard]


def lingering(ward: Unit) -> Lingering | None:
    """None where nothing of a province counts for the ward from today on, or it sends there still. Up to four queries,
    one where it has no province.
    """
    rows = calendar_days.entries_between(ward.pk, today(), LAST).values()
    above = [row for row in rows if row.ward_id not in (None, ward.pk)]
    if not above or above[0].ward is None:
        return None
    province = above[0].ward
    senders = Sender.objects.filter(scope=province.pk, origin=ward.pk, ended_at=None)
    if any(channels_of(sender).exists() for sender in senders):
        return None
    nation = CalendarDay.objects.filter(ward=None, day__in=[row.day for row in above])
    said = {row.day: DayOfWard(row.day, row.working, row.name, row.decided) for row in nation}
    return Lingering(province, [said.get(row.day) or _by_the_week(row.day) for row in above])


def _by_the_week(day: date) -> DayOfWard:
    return DayOfWard(day, working=Calendar().is_working(day), name="Theo ngày trong tuần")
