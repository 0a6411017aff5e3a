"""Every write to people. `by` is a person who administers the ward, or None for the system itself."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.statements import lock
from approvals.text.plain import one_line
from approvals.trail.refusals import newest_event, too_late
from units.absences.actions import end_absences_of
from units.models import Membership, Person, Unit
from units.offices.actions import end_all
from units.offices.leaving import settle
from units.sign_in import mails
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
