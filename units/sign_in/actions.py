"""A password chosen without the old one."""

from django.db import transaction

from approvals.clock import now
from approvals.statements import lock
from units import grants
from units.models import Person
from units.subjects import record_event


@transaction.atomic
def choose_password(person: Person, password: str) -> Person:
    """The person sets a password without giving the old one: by the mailed link, or as their first.

    Of somebody who has signed in before it proves nothing before a decision until `vouch`: whoever reads their mail
    could have chosen it. The event is written in the ward where they hold an office, else there is no trail to tell it.
    """
    person = lock(Person, person.pk)
    person.set_password(password)
    if person.last_login:
        person.unvouched_since = now()
    person.save(update_fields=["password", "unvouched_since"])
    office = grants.offices_of(person).select_related("unit").order_by("pk").first()
    if office:
        record_event(person, "choose_password", office.unit, by=person, changes={})
    return person
