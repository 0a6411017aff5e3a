from .authority import FOR_ANOTHER, PREFIXES, Authority, Delegation
from .people import Membership, MembershipQuerySet, Office, Person
from .plan import Aggregation, Assignment, AssignmentGroup, Direction, Indicator, Plan
from .units import Unit, UnitGroupPermission, UnitUserPermission

__all__ = [
    "FOR_ANOTHER",
    "PREFIXES",
    "Aggregation",
    "Assignment",
    "AssignmentGroup",
    "Authority",
    "Delegation",
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
