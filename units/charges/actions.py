"""Who is in charge of what: entered and ended by whoever administers the ward, told in the leader's trail."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.clock import now, today
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.pages.days import midnight
from approvals.statements import lock
from approvals.text.plain import one_line
from units import grants
from units.models import Charge, Membership, Person, Unit
from units.subjects import record_event, require


@transaction.atomic
def start_charge(
    ward: Unit,
    *,
    by: Person | None,
    leader: Person,
    starts_at: datetime,
    ends_at: datetime | None = None,
    field: str = "",
    unit: Unit | None = None,
) -> Charge:
    """The leader is in charge of a field or of a unit of the ward, one of the two, from `starts_at`, at once where that
    is earlier today, until just before `ends_at`. Aware instants.

    Raises NotPossible for somebody who approves nowhere in the ward then, and where somebody is in charge already.
    """
    ward = lock(Unit, ward.pk)
    require(by, ward.pk)
    leader = lock(Person, leader.pk)
    term = {"starts_at": max(starts_at, now()) if starts_at >= midnight(today()) else starts_at, "ends_at": ends_at}
    new = Charge(ward=ward, leader=leader, field=one_line(field), unit=unit, **term)
    if bool(new.field) == bool(unit):
        raise NotPossible(_("Say what they are in charge of: a field or a unit, one of the two."))
    if ends_at and ends_at <= new.starts_at:
        raise NotPossible(_("A charge must end after it starts."))
    if unit and (unit.ward_id != ward.pk or unit.retired_at):
        raise NotPossible(_("%(unit)s is no unit of the ward now. Choose another.") % {"unit": unit})
    _refuse_leader(new)
    _refuse_second(new)
    new.save()
    changes = _of(new, old=False) | {"from": [None, new.starts_at.isoformat()]}
    if ends_at:
        changes["until"] = [None, ends_at.isoformat()]
    record_event(leader, "start_charge", ward, by=by, changes=changes)
    if by:  # not where the system sets a ward up, in which nothing waits yet
        outbox.put("office_started", f"charge-started-{new.pk}", scope=ward.pk)
    return new


@transaction.atomic
def end_charge(charge: Charge, *, by: Person | None) -> Charge:
    """The charge ends now; one that was to come is taken back."""
    ward = lock(Unit, charge.ward_id)
    require(by, ward.pk)
    charge = Charge.objects.select_related("unit").get(pk=charge.pk)
    if charge.has_ended:
        raise NotPossible(_("This charge has ended already."))
    leader = lock(Person, charge.leader_id)
    old, at = charge.ends_at, now()
    charge.starts_at, charge.ends_at = min(charge.starts_at, at), at
    charge.save(update_fields=["starts_at", "ends_at"])
    until = {"until": [old.isoformat() if old else None, at.isoformat()]}
    record_event(leader, "end_charge", ward, by=by, changes=_of(charge, old=True) | until)
    outbox.put("office_ended", f"charge-ended-{charge.pk}-{at:%Y%m%d%H%M%S%f}", scope=ward.pk)
    return charge


def _of(charge: Charge, *, old: bool) -> dict[str, list]:
    """Of what, as the trail has it."""
    name, value = ("unit", charge.unit.name) if charge.unit else ("charge_field", charge.field)
    return {name: [value, None] if old else [None, value]}


def _refuse_leader(new: Charge) -> None:
    held = Membership.objects.at(max(new.starts_at, now())).filter(
        Q(unit=new.ward) | Q(unit__ward=new.ward), person=new.leader, office__in=grants.offices_with("approve_reports")
    )
    if not new.leader.is_active or not held.exists():
        raise NotPossible(
            _("%(person)s holds no office that approves in this ward then. Give them the office first.")
            % {"person": new.leader}
        )


def _refuse_second(new: Charge) -> None:
    """One leader is in charge of a thing at a time: asked under the ward's lock."""
    same = Charge.objects.filter(Q(ends_at=None) | Q(ends_at__gt=new.starts_at), ward=new.ward, field=new.field)
    same = same.filter(unit=new.unit) if new.unit else same
    if new.ends_at:
        same = same.filter(starts_at__lt=new.ends_at)
    if other := same.select_related("leader", "unit").first():
        raise NotPossible(
            _("%(person)s is in charge of %(what)s at that time, %(term)s. End that first, or choose other days.")
            % {"person": other.leader, "what": other.what, "term": other.term}
        )
