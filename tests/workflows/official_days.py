"""The nation's days of 2026 and 2027, as the migrations lay them into the table."""

from importlib import import_module

from workflows.models import CalendarDay
from workflows.pure.calendar import Calendar

OFFICIAL_2026 = import_module("workflows.migrations.0001_first_release").OFFICIAL_2026
BY_LAW_2027 = import_module("workflows.migrations.0017_calendar_of_wards").BY_LAW_2027
OFFICIAL = Calendar(
    off=frozenset(day for day, working, _name in OFFICIAL_2026 if not working),
    working=frozenset(day for day, working, _name in OFFICIAL_2026 if working),
)


def lay_nation() -> None:
    """Lay those that are not there."""
    rows = [CalendarDay(day=day, working=working, name=name) for day, working, name in OFFICIAL_2026]
    rows += [CalendarDay(day=day, name=name, decided=decided) for day, name, decided in BY_LAW_2027]
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
