"""Who holds which office from when until when, under which authority, and who signs in their place."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now, today
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.outbox import queue as outbox
from approvals.statements import insert_many, lock
from approvals.text.plain import one_line
from approvals.trail import chain as trail
from units import grants, rules
from units.models import (
    FOR_ANOTHER,
    STANDING,
    Absence,
    Authority,
    Delegation,
    DelegationScope,
    Membership,
    MembershipQuerySet,
    Office,
    Person,
    Substitution,
    Unit,
)
from units.subjects import give, record_event, require

from . import circles, scopes
from .authority import eligible, gives
from .leaving import settle

LONGEST = 300  # characters of all titles together: a decision keeps them in one line


@transaction.atomic
def start_membership(
    person: Person, *, by: Person | None, unit: Unit, office: str, starts_at: datetime, ends_at: datetime | None = None
) -> Membership:
    """The person holds an office in the unit from `starts_at` until just before `ends_at`, aware instants. Whoever
    stands in for them in that time holds it too.

    Refused while the same office is held, in a retired unit, to somebody inactive, and where one person would both
    administer the ward and decide in it.
    """
    person = lock(Person, person.pk)
    require(by, unit.root_id)
    new = Membership(person=person, unit=unit, office=office, starts_at=starts_at, ends_at=ends_at)
    admit(new, "start_membership", by=by, more={})
    for absence in Absence.objects.unended().filter(person=person):
        share(new, absence, by=by)
    return new


def admit(new: Membership, action: str, *, by: Person | None, more: dict[str, list]) -> Membership:
    """Save an office that may be held, with the trail event of the locked person. Raises NotPossible.

    `more` are changes that the event notes as well. An office of today begins at the moment at which another one of
    the person ended today, if any did.
    """
    if new.starts_at <= now() and new.starts_at.astimezone(ZONE).date() == today():
        new.starts_at = _last_end(new) or new.starts_at
    if _at_the_same_time(new).filter(unit=new.unit, office=new.office, substitution=None).exists():
        raise NotPossible(
            _("%(person)s holds this office at that time already: %(office)s.") % {"person": new.person, "office": new}
        )
    return _give(new, action, by=by, more=more)


def share(source: Membership, absence: Absence, *, by: Person | None) -> None:
    """The substitute of somebody absent holds this office of theirs too, within the terms of both, and signs under no
    authority by that. Nothing where they hold it themselves throughout, or the terms do not meet.
    """
    starts_at = max(source.starts_at, absence.starts_at)
    ends_at = min(source.ends_at or absence.ends_at, absence.ends_at)
    if starts_at >= ends_at:
        return
    substitute = lock(Person, absence.substitute_id)
    term = {"starts_at": starts_at, "ends_at": ends_at}
    new = Membership(person=substitute, unit=source.unit, office=source.office, **term)
    own = _at_the_same_time(new).filter(unit=new.unit, office=new.office, substitution=None)
    if own.filter(Q(ends_at=None) | Q(ends_at__gte=ends_at), starts_at__lte=starts_at).exists():
        return
    _give(new, "start_membership", by=by, more={"stands_in_for": [None, str(absence.person)]})
    Substitution.objects.create(membership=new, source=source, absence=absence)


def start_first(offices: Sequence[Membership], *, by: Person | None) -> None:
    """Offices from now on of people who hold none yet, in one ward: the caller has just made their rows, and saves
    their heads. Seven statements however many there are. Raises NotPossible where one may not be held.
    """
    _refuse_together(offices)
    groups = grants.groups_of((row.unit, row.office) for row in offices)
    for row in offices:
        row.group = groups[row.unit.pk, row.office]
    made = Membership.objects.bulk_create(offices)
    events = [
        trail.event_values(row.person, "start_membership", by=by, scope=row.unit.root_id, changes=_changes_of(row))
        for row in made
    ]
    insert_many(TrailEvent, events)
    if by and made:
        key = f"offices-started-{made[0].pk}"
        outbox.put("office_started", key, scope=made[0].unit.root_id)


def _refuse_together(offices: Sequence[Membership]) -> None:
    """Raises NotPossible for what one person may not hold beside the others of these, or not in that unit."""
    held: dict[int, set[str]] = defaultdict(set)
    for row in offices:
        _refuse_retired(row.unit)
        if held[row.person.pk] & barred(row.office):
            raise _cannot_decide(row.person)
        held[row.person.pk].add(row.office)


def _changes_of(row: Membership) -> dict[str, list]:
    """What the event of a new office notes."""
    changes = {"unit": [None, row.unit.name], "office": [None, row.office], "from": [None, row.starts_at.isoformat()]}
    return changes | ({"until": [None, row.ends_at.isoformat()]} if row.ends_at else {})


def _refuse_retired(unit: Unit) -> None:
    if unit.retired_at:
        raise NotPossible(_("%(unit)s is retired: nobody can hold an office in it.") % {"unit": unit})


def _cannot_decide(person: Person) -> NotPossible:
    sentence = _("Who administers a ward cannot decide in it: end one office of %(person)s before the other begins.")
    return NotPossible(sentence % {"person": person})


def _give(new: Membership, action: str, *, by: Person | None, more: dict[str, list]) -> Membership:
    _refuse_start(new, by=by)
    new.group = grants.group_of(new.unit, new.office)
    new.save()
    record_event(new.person, action, new.unit, by=by, changes=_changes_of(new) | more)
    if by:  # not where the system sets a ward up, in which nothing waits yet
        outbox.put("office_started", f"office-started-{new.pk}", scope=new.unit.root_id, membership=new.pk)
    return new


@transaction.atomic
def end_membership(membership: Membership, *, by: Person | None) -> Membership:
    """The office ends now, and with it every right that it gave; what waits for nobody then is told at once."""
    person = lock(Person, membership.person_id)
    membership = Membership.objects.select_related("unit").get(pk=membership.pk)
    require(by, membership.unit.root_id)
    if membership.ends_at and membership.ends_at <= now():
        raise NotPossible(_("This office has ended already."))
    _end(membership, person, by=by)
    settle([membership.unit.root_id])
    return membership


@transaction.atomic
def hand_over(offices: Iterable[tuple[Membership, Person]], *, by: Person | None) -> None:
    """Each of these offices is held by this person too from now on, for the rest of its term."""
    for office, successor in offices:
        until = office.ends_at
        start_membership(successor, by=by, unit=office.unit, office=office.office, starts_at=now(), ends_at=until)


def _last_end(new: Membership) -> datetime | None:
    """When the last of the person's offices that reached into this one's term ended; None where none did."""
    ended = Membership.objects.filter(person=new.person, ends_at__gt=new.starts_at, ends_at__lte=now())
    return ended.order_by("-ends_at").values_list("ends_at", flat=True).first()


def _refuse_start(new: Membership, *, by: Person | None) -> None:
    if not new.person.is_active:
        raise NotPossible(_("%(person)s is inactive and can hold no office.") % {"person": new.person})
    _refuse_retired(new.unit)
    if new.ends_at and new.ends_at <= new.starts_at:
        raise NotPossible(_("An office must end after it starts."))
    held = _at_the_same_time(new)
    if new.person == by and new.office in rules.DECIDING:
        raise NotPossible(_("Nobody gives themselves an office that decides. Ask another administrator."))
    if held.filter(Q(unit=new.unit.root_id) | Q(unit__ward=new.unit.root_id), office__in=barred(new.office)).exists():
        raise _cannot_decide(new.person)


def _at_the_same_time(new: Membership) -> MembershipQuerySet:
    held = Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=new.starts_at), person=new.person)
    return held.filter(starts_at__lt=new.ends_at) if new.ends_at else held


def barred(office: str) -> set[str]:
    """The offices that cannot stand beside this one."""
    if office == Office.ADMIN:
        return set(rules.DECIDING)
    return {Office.ADMIN} if office in rules.DECIDING else set()


def end_all(memberships: MembershipQuerySet, *, by: Person | None) -> None:
    """End those of the offices that are held now or will be, each with its event, within the caller's transaction.

    Every row is read once its person is locked: another may have ended it meanwhile, and an office that was delegated,
    or is held in somebody's place, ends with the one that it comes from.
    """
    for pk, person_id in list(memberships.unended().order_by("pk").values_list("pk", "person_id")):
        person = lock(Person, person_id)
        membership = Membership.objects.unended().filter(pk=pk).select_related("unit").first()
        if membership:
            _end(membership, person, by=by)


def _end(membership: Membership, person: Person, *, by: Person | None) -> None:
    old, at = membership.ends_at, now()
    was_held = membership.starts_at <= at
    if not was_held:
        membership.starts_at = at
    membership.ends_at = at
    membership.save(update_fields=["starts_at", "ends_at"])
    if was_held and membership.office == Office.ADMIN:
        _refuse_without_admin(membership.unit.root_id)
    changes = {
        "unit": [membership.unit.name, None],
        "office": [membership.office, None],
        "until": [old.isoformat() if old else None, at.isoformat()],
    }
    record_event(person, "end_membership", membership.unit, by=by, changes=changes)
    shared = Q(delegation__source=membership) | Q(substitution__source=membership)
    end_all(Membership.objects.filter(shared), by=by)


def _refuse_without_admin(ward_id: int) -> None:
    """Asked once the office has ended, under the ward's lock: two that end at a time see one another."""
    lock(Unit, ward_id)
    if not grants.holders("administer", ward_id).exists():
        raise NotPossible(_("The ward needs an administrator: give the office to another person first."))


