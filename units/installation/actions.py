"""What is done before a ward is there. Events of people without a ward stand in the scope 0."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import lock
from approvals.text.plain import one_line
from units import rules
from units.models import Membership, Office, Person, Unit
from units.offices.actions import admit
from units.places import Place
from units.sign_in import codes
from units.sign_in.actions import make_codes, spend
from units.subjects import give, keep
from units.tree.actions import add_ward, code_of


@transaction.atomic
def make_address() -> str:
    """The code of the address that makes the first administrator; an earlier one opens nothing any more."""
    _refuse_where_people_are()
    return make_codes([None], lasts=codes.OF_INSTALLATION)[0]


@transaction.atomic
def add_first_administrator(code: str, *, username: str, name: str, password: str, email: str = "") -> Person:
    """The person who runs the installation, and adds its wards. Uses up the code. Raises NotPossible."""
    spend(code, of_person=False)
    _refuse_where_people_are()
    person = Person(username=Person.normalize_username(one_line(username)), runs_installation=True)
    person.set_password(password)
    changes = give(person, name=one_line(name), email=one_line(email))
    person.save()
    recorded: dict[str, list[Any]] = {
        "username": [None, person.username],
        "runs_installation": [False, True],
        **changes,
    }
    keep(person, "add_first_administrator", by=None, scope=0, changes=recorded)
    return person


@transaction.atomic
def found_ward(place: Place, *, by: Person) -> Unit:
    """A ward of this installation, which `by` administers from now on. Raises NotPossible where it is there."""
    person = lock(Person, by.pk)
    if not person.runs_installation:
        raise PermissionDenied
    name = one_line(place.name)
    ward = add_ward(code_of(name), Place(place.kind, name).title, by=person, short_name=name)
    office = Membership(person=person, unit=ward, office=Office.ADMIN, starts_at=now())
    admit(office, "start_membership", by=person, more={})
    return ward


@transaction.atomic
def entrust(person: Person) -> Person:
    """The person runs the installation from now on: the system's act, where nobody does yet."""
    person = lock(Person, person.pk)
    if person.runs_installation:
        raise NotPossible(_("%(person)s runs this installation already.") % {"person": person})
    scope = next(iter(rules.wards_of(person)), 0)
    keep(person, "entrust_installation", by=None, scope=scope, changes=give(person, runs_installation=True))
    return person


def _refuse_where_people_are() -> None:
    if Person.objects.exists():
        raise NotPossible(
            _("This installation has people already. Sign in, or add an administrator with manage.py add_admin.")
        )
