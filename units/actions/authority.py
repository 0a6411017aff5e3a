from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.plain_text import one_line
from approvals.statements import lock
from units.models import DELEGABLE, FOR_ANOTHER, STANDING, Authority, Delegation, Membership, Office, Person

from .people import admit, tell
from .subjects import give, require


@transaction.atomic
def set_authority(
    membership: Membership, *, by: Person | None, authority: str, title: str, acts_for: str = "", post: str = ""
) -> Membership:
    """Say under which authority the holder of an office signs; `acts_for` only where they sign for another."""
    person = lock(Person, membership.person_id)
    membership = Membership.objects.select_related("unit", "delegation").get(pk=membership.pk)
    require(by, membership.unit.root_id)
    if membership.ends_at and membership.ends_at <= now():
        raise NotPossible(_("This office has ended already."))
    if is_delegated(membership):
        raise NotPossible(_("A delegation stays as it was written. End it and enter the new one."))
    if authority not in STANDING:
        raise NotPossible(_("Signing by delegation (TUQ.) needs a written act: enter the delegation."))
    words = {"title": one_line(title), "acts_for": one_line(acts_for), "post": one_line(post)}
    refuse_unless_told(authority, **words)
    changes = give(membership, authority=authority, **words)
    if changes:
        membership.save(update_fields=list(changes))
        told = {"unit": [None, membership.unit.name], "office": [None, membership.office]}
        tell(person, "set_authority", membership.unit, by=by, changes=told | changes)
    return membership


def refuse_unless_told(authority: str, *, title: str, acts_for: str, post: str) -> None:
    if not title:
        raise NotPossible(_("Say under which title they sign."))
    if authority in FOR_ANOTHER and not acts_for:
        raise NotPossible(_("Say for whom they sign: the title that stands after KT., TL. or TUQ."))
    if authority not in FOR_ANOTHER and acts_for:
        raise NotPossible(_("Who heads the body signs for nobody else: leave that title empty."))


@transaction.atomic
def delegate(
    source: Membership,
    *,
    by: Person | None,
    to: Person,
    authority: str,
    title: str,
    document: str,
    starts_at: datetime,
    ends_at: datetime | None,
    post: str = "",
) -> Delegation:
    """Another person exercises an office that signs, for a term, by a written act (NĐ 30/2020, Điều 13).

    They sign TUQ. or TL. for whom the office stands; `title` and `post` are their own. What is delegated is never
    delegated again, and ends with the office it comes from.
    """
    person = lock(Person, to.pk)
    source = Membership.objects.select_related("unit__ward", "person", "delegation").get(pk=source.pk)
    require(by, source.unit.root_id)
    _refuse_source(source, to=person, starts_at=starts_at, ends_at=ends_at)
    if authority not in DELEGABLE or (authority == Authority.DELEGATED and ends_at is None):
        raise NotPossible(_("A delegation (TUQ.) is given for a term: say its last day."))
    words = {"title": one_line(title), "acts_for": source.acts_for or source.title, "post": one_line(post)}
    refuse_unless_told(authority, **words)
    if not one_line(document):
        raise NotPossible(_("Write the number of the written act: nothing is delegated by word of mouth."))
    term = {"starts_at": starts_at, "ends_at": ends_at}
    new = Membership(person=person, unit=source.unit, office=source.office, authority=authority, **words, **term)
    told = {
        "delegated_by": [None, str(source.person)],
        "authority": [None, authority],
        "title": [None, words["title"]],
        "acts_for": [None, words["acts_for"]],
        "document": [None, one_line(document)],
    }
    admit(new, "delegate", by=by, told=told)
    return Delegation.objects.create(membership=new, source=source, document=one_line(document))


def _refuse_source(source: Membership, *, to: Person, starts_at: datetime, ends_at: datetime | None) -> None:
    if source.office != Office.APPROVER:
        raise NotPossible(_("Only an office that signs can be delegated."))
    if is_delegated(source):
        raise NotPossible(_("What is held by delegation cannot be delegated again (NĐ 30/2020, Điều 13)."))
    if not source.authority:
        raise NotPossible(_("Say first under which title %(person)s signs.") % {"person": source.person})
    if source.person_id == to.pk:
        raise NotPossible(_("Nobody delegates to themselves."))
    past = source.ends_at and (source.ends_at <= starts_at or ends_at is None or ends_at > source.ends_at)
    if past or starts_at < source.starts_at:
        raise NotPossible(
            _("The delegation must lie within the time in which %(person)s holds the office.")
            % {"person": source.person}
        )


def is_delegated(membership: Membership) -> bool:
    return hasattr(membership, "delegation")
