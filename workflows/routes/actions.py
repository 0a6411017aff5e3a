"""Changes of a route's steps. `seen` is the number of the version that the page showed: a change of an older one is
refused, and told what has changed since.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.errors import NotPossible
from approvals.trail import chain as trail
from units import grants, seats
from units.models import Person, Unit
from workflows.models import AtEnd, Need, Route, Step, Verb
from workflows.models.routes import AFTER, BEFORE

from . import sentences, versions
from .filling import fields
from .filling.pending import ON_THE_WAY
from .underway import ballots
from .underway import before as of_units
from .underway.deciding import refuse_unless_sound
from .when import conditions, filled
from .who import finding
from .who.after import signing


def add_step(route: Route, *, by: Person, seen: int | None = None, held: bool = False, **shape: Any) -> Step:
    """Add a step with these attributes (versions.SHAPE): one that approves at the end of the signing, where it signs;
    one that examines or asks for an opinion before that; one that follows the signature after it. At its end happens
    what is usual, where `at_end` is not given. Cases on their way keep their copy. `held`: refused while nobody sits
    where it asks.
    """
    with transaction.atomic():
        row = _locked(route, by, seen)
        step, steps = with_added(row, held=held, **shape)
        _save_order(steps)
        _record(row, "add_step", by, {step.title: [None, sentences.describe(step)]}, steps)
        return step


def with_added(route: Route, *, held: bool = False, **shape: Any) -> tuple[Step, list[Step]]:
    """A new step of this shape, not saved, and the route's steps with it. Raises NotPossible as adding it does."""
    steps = standing(route)
    step = Step(route=route, order=0, **shape)
    step.at_end = shape.get("at_end") or step.usual_end
    refuse_unless_fits(step, route)
    if held:
        finding.refuse_unless_held(step, route.ward)
    steps.insert(_place_of_new(step, steps), step)
    refuse_unless_it_leads_on(steps)
    return step, steps


def _place_of_new(step: Step, steps: list[Step]) -> int:
    """An approval signs, after what is there of that; what is asked before stands before it, what follows after; what
    is asked at the reports of units stands before all others.
    """
    own, _others = of_units.split(steps)
    before = signing(steps)
    if step.verb == Verb.LOOK:
        return 0
    if step.verb == Verb.CONFIRM:
        return len(own)
    if step.verb == Verb.INFORM:
        return len(steps)
    if step.verb in (Verb.APPROVE, Verb.NUMBER) or not before:
        return len(own) + len(before)
    return len(own) + len(before) - len(conditions.chains(before)[-1])


def change_step(step: Step, *, by: Person, seen: int | None = None, held: bool = False, **shape: Any) -> Step:
    """Change the attributes that are given; `held` as in `add_step`. Raises NotPossible where the route would be sound
    no more.
    """
    with transaction.atomic():
        row = _locked(step.route, by, seen)
        old, changed, steps = with_changed(row, step, held=held, **shape)
        changed.save(update_fields=list(shape))
        _record(row, "change_step", by, {changed.title: [old, sentences.describe(changed)]}, steps)
        return changed


def with_changed(route: Route, step: Step, *, held: bool = False, **shape: Any) -> tuple[str, Step, list[Step]]:
    """How the step stands, in words; the step with these attributes, not saved; the route's steps with it. Raises
    NotPossible as changing it does.
    """
    steps = standing(route)
    changed = steps[_place(step, steps)]
    old = sentences.describe(changed)
    for name, value in shape.items():
        setattr(changed, name, value)
    refuse_unless_fits(changed, route)
    if held:
        finding.refuse_unless_held(changed, route.ward)
    refuse_unless_it_leads_on(steps)
    return old, changed, steps


def move_step(step: Step, *, by: Person, up: bool, seen: int | None = None) -> Step:
    """Change places with the step before (`up`) or after. At the end of the row nothing happens."""
    with transaction.atomic():
        row = _locked(step.route, by, seen)
        steps = standing(row)
        place = _place(step, steps)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(steps):
            return step
        steps[place], steps[other] = steps[other], steps[place]
        _save_order(steps)
        _record(row, "move_step", by, {step.title: [place + 1, other + 1]}, steps)
        return steps[other]


def retire_step(step: Step, *, by: Person, seen: int | None = None) -> Step:
    """Take a step out of the route. Raises NotPossible for the last one: somebody has to approve."""
    with transaction.atomic():
        row = _locked(step.route, by, seen)
        left = standing(row)
        step = left.pop(_place(step, left))
        if not left:
            raise NotPossible(_("A route needs at least one step. Add another one first."))
        refuse_unless_it_leads_on(left)
        step.retired_at = now()
        step.save(update_fields=["retired_at"])
        _record(row, "retire_step", by, {step.title: [sentences.describe(step), None]}, left)
        return step


