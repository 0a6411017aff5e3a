from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.statements import lock
from units.hours import Term, are_in_order
from units.models import Person, Unit
from units.subjects import keep, require

MOST = 60  # terms of a ward, those that are over included


@transaction.atomic
def set_hours(ward: Unit, term: Term, *, by: Person | None) -> Unit:
    """Let the ward work other hours for a term of days. What is due already stays due; what opens from then on is
    counted by them.

    Raises NotPossible where the times or the days are out of order, or a term of the ward has some of the days already.
    """
    ward = lock(Unit, ward.pk)
    require(by, ward.root_id)
    terms = ward.terms
    if term.last < term.first:
        raise NotPossible(_("The last day comes before the first. Check both days."))
    if not term.spans or not are_in_order(term.spans):
        raise NotPossible(_("Each time has to be later than the one before it: morning first, then afternoon."))
    if other := next((each for each in terms if each.first <= term.last and term.first <= each.last), None):
        raise NotPossible(
            _("These days have hours of their own already: %(term)s. Remove those first, or choose other days.")
            % {"term": other.words}
        )
    if len(terms) >= MOST:
        raise NotPossible(_("The ward has %(most)d terms already. Remove those that are over first.") % {"most": MOST})
    return _put(ward, "set_hours", sorted([*terms, term], key=lambda each: each.first), by)


@transaction.atomic
def drop_hours(ward: Unit, first: date, *, by: Person | None) -> Unit:
    """Let the ward work its usual hours again in the term that begins on this day. Nothing happens where there is
    none.
    """
    ward = lock(Unit, ward.pk)
    require(by, ward.root_id)
    kept = [term for term in ward.terms if term.first != first]
    return _put(ward, "drop_hours", kept, by) if len(kept) < len(ward.terms) else ward


def _put(ward: Unit, action: str, terms: list[Term], by: Person | None) -> Unit:
    old, ward.hours_by_date = ward.terms, [term.plain for term in terms]
    in_words = ["\n".join(term.words for term in each) for each in (old, terms)]
    keep(ward, action, by=by, scope=ward.pk, changes={"hours_by_date": in_words})
    return ward
