from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.trail import chain as trail
from units import grants
from units.models import Person, Unit
from workflows.models import Route, Step

SHAPE = ("title", "unit", "office", "need", "allowance")


def add_step(route: Route, *, by: Person, title: str, unit: Unit, office: str, need: str, allowance: int) -> Step:
    """Add a step at the end of the route. `allowance` is in working days. Reports on their way keep their copy."""
    with transaction.atomic():
        row = _locked(route, by)
        last = row.steps.order_by("-order").values_list("order", flat=True).first() or 0
        step = row.steps.create(order=last + 1, title=title, unit=unit, office=office, need=need, allowance=allowance)
        _record(row, "add_step", by, {title: [None, describe(step)]})
        return step


def change_step(step: Step, *, by: Person, **shape: Any) -> Step:
    """Change a step's title, unit, office, need or allowance."""
    with transaction.atomic():
        row = _locked(step.route, by)
        old = describe(step)
        for name in SHAPE:
            setattr(step, name, shape[name])
        step.save(update_fields=SHAPE)
        _record(row, "change_step", by, {step.title: [old, describe(step)]})
        return step


def move_step(step: Step, *, by: Person, up: bool) -> Step:
    """Change places with the step before (`up`) or after. At the end of the row nothing happens."""
    with transaction.atomic():
        row = _locked(step.route, by)
        steps = list(row.steps.filter(retired_at=None).order_by("order", "pk"))
        if step not in steps:
            raise NotPossible(_("This step has been retired meanwhile. Look at the route again."))
        place = steps.index(step)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(steps):
            return step
        steps[place], steps[other] = steps[other], steps[place]
        for order, moved in enumerate(steps, start=1):
            moved.order = order
        Step.objects.bulk_update(steps, ["order"])
        _record(row, "move_step", by, {step.title: [place + 1, other + 1]})
        return steps[other]


def retire_step(step: Step, *, by: Person) -> Step:
    """Take a step out of the route. Raises NotPossible for the last one: somebody has to approve."""
    with transaction.atomic():
        row = _locked(step.route, by)
        if row.steps.filter(retired_at=None).exclude(pk=step.pk).count() == 0:
            raise NotPossible(_("A route needs at least one step. Add another one first."))
        step.retired_at = now()
        step.save(update_fields=["retired_at"])
        _record(row, "retire_step", by, {step.title: [describe(step), None]})
        return step


def describe(step: Step) -> str:
    return f"{step.unit.short_name}, {step.get_office_display()}, {step.get_need_display()}, {step.allowance}"


def _locked(route: Route, by: Person) -> Route:
    row = Route.objects.select_for_update(of=("self",)).select_related("kind").get(pk=route.pk)
    if not grants.may(by, "administer", row.ward_id):
        raise PermissionDenied
    return row


def _record(row: Route, action: str, by: Person, changes: dict[str, list[Any]]) -> None:
    trail.record(row, action, by=by, scope=row.ward_id, changes=changes)
    row.save(update_fields=["trail_seq", "trail_head"])
