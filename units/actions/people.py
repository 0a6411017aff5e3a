from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now, today
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import lock
from approvals.text.plain import one_line
from approvals.trail import chain as trail
from approvals.trail.refusals import newest_event, too_late
from units import grants, mails, rules
from units.models import Membership, MembershipQuerySet, Office, Person, Unit

from .subjects import give, keep, require


@transaction.atomic
def add_person(ward: Unit, *, by: Person | None, username: str, name: str, email: str = "", phone: str = "") -> Person:
    """Somebody who can sign in once they have chosen a password, but holds no office yet."""
    require(by, ward.root_id)
    username = Person.normalize_username(one_line(username))
    if Person.objects.filter(username__iexact=username).exists():
        raise NotPossible(_("The user name %(username)s is taken. Choose another.") % {"username": username})
    person = Person(username=username)
    person.set_unusable_password()
    changes = give(person, name=one_line(name), email=one_line(email), phone=one_line(phone))
    person.save()
    keep(person, "add_person", by=by, scope=ward.root_id, changes={"username": [None, username], **changes})
    return person


@transaction.atomic
def change_person(person: Person, *, by: Person | None, **fields: str) -> Person:
    """Change `name`, `signs_as`, `email` or `phone`.

    Only who administers every ward in which the person holds an office changes where their mail goes; the old address
    is notified.
    """
    person = lock(Person, person.pk)
    wards = require_all(by, person)
    old = person.email
    changes = give(person, **{key: one_line(value) for key, value in fields.items()})
    if changes:
        keep(person, "change_person", by=by, scope=wards[0], changes=changes)
    if "email" in changes and old:
        mails.tell_of_address(person, old=old, scope=wards[0])
    return person


@transaction.atomic
def deactivate_person(person: Person, *, by: Person | None) -> Person:
    """The person can sign in no more and every office of theirs ends now."""
    person = lock(Person, person.pk)
    wards = require_all(by, person)
    if not person.is_active:
        sentence = _("%(person)s is inactive already.") % {"person": person}
        raise too_late(newest_event(person), "deactivate_person", by=by, sentence=sentence)
    end_all(Membership.objects.filter(person=person), by=by)
    person = lock(Person, person.pk)
    keep(person, "deactivate_person", by=by, scope=wards[0], changes=give(person, is_active=False))
    return person


@transaction.atomic
def reactivate_person(person: Person, *, by: Person | None) -> Person:
    """The person can sign in again as before, and holds no office until one is given."""
    person = lock(Person, person.pk)
    wards = require_all(by, person)
    if person.is_active:
        sentence = _("%(person)s is active already.") % {"person": person}
        raise too_late(newest_event(person), "reactivate_person", by=by, sentence=sentence)
    keep(person, "reactivate_person", by=by, scope=wards[0], changes=give(person, is_active=True))
    return person


@transaction.atomic
def start_membership(
    person: Person, *, by: Person | None, unit: Unit, office: str, starts_at: datetime, ends_at: datetime | None = None
) -> Membership:
    """The person holds an office in the unit from `starts_at` until just before `ends_at`, aware instants.

    Refused while the same office is held, in a retired unit, to somebody inactive, and where one person would both
    administer the ward and decide in it.
    """
    person = lock(Person, person.pk)
    require(by, unit.root_id)
    new = Membership(person=person, unit=unit, office=office, starts_at=starts_at, ends_at=ends_at)
    return admit(new, "start_membership", by=by, told={})


def admit(new: Membership, action: str, *, by: Person | None, told: dict[str, list]) -> Membership:
    """Save an office that may be held, with the trail event of the locked person. Raises NotPossible.

    One of today begins, where another that the person held ended today, at that moment.
    """
    if new.starts_at <= now() and new.starts_at.astimezone(ZONE).date() == today():
        new.starts_at = _last_end(new) or new.starts_at
    _refuse_start(new, by=by)
    new.group = grants.group_of(new.unit, new.office)
    new.save()
    changes = {"unit": [None, new.unit.name], "office": [None, new.office], "from": [None, new.starts_at.isoformat()]}
    if new.ends_at:
        changes["until"] = [None, new.ends_at.isoformat()]
    tell(new.person, action, new.unit, by=by, changes=changes | told)
    return new


