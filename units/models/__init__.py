from .authority import DELEGABLE, FOR_ANOTHER, PREFIXES, STANDING, Authority, Delegation
from .people import Membership, MembershipQuerySet, Office, Person
from .plan import Aggregation, Assignment, AssignmentGroup, Direction, Indicator, Plan
from .units import Unit, UnitGroupPermission, UnitUserPermission

__all__ = [
    "DELEGABLE",
    "FOR_ANOTHER",
    "PREFIXES",
    "STANDING",
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
