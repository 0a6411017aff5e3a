from workflows.models import CalendarDay
from workflows.pure.calendar import Calendar


def current() -> Calendar:
    """The working days as the table has them now. One query; ask once a page."""
    days = CalendarDay.objects.values_list("day", "working")
    return Calendar(
        off=frozenset(day for day, working in days if not working),
        working=frozenset(day for day, working in days if working),
    )
