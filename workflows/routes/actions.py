from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.trail import chain as trail
from units import grants
from units.models import Person
from workflows.models import Need, Route, Step, Verb

from . import conditions
from .deciding import refuse_unless_sound

SHAPE = (
    *("title", "verb", "beside", "unit", "office", "need", "quorum", "allowance"),
    *("condition", "reversed", "otherwise"),
)


def add_step(route: Route, *, by: Person, **shape: Any) -> Step:
    """Add a step with these attributes of SHAPE: one that approves at the end of the route, where it signs; one that
    asks for an opinion before the last. Cases on their way keep their copy.
    """
    with transaction.atomic():
        row = _locked(route, by)
        steps = standing(row)
        step = Step(route=row, order=0, **shape)
        refuse_unless_fits(step)
        place = len(steps) - len(conditions.chains(steps)[-1]) if step.verb == Verb.OPINION and steps else len(steps)
        steps.insert(place, step)
        _save_order(steps)
        _record(row, "add_step", by, {step.title: [None, describe(step)]})
        return step


def change_step(step: Step, *, by: Person, **shape: Any) -> Step:
    """Change the attributes of SHAPE that are given. Raises NotPossible where the route would be sound no more."""
    with transaction.atomic():
        row = _locked(step.route, by)
        old = describe(step)
        for name in shape:
            setattr(step, name, shape[name])
        refuse_unless_fits(step)
        refuse_unless_it_leads_on([step if each == step else each for each in standing(row)])
        step.save(update_fields=list(shape))
        _record(row, "change_step", by, {step.title: [old, describe(step)]})
        return step


def move_step(step: Step, *, by: Person, up: bool) -> Step:
    """Change places with the step before (`up`) or after. At the end of the row nothing happens."""
    with transaction.atomic():
        row = _locked(step.route, by)
        steps = standing(row)
        if step not in steps:
            raise NotPossible(_("This step has been retired meanwhile. Look at the route again."))
        place = steps.index(step)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(steps):
            return step
        steps[place], steps[other] = steps[other], steps[place]
        _save_order(steps)
        _record(row, "move_step", by, {step.title: [place + 1, other + 1]})
        return steps[other]


def retire_step(step: Step, *, by: Person) -> Step:
    """Take a step out of the route. Raises NotPossible for the last one: somebody has to approve."""
    with transaction.atomic():
        row = _locked(step.route, by)
        left = [each for each in standing(row) if each != step]
        if not left:
            raise NotPossible(_("A route needs at least one step. Add another one first."))
        refuse_unless_it_leads_on(left)
        step.retired_at = now()
        step.save(update_fields=["retired_at"])
        _record(row, "retire_step", by, {step.title: [describe(step), None]})
        return step


def refuse_unless_it_leads_on(steps: list[Step]) -> None:
    """Of a route's steps in order. Raises NotPossible where a case could come to its end without a signature: the last
    step, and each that stands for it, approves by itself, and one of them is taken whatever the conditions say.
    """
    if not steps:
        return refuse_unless_sound(steps)
    *_earlier, last = conditions.chains(steps)
    for step in last:
        refuse_unless_sound([*steps[:-1], step])
    if all(step.condition for step in last):
        raise NotPossible(
            _("The last step signs the document, and its condition may not hold: add a step that stands for it then.")
        )
    return None


def standing(route: Route) -> list[Step]:
    """The steps that are not retired, in order."""
    return list(route.steps.filter(retired_at=None).order_by("order", "pk"))


def describe(step: Step) -> str:
    """The step in a line, as the trail has it; what every route had before is left out."""
    words: list[Any] = [step.unit.short_name, step.get_office_display(), step.get_need_display(), step.allowance]
    if step.need == Need.SOME:
        words.insert(3, step.quorum)
    if step.verb != Verb.APPROVE:
        words.append(step.get_verb_display())
    fields: dict[str, Any] = {field.name: field for field in Step._meta.concrete_fields}
    words += [fields[name].verbose_name for name in ("beside", "otherwise") if getattr(step, name)]
    return ", ".join(str(each) for each in [*words, conditions.in_words(step)] if each != "")


def refuse_unless_fits(step: Step) -> None:
    """Raises NotPossible where more people have to decide than hold the office, or nobody who approves does."""
    if step.verb == Verb.APPROVE and step.office not in grants.offices_with("approve_reports"):
        raise NotPossible(_("This office does not approve. Choose another, or ask for an opinion at this step."))
    if step.need == Need.SOME and step.quorum > (held := grants.members(step.unit_id, step.office).count()):
        raise NotPossible(
            _("%(quorum)d have to decide, and %(held)d hold the office. Ask for fewer, or give the office first.")
            % {"quorum": step.quorum, "held": held}
        )


def _save_order(steps: list[Step]) -> None:
    """Number the steps of a route in this order, and save them. Raises NotPossible where it would lead nowhere."""
    refuse_unless_it_leads_on(steps)
    for order, step in enumerate(steps, start=1):
        step.order = order
        step.save(update_fields=None if step._state.adding else ["order"])


def _locked(route: Route, by: Person) -> Route:
    row = Route.objects.select_for_update(of=("self",)).select_related("kind").get(pk=route.pk)
    if not grants.may(by, "administer", row.ward_id):
        raise PermissionDenied
    return row


def _record(row: Route, action: str, by: Person, changes: dict[str, list[Any]]) -> None:
    trail.record(row, action, by=by, scope=row.ward_id, changes=changes)
    row.save(update_fields=["trail_seq", "trail_head"])
