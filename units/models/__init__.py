from .authority import FOR_ANOTHER, GIVES, PREFIXES, STANDING, Authority, Delegation
from .forms import ExternalForm, FormLine, IndicatorMapping
from .people import Membership, MembershipQuerySet, Office, Person
from .plan import Aggregation, Assignment, AssignmentGroup, Direction, Indicator, Plan, way_words
from .units import Unit, UnitGroupPermission, UnitUserPermission

__all__ = [
    "FOR_ANOTHER",
    "GIVES",
    "PREFIXES",
    "STANDING",
    "Aggregation",
    "Assignment",
    "AssignmentGroup",
    "Authority",
    "Delegation",
    "Direction",
    "ExternalForm",
    "FormLine",
    "Indicator",
    "IndicatorMapping",
    "Membership",
    "MembershipQuerySet",
    "Office",
    "Person",
    "Plan",
    "Unit",
    "UnitGroupPermission",
    "UnitUserPermission",
    "way_words",
]
