"""Every write to people. `by` is a person who administers the ward, or None for the system itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from approvals.clock import now, today
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.pages.days import midnight
from approvals.statements import insert_many, lock, update_heads
from approvals.text.plain import one_line
from approvals.trail import chain as trail
from approvals.trail.refusals import newest_event, too_late
from units import grants, rules
from units.absences.actions import end_absences_of
from units.models import Membership, Person, Unit
from units.offices.actions import end_all, start_first
from units.offices.leaving import settle
from units.sign_in import codes, mails
from units.sign_in.actions import make_codes
from units.subjects import give, keep, require, require_all


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


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be added with the offices that they hold from today on, as rows of a table tell it."""

    username: str
    name: str
    email: str = ""
    phone: str = ""
    offices: tuple[tuple[Unit, str], ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """Without the user name, as they are kept."""
        return {name: one_line(getattr(self, name)) for name in ("name", "email", "phone")}


@transaction.atomic
def add_people(ward: Unit, rows: Sequence[NewPerson], *, by: Person | None) -> list[Person]:
    """Many people with their offices: all or none. No password is made: they choose one by a mailed link or by a slip.
    Fourteen statements however many there are. Raises NotPossible.
    """
    lock(Unit, ward.pk)
    require(by, ward.pk)
    names = [Person.normalize_username(one_line(row.username)) for row in rows]
    _refuse_taken(names)
    people = _added(names, rows)
    events = []
    for person, row in zip(people, rows, strict=True):
        facts = {name: ["", value] for name, value in row.facts.items() if value}
        changes: dict[str, list[Any]] = {"username": [None, person.username], **facts}
        events.append(trail.event_values(person, "add_person", by=by, scope=ward.pk, changes=changes))
    insert_many(TrailEvent, events)
    starts_at = midnight(today())
    start_first(
        [
            Membership(person=person, unit=unit, office=office, starts_at=starts_at)
            for person, row in zip(people, rows, strict=True)
            for unit, office in dict.fromkeys(row.offices)
        ],
        by=by,
    )
    update_heads(Person, [(person.pk, person.trail_seq, person.trail_head) for person in people], {})
    return people


def _added(names: Sequence[str], rows: Sequence[NewPerson]) -> list[Person]:
    """In the order of `names`."""
    same = {"date_joined": now()}
    insert_many(
        Person,
        [
            {"username": name, "password": make_password(None), **row.facts, **same}
            for name, row in zip(names, rows, strict=True)
        ],
    )
    found = {person.username: person for person in Person.objects.filter(username__in=names)}
    return [found[name] for name in names]


def _refuse_taken(names: Sequence[str]) -> None:
    """Raises NotPossible for a user name that is taken already, or stands twice among these."""
    folded = [name.lower() for name in names]
    held = Person.objects.annotate(folded=Lower("username")).filter(folded__in=folded)
    taken = set(held.values_list("folded", flat=True))
    for place, name in enumerate(folded):
        if name in taken:
            raise NotPossible(_("The user name %(username)s is taken. Choose another.") % {"username": names[place]})
        taken.add(name)


@transaction.atomic
def issue_slips(people: Sequence[Person], *, by: Person) -> list[tuple[Person, str]]:
    """A code for each, to be printed and handed over: with it they choose a password. Earlier codes of theirs open
    nothing any more. Seven statements however many people there are.

    Raises PermissionDenied unless `by` administers every ward in which they hold offices, NotPossible for somebody
    inactive.
    """
    ids = [person.pk for person in people]
    rows = list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    wards = _wards_of(rows, by)
    for person in rows:
        if not person.is_active:
            raise NotPossible(_("%(person)s is inactive and cannot sign in.") % {"person": person})
    made = make_codes(rows, lasts=codes.OF_PERSON)
    events = [trail.event_values(person, "issue_slip", by=by, scope=wards[person.pk], changes={}) for person in rows]
    insert_many(TrailEvent, events)
    update_heads(Person, [(person.pk, person.trail_seq, person.trail_head) for person in rows], {})
    return list(zip(rows, made, strict=True))


def _wards_of(people: Sequence[Person], by: Person) -> dict[int, int]:
    """By each person's id a ward in which they hold an office. Raises PermissionDenied unless `by` may change all."""
    administered = set(grants.units_where(by, "administer"))
    held: dict[int, set[int]] = defaultdict(set)
    for row in Membership.objects.unended().filter(person__in=people).select_related("unit"):
        held[row.person_id].add(row.unit.root_id)
    for person in people:
        above = person.runs_installation and not by.runs_installation
        if above or not held[person.pk] or not held[person.pk] <= administered:
            raise PermissionDenied
    return {person: min(wards) for person, wards in held.items()}


@transaction.atomic
def change_self(person: Person, *, by: Person, **fields: str) -> Person:
    """The person changes their own `name`, `email` or `phone`; the old address is notified."""
    if by != person:
        raise PermissionDenied
    person = lock(Person, person.pk)
    return _change(person, (rules.wards_of(person) or [0])[0], by=by, **fields)


@transaction.atomic
def change_person(person: Person, *, by: Person | None, **fields: str) -> Person:
    """Change `name`, `signs_as`, `email` or `phone`.

    Only who administers every ward in which the person holds an office changes where their mail goes; the old address
    is notified.
    """
    person = lock(Person, person.pk)
    return _change(person, require_all(by, person)[0], by=by, **fields)


def _change(person: Person, ward: int, *, by: Person | None, **fields: str) -> Person:
    """Of a locked person."""
    old = person.email
    changes = give(person, **{key: one_line(value) for key, value in fields.items()})
    if changes:
        keep(person, "change_person", by=by, scope=ward, changes=changes)
    if "email" in changes and old:
        mails.tell_of_address(person, old=old, scope=ward)
    return person


@transaction.atomic
def deactivate_person(person: Person, *, by: Person | None) -> Person:
    """The person can sign in no more, and every office of theirs ends now, with absences that name them; what waits for
    nobody then is told at once.
    """
    person = lock(Person, person.pk)
    wards = require_all(by, person)
    if not person.is_active:
        sentence = _("%(person)s is inactive already.") % {"person": person}
        raise too_late(newest_event(person), "deactivate_person", by=by, sentence=sentence)
    end_absences_of(person, by=by)
    end_all(Membership.objects.filter(person=person), by=by)
    person = lock(Person, person.pk)
    keep(person, "deactivate_person", by=by, scope=wards[0], changes=give(person, is_active=False))
    settle(ward for ward in wards if ward)
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
def vouch(person: Person, *, by: Person | None) -> Person:
    """An administrator, who has asked them, says that the person chose their password themselves."""
    person = lock(Person, person.pk)
    wards = require_all(by, person)
    if by == person:
        raise PermissionDenied
    if not person.unvouched_since:
        raise NotPossible(_("Nobody needs to vouch for %(person)s.") % {"person": person})
    keep(person, "vouch", by=by, scope=wards[0], changes=give(person, unvouched_since=None))
    return person
