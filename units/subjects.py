"""What every action here does with the row it changes: ask for the right, note what differs, save with the trail."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from approvals.models import Subject
from approvals.trail import chain as trail
from units import grants, rules
from units.models import Person, Unit

Changes = dict[str, list[Any]]


def require(by: Person | None, ward_id: int) -> None:
    """Raises PermissionDenied unless `by` administers the ward. None is the system itself."""
    if by is not None and not grants.may(by, "administer", ward_id):
        raise PermissionDenied


def require_all(by: Person | None, person: Person) -> list[int]:
    """The wards in which the person holds an office, else held one. Raises PermissionDenied unless `by` runs all, and
    the installation where the person does.
    """
    wards = rules.wards_of(person)
    if by is not None and (not wards or (person.runs_installation and not by.runs_installation)):
        raise PermissionDenied
    for ward in wards:
        require(by, ward)
    return wards or [0]


def give(row: Model, **fields: Any) -> Changes:
    """Set the fields that differ; returns them with [old, new] as the trail keeps them."""
    changes: Changes = {}
    for name, value in fields.items():
        attname = row._meta.get_field(name).attname  # type: ignore[union-attr]
        old, new = getattr(row, attname), value.pk if isinstance(value, Model) else value
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
            setattr(row, name, value)
    return changes


def keep(subject: Subject, action: str, *, by: Person | None, scope: int, changes: Changes, reason: str = "") -> None:
    """Write the event and save what it tells of, with the head of the subject's chain.

    Keys of `changes` that are no fields of the subject are told in the trail alone.
    """
    trail.record(subject, action, by=by, scope=scope, changes=changes, reason=reason)
    own = {field.name for field in subject._meta.concrete_fields}
    subject.save(update_fields=["trail_seq", "trail_head", *(own & set(changes))])


def record_event(person: Person, action: str, unit: Unit, *, by: Person | None, changes: Changes) -> None:
    """Write an event of the unit's ward into the trail of a person, with the head of their chain."""
    trail.record_and_save(person, action, by=by, scope=unit.root_id, changes=changes)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, (date, datetime)) else value
