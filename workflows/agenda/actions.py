"""Every write of calendar feeds: a person makes the address, changes it, and stops it."""

from django.db import transaction

from approvals.clock import now
from approvals.statements import lock
from units.models import Person
from workflows.models import CalendarFeed


def make_feed(person: Person) -> CalendarFeed:
    """A new address for the person; the one of before opens nothing any more."""
    with transaction.atomic():
        lock(Person, person.pk)
        stop_feed(person)
        return CalendarFeed.objects.create(person=person, made_at=now())


def stop_feed(person: Person) -> None:
    """The person's address opens nothing any more. Idempotent."""
    CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=now())