@transaction.atomic
def set_authority(
    membership: Membership, *, by: Person | None, authority: str, title: str, acts_for: str = "", post: str = ""
) -> Membership:
    """Say under which authority the holder of an office signs; `acts_for` only where they sign for another."""
    person = lock(Person, membership.person_id)
    membership = Membership.objects.select_related("unit", "delegation", "substitution").get(pk=membership.pk)
    require(by, membership.unit.root_id)
    if membership.ends_at and membership.ends_at <= now():
        raise NotPossible(_("This office has ended already."))
    if is_delegated(membership):
        raise NotPossible(_("A delegation stays as it was written. End it and enter the new one."))
    if hasattr(membership, "substitution"):
        raise NotPossible(
            _("Whoever stands in for somebody absent signs under no title of theirs: that needs a written delegation.")
        )
    if authority not in STANDING:
        raise NotPossible(_("Signing by delegation (TUQ.) needs a written act: enter the delegation."))
    words = {"title": one_line(title), "acts_for": one_line(acts_for), "post": one_line(post)}
    refuse_unless_told(authority, **words)
    changes = give(membership, authority=authority, **words)
    if changes:
        membership.save(update_fields=list(changes))
        where = {"unit": [None, membership.unit.name], "office": [None, membership.office]}
        record_event(person, "set_authority", membership.unit, by=by, changes=where | changes)
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
    kinds: Collection[str] = (),
    units: Collection[Unit] = (),
) -> Delegation:
    """Another person exercises an office that signs, for a term, by a written act (NĐ 30/2020, Điều 13.3 and 13.4).

    The head of a unit signs for the head, TUQ. or TL.; a deputy of theirs, `authority` being that of a deputy, for who
    signs TL. `title` and `post` are the delegate's own. It ends with the office it comes from. Where `kinds` (codes) or
    `units` are given it counts for cases of these kinds alone, and for what these units drew up. Raises NotPossible
    where it would go round in a circle.
    """
    person = lock(Person, to.pk)
    source = Membership.objects.select_related("unit__ward", "person", "delegation").get(pk=source.pk)
    require(by, source.unit.root_id)
    _refuse_source(source, to=person, starts_at=starts_at, ends_at=ends_at)
    refuse_unless_given(source, authority)
    _refuse_delegate(source, person, starts_at=starts_at, ends_at=ends_at)
    circles.refuse(source.person, person, starts_at=starts_at, ends_at=ends_at)
    rows = scopes.of_new(source, kinds, units)
    if authority == Authority.DELEGATED and ends_at is None:
        raise NotPossible(_("A delegation (TUQ.) is given for a term: say its last day."))
    through = source.title if authority == Authority.DEPUTY else ""
    authority = Authority.BY_ORDER if through else authority
    words = {"title": one_line(title), "acts_for": source.acts_for or source.title, "post": one_line(post)}
    refuse_unless_told(authority, **words)
    if not one_line(document):
        raise NotPossible(_("Write the number of the written act: nothing is delegated by word of mouth."))
    term = {"starts_at": starts_at, "ends_at": ends_at}
    words["through"] = through
    new = Membership(person=person, unit=source.unit, office=source.office, authority=authority, **words, **term)
    if len(f"{authority}{''.join(words.values())}") > LONGEST:
        raise NotPossible(_("These titles are too long to stand under one signature: shorten them."))
    changes = {
        "delegated_by": [None, str(source.person)],
        "authority": [None, authority],
        "title": [None, words["title"]],
        "acts_for": [None, words["acts_for"]],
        "document": [None, one_line(document)],
    }
    if through:
        changes["through"] = [None, through]
    if rows:
        changes["scope"] = [None, scopes.words(rows, source.unit)]
    admit(new, "delegate", by=by, more=changes)
    made = Delegation.objects.create(membership=new, source=source, document=one_line(document))
    for row in rows:
        row.delegation = made
    DelegationScope.objects.bulk_create(rows)
    return made


