"""Signing wards up below a province: each gets a unit that stands for it, a sender, and a one-use code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.channels import actions as channels
from approvals.channels.names import key_of
from approvals.errors import NotPossible
from approvals.models import Recipient, Sender
from approvals.receiving import pairing, sending
from units.models import Person, Plan, Unit
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
    values: dict[str, Any] = {"organ": organ, "due_day": due_day}
    made = [
        pairing.invite(province.pk, by=by, name=ward.name, organ_id=ward.organ_id, member=unit.pk, **values)
        for unit, ward in zip(units, wards, strict=True)
    ]
    return [(unit, sender, code) for unit, (sender, code) in zip(units, made, strict=True)]


@transaction.atomic
def sign_up_here(
    province: Unit, ward: NewWard, here: Unit, *, by: Person, organ: str, due_day: int, shares: str
) -> tuple[Unit, Sender]:
    """Sign up a ward of this installation which the person administers too, and pair both: its reports go to the
    province from now on, with what it `shares`. Raises NotPossible, PermissionDenied.
    """
    unit, sender, code = sign_up(province, [ward], by=by, organ=organ, due_day=due_day)[0]
    sending.pair_here(superior_of(here, province, by=by, shares=shares), by=by, code=code, organ=ward.organ_id)
    return unit, sender


def superior_of(ward: Unit, province: Unit, *, by: Person, shares: str) -> Recipient:
    """The recipient of the ward's reports, by the name that its plan gives it: set up where it is not yet."""
    plan = Plan.objects.filter(ward=ward).order_by("-year", "-version").first()
    name = plan.province_recipient if plan else province.name
    found = Recipient.objects.filter(scope=ward.pk, key=key_of(name)).first()
    if found:
        values = {"name": found.name, "organ_id": found.organ_id}
        return channels.change_recipient(found, by=by, leads=True, shares=shares, **values)
    return channels.add_recipient(ward.pk, by=by, name=name, leads=True, shares=shares)


def _unit(ward: NewWard) -> NewUnit:
    return NewUnit(code=ward.code, name=ward.name, short_name=_short(ward.name), kind=KIND)


def _short(name: str) -> str:
    """The name, without its kind of place where it would be too long."""
    return name if len(name) <= LONGEST else place_of(name).name[:LONGEST]
