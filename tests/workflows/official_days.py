"""The official working days of 2026, as the first migration lays them into the table."""

from importlib import import_module

from workflows.pure.calendar import Calendar

OFFICIAL_2026 = import_module("workflows.migrations.0001_first_release").OFFICIAL_2026
OFFICIAL = Calendar(
    off=frozenset(day for day, working, _name in OFFICIAL_2026 if not working),
    working=frozenset(day for day, working, _name in OFFICIAL_2026 if working),
)
