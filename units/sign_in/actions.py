"""A password chosen without the old one, and the codes by which that is done."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from approvals.clock import now
from approvals.statements import insert_many, lock
from units import grants
from units.models import OneUseCode, Person
from units.subjects import record_event

from . import codes


@transaction.atomic
def choose_password(person: Person, password: str, *, action: str = "choose_password") -> Person:
    """The person sets a password without giving the old one: by the mailed link, by a code, or as their first.

    Of somebody who has signed in before it proves nothing before a decision until `vouch`: whoever reads their mail, or
    printed their code, could have chosen it. The event is written in the ward where they hold an office, else there is
    no trail to tell it.
    """
    person = lock(Person, person.pk)
    person.set_password(password)
    if person.last_login:
        person.unvouched_since = now()
    person.save(update_fields=["password", "unvouched_since"])
    office = grants.offices_of(person).select_related("unit").order_by("pk").first()
    if office:
        record_event(person, action, office.unit, by=person, changes={})
    return person


@transaction.atomic
def use_slip(code: str, password: str) -> Person:
    """Whoever holds a slip chooses the password of its person. Raises NotPossible where the code opens nothing."""
    person = spend(code, of_person=True).person
    assert person
    return choose_password(person, password, action="use_slip")


def spend(code: str, *, of_person: bool) -> OneUseCode:
    """The code, used from now on, within the caller's transaction. Raises NotPossible where it opens nothing."""
    found = codes.taken(code, of_person=of_person)
    found.used_at = now()
    found.save(update_fields=["used_at"])
    return found


def make_codes(people: Iterable[Person | None], *, lasts: timedelta) -> list[str]:
    """A new code for each, in order; earlier ones that were not used open nothing any more."""
    people = list(people)
    ids = [person.pk for person in people if person]
    unused = OneUseCode.objects.filter(used_at=None)
    (unused.filter(person__in=ids) if ids else unused.filter(person=None)).delete()
    made = [codes.random_code() for _person in people]
    times = {"made_at": now(), "expires_at": now() + lasts}
    rows = [
        {"digest": codes.digest_of(code), "person_id": person.pk if person else None, **times}
        for code, person in zip(made, people, strict=True)
    ]
    insert_many(OneUseCode, rows)
    return made