def _refuse_source(source: Membership, *, to: Person, starts_at: datetime, ends_at: datetime | None) -> None:
    if source.office != Office.APPROVER:
        raise NotPossible(_("Only an office that signs can be delegated."))
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


def refuse_unless_given(source: Membership, authority: str = "") -> None:
    """Whether the office's holder may have another sign, under this authority where one is given."""
    given = gives(source)
    if not given and is_delegated(source):
        raise NotPossible(_("What is held by delegation cannot be delegated again (NĐ 30/2020, Điều 13)."))
    if not given:
        raise NotPossible(
            _(
                "The head alone delegates (NĐ 30/2020, Điều 13.3): a deputy who signs KT. cannot. Record the head's "
                "office and title first, then enter the delegation there."
            )
        )
    if authority and authority not in given:
        raise NotPossible(_("Whoever signs so cannot give that to another (NĐ 30/2020, Điều 13)."))


def _refuse_delegate(source: Membership, to: Person, *, starts_at: datetime, ends_at: datetime | None) -> None:
    held = eligible(source, at=starts_at).filter(person=to)
    whole = Q(ends_at=None) | Q(ends_at__gte=ends_at) if ends_at else Q(ends_at=None)
    if held.filter(whole).exists():
        return
    if Authority.DEPUTY in gives(source):
        raise NotPossible(
            _(
                "By order (TL.) only a deputy in the unit that %(person)s heads may sign for them "
                "(NĐ 30/2020, Điều 13.4)."
            )
            % {"person": source.person}
        )
    raise NotPossible(
        _("%(person)s must head a unit of the ward for the whole term: the head delegates to nobody else (Điều 13).")
        % {"person": to}
    )


def is_delegated(membership: Membership) -> bool:
    return hasattr(membership, "delegation")