def import_route(route: Route, steps: list[Step], *, by: Person, seen: int | None = None) -> None:
    """Put these steps, which are not saved yet, in the place of those in force, which are retired. Nothing happens
    where they say the same. Raises NotPossible where they are not usable.
    """
    with transaction.atomic():
        row = _locked(route, by, seen)
        old = standing(row)
        if versions.shape_of(steps) == versions.shape_of(old):
            return
        refuse_unless_usable(steps, row)
        at = now()
        for step in old:
            step.retired_at = at
            step.save(update_fields=["retired_at"])
        for step in steps:
            step.route = row
        _save_order(steps)
        number = versions.number_of(row)
        _record(row, "import_route", by, _replaced(old, steps) | {"version": [number, number + 1]}, steps)


def _replaced(old: list[Step], new: list[Step]) -> dict[str, list[Any]]:
    """What stood under each title and stands there now, where that is another."""
    before, after = sentences.by_title(old), sentences.by_title(new)
    pairs = {title: [before.get(title), after.get(title)] for title in before | after}
    return {title: pair for title, pair in pairs.items() if pair[0] != pair[1]}


def refuse_unless_usable(steps: list[Step], route: Route) -> None:
    """Of the route's steps in order. Raises NotPossible where one of them does not fit, or they lead nowhere."""
    for step in steps:
        try:
            refuse_unless_fits(step, route)
        except NotPossible as refused:
            raise NotPossible(f"“{step}”: {refused.message}") from refused
    refuse_unless_it_leads_on(steps)


def refuse_unless_it_leads_on(steps: list[Step]) -> None:
    """Of a route's steps in order. Raises NotPossible where a case could come to its end without a signature: the last
    step, and each that stands for it, approves by itself, and one of them is taken whatever the conditions say.
    """
    of_units.refuse_unless_first(steps)
    _own, steps = of_units.split(steps)
    before = signing(steps)
    if not before:
        return refuse_unless_sound(before)
    _refuse_returns_to_nowhere(steps)
    filled.refuse_unless_filled_before(steps)
    _refuse_unless_after(steps, before)
    *_earlier, last = conditions.chains(before)
    for step in last:
        if any(when.asked.condition in ON_THE_WAY for when in conditions.wanted(step)):
            raise NotPossible(
                _(
                    "Who signs stands in the document that is read at every step: the step that signs cannot depend on "
                    "what is filled in on the way. Have another step approve before it on that condition."
                )
            )
        refuse_unless_sound([*before[:-1], step])
        if step.units or (step.found and finding.way_of(step)[0].several):
            raise NotPossible(_("The last step signs the document: it asks in one unit, not in several."))
    if all(step.condition for step in last):
        raise NotPossible(
            _("The last step signs the document, and its condition may not hold: add a step that stands for it then.")
        )
    return None


def _refuse_returns_to_nowhere(steps: list[Step]) -> None:
    """Before the steps of the first stage there is none to which they could return a document."""
    for place, chain in enumerate(conditions.chains(steps)):
        if place and not chain[0].beside:
            return
        for step in chain:
            if step.return_to:
                raise NotPossible(
                    _("No step stands before “%(step)s”: what it returns goes to whoever corrects it. Choose that.")
                    % {"step": step}
                )


def _refuse_unless_after(steps: list[Step], before: list[Step]) -> None:
    """What follows the signature has to: `before` are the steps up to it. One takes the number, before others are
    informed.
    """
    after = [step for step in steps if step.verb in AFTER]
    if [*before, *after] != steps or any(step.otherwise for step in after[:1]):
        raise NotPossible(_("Numbering and reading for information stand after the step that signs. Move the step."))
    numbers = [step for step in after if step.verb == Verb.NUMBER]
    if len(numbers) > 1 or any(step.units for step in numbers):
        raise NotPossible(_("One step takes the number, in one unit: take the others out."))
    if numbers and after[0] not in numbers:
        raise NotPossible(_("The number is taken before others read it for information. Move the step."))


def standing(route: Route) -> list[Step]:
    """The steps that are not retired, in order."""
    return list(route.steps.filter(retired_at=None).select_related("unit", "to_unit", "person").order_by("order", "pk"))


