from .absences import Absence, Substitution, last_day
from .authority import FOR_ANOTHER, GIVES, PREFIXES, STANDING, Authority, Delegation, DelegationScope
from .charges import Charge, ChargeQuerySet
from .codes import OneUseCode
from .forms import ExternalForm, FormLine, IndicatorMapping
from .notices import ByMail, Notice
from .people import Membership, MembershipQuerySet, Office, Person
from .plan import Aggregation, Assignment, AssignmentGroup, Direction, Indicator, Plan, way_words
from .push import PushSubscription
from .tokens import AccessToken
from .units import Unit, UnitGroupPermission, UnitUserPermission

__all__ = [
    "FOR_ANOTHER",
    "GIVES",
    "PREFIXES",
    "STANDING",
    "Absence",
    "AccessToken",
    "Aggregation",
    "Assignment",
    "AssignmentGroup",
    "Authority",
    "ByMail",
    "Charge",
    "ChargeQuerySet",
    "Delegation",
    "DelegationScope",
    "Direction",
    "ExternalForm",
    "FormLine",
    "Indicator",
    "IndicatorMapping",
    "Membership",
    "MembershipQuerySet",
    "Notice",
    "Office",
    "OneUseCode",
    "Person",
    "Plan",
    "PushSubscription",
    "Substitution",
    "Unit",
    "UnitGroupPermission",
    "UnitUserPermission",
    "last_day",
    "way_words",
]
