"""Tables of units and of people, pasted from Excel: read row by row, each with what it leaves in doubt. No database."""

from .people import PersonRow, free_username, read_people
from .units import UnitRow, code_of_unit, read_units
from .wards import WardRow, pasted_from, read_wards

__all__ = [
    "PersonRow",
    "UnitRow",
    "WardRow",
    "code_of_unit",
    "free_username",
    "pasted_from",
    "read_people",
    "read_units",
    "read_wards",
]