def refuse_unless_fits(step: Step, route: Route) -> None:
    """Raises NotPossible where more people have to decide than there are, nobody who approves does, or nobody is found
    where the step asks for some of an office alone.
    """
    office = (finding.way_of(step)[0].office if step.found else "") or step.office
    if step.ballot:
        ballots.refuse_unless_fits(step)
    if step.verb in BEFORE:
        of_units.refuse_unless_fits(step, route)
    if step.verb == Verb.APPROVE and office not in grants.offices_with("approve_reports"):
        raise NotPossible(_("This office does not approve. Choose another, or ask for an opinion at this step."))
    if step.verb == Verb.NUMBER and office not in grants.offices_with("issue_reports"):
        raise NotPossible(_("This office does not issue documents. Choose the clerk's."))
    _refuse_unless_it_ends(step)
    conditions.refuse_unless_fits(step, route)
    finding.refuse_unless_fits(step, route.ward, route.case_kind)
    several = bool(step.units) or bool(step.found and finding.way_of(step)[0].several)
    fields.refuse_unless_fit(step, several=several)
    if step.need == Need.SOME:
        _refuse_quorum(step, route.ward)


def _refuse_unless_it_ends(step: Step) -> None:
    """What happens at the end of its time has to fit what it asks."""
    if step.at_end == AtEnd.PASS and step.verb != Verb.OPINION:
        raise NotPossible(_("Nothing is approved by silence: at the end of this step, remind or tell another office."))
    if step.verb != Verb.APPROVE and step.return_to:
        raise NotPossible(_("Only a step that approves proposes where its return goes: leave that out here."))
    if step.at_end == AtEnd.ESCALATE and not (step.to_unit_id and step.to_office):
        raise NotPossible(_("Choose the unit and the office that are told when the time of this step is over."))


def _refuse_quorum(step: Step, ward: Unit) -> None:
    """A number counts within each unit that the step asks."""
    for copy in finding.possible(step, ward) or ():
        held = seats.voices(copy.seat).count()
        if step.quorum > held:
            values = {"quorum": step.quorum, "held": held, "who": finding.whom(copy)}
            if step.units or step.position or step.found:
                raise NotPossible(
                    _("%(quorum)d have to decide, and there are %(held)d: %(who)s. Ask for fewer, or add people first.")
                    % values
                )
            raise NotPossible(
                _("%(quorum)d have to decide, and %(held)d hold the office. Ask for fewer, or give the office first.")
                % values
            )


def _place(step: Step, steps: list[Step]) -> int:
    """Where the step stands among those in force. Raises NotPossible where it has been retired."""
    if step not in steps:
        raise NotPossible(_("This step has been retired meanwhile. Look at the route again."))
    return steps.index(step)


def _save_order(steps: list[Step]) -> None:
    """Number the steps of a route in this order, and save them. Raises NotPossible where it would lead nowhere."""
    refuse_unless_it_leads_on(steps)
    for order, step in enumerate(steps, start=1):
        step.order = order
        step.save(update_fields=None if step._state.adding else ["order"])


def refuse_unless_seen(route: Route, seen: int) -> None:
    """Raises NotPossible where the route is no longer the version of this number, telling what has changed since."""
    newest = versions.newest(route)
    if newest is None or newest.number == seen:
        return
    shown, units = route.versions.filter(number=seen).first(), versions.units_of(route.ward)
    kept = [version for version in (shown, newest) if version]
    people = versions.people_of(version.shape for version in kept)
    states = [versions.steps_of(version.shape, units, people) for version in kept]
    changed = [
        _("%(person)s changed this route at %(time)s, after you opened it: version %(number)d is in force now.")
        % {
            "person": newest.person or _("The system"),
            "time": date_format(newest.in_force_from.astimezone(ZONE), "DATETIME_FORMAT"),
            "number": newest.number,
        },
        *(sentences.differences(*states) if shown else ()),
        _("Compare, then make your change again."),
    ]
    raise NotPossible(" ".join(changed))


def _locked(route: Route, by: Person, seen: int | None) -> Route:
    """The route's row, locked. `seen` is the number of the version that the page showed, None where there was none."""
    row = Route.objects.select_for_update(of=("self",)).select_related("kind", "ward").get(pk=route.pk)
    if not grants.may(by, "administer", row.ward_id):
        raise PermissionDenied
    if seen is not None:
        refuse_unless_seen(row, seen)
    return row


def _record(row: Route, action: str, by: Person, changes: dict[str, list[Any]], steps: Sequence[Step]) -> None:
    """Write the trail event, and the version that the route, of these steps, is from now on."""
    versions.keep(row, steps, by=by)
    trail.record_and_save(row, action, by=by, scope=row.ward_id, changes=changes)
