"""Signing wards up below a province: each gets a unit that stands for it, a sender, and a one-use code."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.models import Sender
from approvals.receiving import pairing
from units.models import Person, Unit
from units.places import place_of
from units.tree import actions as tree
from units.tree.actions import NewUnit

KIND = "Xã, phường"
LONGEST = 60  # of a unit's short name


@dataclass(frozen=True)
class NewWard:
    """A ward to be signed up: the code of its unit, its name, and its organ identifier (QĐ 20/2020)."""

    code: str
    name: str
    organ_id: str


@transaction.atomic
def sign_up(
    province: Unit, wards: Sequence[NewWard], *, by: Person, organ: str, due_day: int
) -> list[tuple[Unit, Sender, str]]:
    """Sign wards up: of each its unit, its sender and the one-use code with which its people pair, told once. All of
    them or none. `organ` is the province's own identifier; the wards' monthly reports arrive before `due_day`.

    Raises NotPossible, PermissionDenied.
    """
    if province.ward_id is not None:
        raise NotPossible(_("Wards are signed up at the province itself, not at one of its units."))
    units = tree.add_units(province, [_unit(ward) for ward in wards], by=by, delivers=True)
    told = {"organ": organ, "due_day": due_day}
    made = [
        pairing.invite(province.pk, by=by, name=ward.name, organ_id=ward.organ_id, member=unit.pk, **told)
        for unit, ward in zip(units, wards, strict=True)
    ]
    return [(unit, sender, code) for unit, (sender, code) in zip(units, made, strict=True)]


def _unit(ward: NewWard) -> NewUnit:
    return NewUnit(code=ward.code, name=ward.name, short_name=_short(ward.name), kind=KIND)


def _short(name: str) -> str:
    """The name, without its kind of place where it would be too long."""
    return name if len(name) <= LONGEST else place_of(name).name[:LONGEST]
