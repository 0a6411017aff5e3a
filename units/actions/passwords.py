from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import lock
from units import grants
from units.models import Person

from .people import require_all, tell
from .subjects import give, keep


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
        tell(person, "choose_password", office.unit, by=person, changes={})
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
