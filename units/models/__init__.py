from .people import Membership, MembershipQuerySet, Office, Person
from .plan import Aggregation, Assignment, AssignmentGroup, Direction, Indicator, Plan
from .units import Unit, UnitGroupPermission, UnitUserPermission

__all__ = [
    "Aggregation",
    "Assignment",
    "AssignmentGroup",
    "Direction",
    "Indicator",
    "Membership",
    "MembershipQuerySet",
    "Office",
    "Person",
    "Plan",
    "Unit",
    "UnitGroupPermission",
    "UnitUserPermission",
]
