from units.hours import spans_of
from units.models import Unit
from workflows.models import CalendarDay
from workflows.pure.calendar import Calendar
from workflows.pure.hours import Hours


def current() -> Calendar:
    """The working days as the table has them now. One query; ask once a page."""
    days = CalendarDay.objects.values_list("day", "working")
    return Calendar(
        off=frozenset(day for day, working in days if not working),
        working=frozenset(day for day, working in days if working),
    )


def hours_of(ward: Unit) -> Hours:
    """When the ward works. One query, as `current`."""
    return Hours(spans_of(ward.hours), current())
