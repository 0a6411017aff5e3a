"""The people of a pasted table: who is there already, who is new, and what of it does not go together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from approvals.clock import today
from approvals.pages.days import midnight
from approvals.text.vietnamese import folded
from units.models import Membership, Office, Person, Unit
from units.offices import actions as offices
from units.people import actions as people
from units.people.actions import NewPerson
from workflows.pure.annexes import UnitName, UnitNames
from workflows.pure.rosters import read_people

from .forms import PersonRowForm, rows_kept

Seat = tuple[int, str]  # the unit's id and the office


@dataclass
class Roster:
    """The ward's units and people, with which the rows of a table are read."""

    ward: Unit
    units: dict[str, Unit]
    there: dict[str, Person]
    taken: set[str]
    held: dict[int, set[Seat]] = field(default_factory=dict)

    @property
    def names(self) -> UnitNames:
        known = (UnitName(unit.code, unit.name, unit.short_name) for unit in self.units.values())
        return UnitNames(known, self.ward.short_name)

    @property
    def known(self) -> dict[str, str]:
        """The user names of the ward's people, by their address and by their name without marks."""
        by_name = {folded(person.name): person.username for person in self.there.values()}
        return by_name | {person.email.casefold(): person.username for person in self.there.values() if person.email}

    def forms(self, text: str, typed: QueryDict | None) -> list[PersonRowForm]:
        """A form for each row, bound to what was typed. Raises UnreadableAnnex."""
        rows = read_people(text, self.names, usernames=self.taken, known=self.known)
        names = self.names
        return [PersonRowForm(typed, row=row, place=at, names=names, units=self.units) for at, row in enumerate(rows)]


def roster_of(ward: Unit) -> Roster:
    """Three queries."""
    units = {unit.code: unit for unit in Unit.objects.filter(Q(pk=ward.pk) | Q(ward=ward), retired_at=None)}
    for unit in units.values():
        unit.ward = ward if unit.ward_id else None  # what an event asks of it
    in_ward = Q(unit=ward) | Q(unit__ward=ward)
    rows = Membership.objects.unended().filter(in_ward, person__is_active=True).select_related("person")
    held: dict[int, set[Seat]] = {}
    there: dict[str, Person] = {}
    for row in rows:
        held.setdefault(row.person_id, set()).add((row.unit_id, row.office))
        there[row.person.username.lower()] = row.person
    taken = {name.lower() for name in Person.objects.values_list("username", flat=True)}
    return Roster(ward, units, there, taken, held)


def put_faults(forms: Sequence[PersonRowForm], roster: Roster) -> None:
    """Beside the rows: a user name that another has, one that two people share in the table, and what nobody may hold
    beside their other offices.
    """
    first: dict[str, str] = {}
    offices_of: dict[str, set[str]] = {}
    for form in forms:
        if not form.is_valid() or not form.is_kept:
            continue
        name, office = form.cleaned_data["name"], form.cleaned_data["office"]
        key = form.cleaned_data["username"].lower()
        if folded(first.setdefault(key, name)) != folded(name):
            form.add_error("username", _("Another row has this user name and another name. Write another user name."))
        elif key in roster.taken and not _is_there(key, name, roster):
            form.add_error("username", _("This user name is taken. Choose another."))
        else:
            known = {office for _unit, office in roster.held.get(_pk(key, roster), ())}
            so_far = offices_of.setdefault(key, known)
            if offices.barred(office) & so_far:
                form.add_error("office", _("Who administers a ward cannot decide in it. Give one of them to another."))
            so_far.add(office)


def _is_there(username: str, name: str, roster: Roster) -> bool:
    return username in roster.there and folded(roster.there[username].name) == folded(name)


def _pk(username: str, roster: Roster) -> int:
    return roster.there[username].pk if username in roster.there else 0


@transaction.atomic
def add(forms: Sequence[PersonRowForm], roster: Roster, *, by: Person) -> list[Person]:
    """The people that the rows tell, and their offices; returns who is new. Offices that are held stay as they are."""
    rows = [form.cleaned_data for form in rows_kept(forms)]
    new: dict[str, list[dict]] = {}
    for row in rows:
        key = row["username"].lower()
        if key not in roster.there:
            new.setdefault(key, []).append(row)
        elif (row["unit"].pk, row["office"]) not in roster.held[roster.there[key].pk]:
            seat = {"unit": row["unit"], "office": row["office"]}
            offices.start_membership(roster.there[key], by=by, starts_at=midnight(today()), **seat)
    return people.add_people(roster.ward, [_new_person(rows) for rows in new.values()], by=by)


def _new_person(rows: Sequence[dict]) -> NewPerson:
    """Of the rows of one person; of address and telephone the first that is told."""
    contact = {name: next((row[name] for row in rows if row[name]), "") for name in ("email", "phone")}
    seats = tuple((row["unit"], Office(row["office"]).value) for row in rows)
    return NewPerson(username=rows[0]["username"], name=rows[0]["name"], offices=seats, **contact)
