"""Every write to units, people and plans. Call them with their module: `actions.add_unit(ward, by=person, …)`.

`by` is a person who administers the ward, or None for the system itself; mappings the coordinator imports too.
Refusals raise PermissionDenied and NotPossible.
"""

from .authority import delegate, set_authority
from .mappings import MappingResult, import_mapping
from .passwords import choose_password, vouch
from .people import (
    add_person,
    change_person,
    deactivate_person,
    end_membership,
    reactivate_person,
    start_membership,
)
from .plans import ImportResult, correct_kinds, import_plan
from .units import add_unit, add_ward, change_unit, retire_unit

__all__ = [
    "ImportResult",
    "MappingResult",
    "add_person",
    "add_unit",
    "add_ward",
    "change_person",
    "change_unit",
    "choose_password",
    "correct_kinds",
    "deactivate_person",
    "delegate",
    "end_membership",
    "import_mapping",
    "import_plan",
    "reactivate_person",
    "retire_unit",
    "set_authority",
    "start_membership",
    "vouch",
]
