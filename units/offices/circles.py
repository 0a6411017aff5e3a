"""That nobody acts for another who, through others perhaps, acts for them at the same time."""

from collections import defaultdict
from datetime import datetime
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Absence, Delegation, Person


def refuse(source: Person, to: Person, *, starts_at: datetime, ends_at: datetime | None) -> None:
    """Before `to` acts for `source` in this term. Raises NotPossible, naming who acts for whom, where `source` already
    acts for `to` at some moment of it, themselves or through others. Two queries.
    """
    acts_for = _acting(starts_at, ends_at)
    chains, seen = [[source]], {source}
    while chains:
        chain = chains.pop(0)
        for other in acts_for[chain[-1]]:
            if other == to:
                raise NotPossible(_sentence([*chain, other]))
            if other not in seen:
                seen.add(other)
                chains.append([*chain, other])


def _acting(starts_at: datetime, ends_at: datetime | None) -> dict[Person, list[Person]]:
    """For whom each acts at some moment of the term, by a delegation or as a substitute."""
    begun = Q(membership__starts_at__lt=ends_at) if ends_at else Q()
    running = Q(membership__ends_at=None) | Q(membership__ends_at__gt=starts_at)
    found: dict[Person, list[Person]] = defaultdict(list)
    for each in Delegation.objects.filter(begun, running).select_related("membership__person", "source__person"):
        found[each.membership.person].append(each.source.person)
    absences = Absence.objects.filter(ends_at__gt=starts_at).select_related("person", "substitute")
    for absence in absences.filter(starts_at__lt=ends_at) if ends_at else absences:
        found[absence.substitute].append(absence.person)
    return found


def _sentence(chain: list[Person]) -> str:
    sentences = [
        _("%(person)s acts for %(other)s") % {"person": person, "other": other} for person, other in pairwise(chain)
    ]
    return _("%(chain)s at that time already: one would act for oneself. Choose another person, or other days.") % {
        "chain": "; ".join(sentences)
    }
