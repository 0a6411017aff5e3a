"""A month of a ward, day by day. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import ZONE, today
from units.models import Absence, Person, Unit, last_day
from workflows.boards.grid import periods_visible_to
from workflows.cases.times import calendar_days
from workflows.models import CalendarDay, ReportingPeriod, UnitReport
from workflows.pure import calendar as days
from workflows.pure.calendar import DAY, SATURDAY

WEEK = 7


@dataclass(frozen=True)
class Mark:
    """What is due on a day, and where it is done."""

    words: str
    url: str


@dataclass
class AgendaDay:
    """A day of the page. `entry` is what the calendar says of it, `away` who is absent and who stands in for them."""

    day: date
    inside: bool
    off: bool
    is_today: bool
    entry: str = ""
    due: list[Mark] = field(default_factory=list)
    away: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.entry or self.due or self.away)


@dataclass(frozen=True)
class Month:
    """The weeks of a month, Monday first, with the days around it that fill them."""

    first: date
    weeks: list[list[AgendaDay]]

    @property
    def before(self) -> date:
        return (self.first - DAY).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + 31 * DAY).replace(day=1)


def month_of(person: Person, ward: Unit, first: date) -> Month:
    """What the person sees of the ward in the month that begins on this day. Four queries."""
    start = first - timedelta(days=first.weekday())
    end = (first + 31 * DAY).replace(day=1)
    count = (-(-(end - start).days // WEEK)) * WEEK
    shown = [start + DAY * step for step in range(count)]
    entries = calendar_days.entries_between(ward.pk, start, shown[-1])
    found = {day: _day(day, first, entries.get(day)) for day in shown}
    for day, mark in marks(person, ward, start, shown[-1]):
        found[day].due.append(mark)
    for day, words in _away(ward, start, shown[-1]):
        found[day].away.append(words)
    return Month(first, [[found[day] for day in shown[at : at + WEEK]] for at in range(0, count, WEEK)])


def marks(person: Person, ward: Unit, first: date, last: date) -> Iterator[tuple[date, Mark]]:
    """The due times between these days of what the person sees, each on the last day in time. Two queries."""
    near = bounds(first, last)
    periods = periods_visible_to(person).filter(ward=ward, cancelled_at=None).select_related("kind")
    for period in periods.filter(Q(unit_due_at__range=near) | Q(ward_due_at__range=near)):
        units, whole = _("units submit %(period)s"), _("ward sends %(period)s")
        whole = _("to the superior: %(period)s") if ward.has_wards else whole
        for due_at, words in ((period.unit_due_at, units), (period.ward_due_at, whole)):
            if near[0] <= due_at <= near[1]:
                yield days.last_day(due_at), Mark(words % {"period": period}, _address(period))
    extended = UnitReport.objects.visible_to(person).filter(ward=ward, extended_to__range=near)
    later = extended.filter(extended_to__gt=F("period__unit_due_at"), period__cancelled_at=None)
    for report in later.select_related("period__kind", "unit"):
        values = {"unit": report.unit.short_name, "period": report.period}
        words = _("%(unit)s submits %(period)s (extended)") % values
        yield days.last_day(report.due_at), Mark(words, report.get_absolute_url())


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The due times of which the last day in time lies between these two: more than the first day's beginning."""
    begins, ends = (datetime.combine(day, time(), ZONE) for day in (first, last + DAY))
    return begins + timedelta.resolution, ends


def _day(day: date, month: date, entry: CalendarDay | None) -> AgendaDay:
    weekend = day.weekday() >= SATURDAY
    off = not entry.working if entry else weekend
    words = (entry.name if entry.decided else _("%(name)s (not decided yet)") % {"name": entry.name}) if entry else ""
    return AgendaDay(day, day.month == month.month, off, day == today(), words)


def _address(period: ReportingPeriod) -> str:
    return f"{reverse('period', args=[period.code])}?kind={period.kind.code}&ward={period.ward_id}"


def _away(ward: Unit, first: date, last: date) -> Iterator[tuple[date, str]]:
    """Who of the ward is absent on which of these days. One query."""
    begins, ends = (datetime.combine(day, time(), ZONE) for day in (first, last + DAY))
    people = Person.objects.filter(Q(memberships__unit=ward) | Q(memberships__unit__ward=ward))
    absences = Absence.objects.within(begins, ends).filter(person__in=people.order_by().values("pk"))
    for each in absences.select_related("person", "substitute").order_by("starts_at", "pk"):
        values = {"person": each.person, "substitute": each.substitute}
        day = max(first, each.starts_at.astimezone(ZONE).date())
        while day <= min(last, last_day(each.ends_at)):
            yield day, _("%(person)s is absent; %(substitute)s stands in") % values
            day += DAY