@transaction.atomic
def end_membership(membership: Membership, *, by: Person | None) -> Membership:
    """The office ends now, and with it every right that it gave."""
    person = lock(Person, membership.person_id)
    membership = Membership.objects.select_related("unit").get(pk=membership.pk)
    require(by, membership.unit.root_id)
    if membership.ends_at and membership.ends_at <= now():
        raise NotPossible(_("This office has ended already."))
    _end(membership, person, by=by)
    return membership


def _last_end(new: Membership) -> datetime | None:
    """When the last of the person's offices that reached into this one's term ended; None where none did."""
    ended = Membership.objects.filter(person=new.person, ends_at__gt=new.starts_at, ends_at__lte=now())
    return ended.order_by("-ends_at").values_list("ends_at", flat=True).first()


def _open() -> Q:
    return Q(ends_at=None) | Q(ends_at__gt=now())


def require_all(by: Person | None, person: Person) -> list[int]:
    """The wards in which the person holds an office, else held one. Raises PermissionDenied unless `by` runs all."""
    wards = rules.wards_of(person)
    if by is not None and not wards:
        raise PermissionDenied
    for ward in wards:
        require(by, ward)
    return wards or [0]


def _refuse_start(new: Membership, *, by: Person | None) -> None:
    if not new.person.is_active:
        raise NotPossible(_("%(person)s is inactive and can hold no office.") % {"person": new.person})
    if new.unit.retired_at:
        raise NotPossible(_("%(unit)s is retired: nobody can hold an office in it.") % {"unit": new.unit})
    if new.ends_at and new.ends_at <= new.starts_at:
        raise NotPossible(_("An office must end after it starts."))
    held = _at_the_same_time(new)
    if held.filter(unit=new.unit, office=new.office).exists():
        raise NotPossible(
            _("%(person)s holds this office at that time already: %(office)s.") % {"person": new.person, "office": new}
        )
    if new.person == by and new.office in rules.DECIDING:
        raise NotPossible(_("Nobody gives themselves an office that decides. Ask another administrator."))
    if held.filter(Q(unit=new.unit.root_id) | Q(unit__ward=new.unit.root_id), office__in=_barred(new.office)).exists():
        raise NotPossible(
            _("Who administers a ward cannot decide in it: end one office of %(person)s before the other begins.")
            % {"person": new.person}
        )


def _at_the_same_time(new: Membership) -> MembershipQuerySet:
    held = Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=new.starts_at), person=new.person)
    return held.filter(starts_at__lt=new.ends_at) if new.ends_at else held


def _barred(office: str) -> tuple[str, ...]:
    """The offices that cannot stand beside this one."""
    if office == Office.ADMIN:
        return rules.DECIDING
    return (Office.ADMIN,) if office in rules.DECIDING else ()


def end_all(memberships: MembershipQuerySet, *, by: Person | None) -> None:
    """End those of the offices that are held now or will be, each with its event, within the caller's transaction.

    Every row is read anew: an office that was delegated ends with the one that it comes from.
    """
    for pk in list(memberships.filter(_open()).order_by("pk").values_list("pk", flat=True)):
        membership = Membership.objects.filter(_open(), pk=pk).select_related("unit").first()
        if membership:
            _end(membership, lock(Person, membership.person_id), by=by)


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
    tell(person, "end_membership", membership.unit, by=by, changes=changes)
    key = f"office-ended-{membership.pk}-{at:%Y%m%d%H%M%S%f}"
    outbox.put("office_ended", key, scope=membership.unit.root_id, membership=membership.pk)
    for delegated in Membership.objects.filter(_open(), delegation__source=membership).select_related("unit"):
        _end(delegated, lock(Person, delegated.person_id), by=by)


def _refuse_without_admin(ward_id: int) -> None:
    """Asked once the office has ended, under the ward's lock: two that end at a time see one another."""
    lock(Unit, ward_id)
    if not grants.holders("administer", ward_id).exists():
        raise NotPossible(_("The ward needs an administrator: give the office to another person first."))


def tell(person: Person, action: str, unit: Unit, *, by: Person | None, changes: dict[str, list]) -> None:
    trail.record(person, action, by=by, scope=unit.root_id, changes=changes)
    person.save(update_fields=["trail_seq", "trail_head"])
