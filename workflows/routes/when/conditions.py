"""When a step of a route is taken: a closed list of conditions, each registered by the room that has the data.

A condition reads only what nobody changes any more once a case is sent for approval.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, OuterRef, Subquery, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errors import NotPossible
from approvals.registry import Registry, Text
from approvals.trail import words
from units.models import Unit
from workflows.cases.inputs.texts import Changes
from workflows.cases.types import TYPES
from workflows.models import CaseStep, Route, RouteVersion, Step
from workflows.pure.filling.asked import read
from workflows.routes.filling.pending import ON_THE_WAY, both, numbers_of

from .parameters import Of, Parameter, refuse_unless_of

FIELD = "when_"  # the beginning of a condition's field in the trail
MOST = 3  # conditions of a step


@dataclass(frozen=True)
class Condition:
    """`label` says when it holds ("an indicator is red"), `opposite` when it does not; both with `%(of)s` where it is
    of a `parameter`.

    `holds` asks a case, and what the condition is of: it answers, or gives the expression by which the database answers
    (NULL where what it is of is there no more: then `gone` is said). `asks` is the attribute that a type of case must
    have.
    """

    label: Text
    opposite: Text
    holds: Callable[[Any, Any], Any]
    asks: str
    parameter: Parameter | None = None
    gone: Text = ""

    def is_for(self, model: type[Any]) -> bool:
        """Whether cases of this type have what it asks."""
        return hasattr(model, self.asks)


def if_there(there: Any, holds: Any) -> Case:
    """For the database: whether it holds, NULL where what the condition is of is not `there`."""
    return Case(When(there, then=holds), default=None, output_field=BooleanField())


class AskedCondition(NamedTuple):
    """A condition that is asked, by its code, and what it is of."""

    condition: str
    of: Of


class StepCondition(NamedTuple):
    """A condition of a step; `reversed` where it must not hold."""

    asked: AskedCondition
    reversed: bool


CONDITIONS: Registry[Condition] = Registry()
ANSWERS = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}


def register(conditions: dict[str, Condition]) -> None:
    """Add conditions by their codes, with their words in the trail. Raises ImproperlyConfigured for what is registered
    already.
    """
    CONDITIONS.add(conditions)
    of_something = {code: each.parameter for code, each in conditions.items() if each.parameter}
    words.register(
        fields={
            f"{FIELD}{code}": each.parameter.label if each.parameter else each.label
            for code, each in conditions.items()
        },
        values={f"{FIELD}{code}": ANSWERS for code in conditions if code not in of_something},
        writings={f"{FIELD}{code}": _writing(parameter) for code, parameter in of_something.items()},
    )


def _writing(parameter: Parameter) -> words.Writing:
    """How the answers to a condition that is of something are written: of what, and whether it held."""

    def written(_old: Any, new: Any) -> tuple[Any, Any]:
        return None, "; ".join(f"{parameter.words(of)}: {ANSWERS[answer]}" for of, answer in new)

    return written


@dataclass(frozen=True)
class Taken:
    """The steps that a case takes, in order, the value of each condition that was asked, and the number of the route's
    version in force.
    """

    steps: Sequence[Step]
    values: Mapping[AskedCondition, bool]
    version: int | None

    @property
    def changes(self) -> Changes:
        """The version and the conditions as the trail keeps them: of one with a parameter each that was asked."""
        changes: Changes = {"route": [None, str(self.version)]} if self.version else {}
        for (code, of), value in self.values.items():
            answer, field = "yes" if value else "no", f"{FIELD}{code}"
            changes[field] = [None, answer if of is None else [*changes.get(field, [None, []])[1], [of, answer]]]
        return changes


def wanted(step: Step) -> list[StepCondition]:
    """The conditions of the step."""
    if not step.condition:
        return []
    first = {"condition": step.condition, "parameter": step.parameter, "reversed": step.reversed}
    every = (first, *step.further)
    return [StepCondition(AskedCondition(row["condition"], row["parameter"]), row["reversed"]) for row in every]


def chains(steps: Iterable[Step]) -> list[list[Step]]:
    """The steps of a route, each with those that stand for it where its condition does not hold."""
    found: list[list[Step]] = []
    for step in steps:
        if step.otherwise and found:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def taken(case: Any) -> Taken:
    """The steps of its route that the case takes now: of each chain the first whose conditions hold, if any does.

    Raises NotPossible where a condition is known no more, is none for such cases, or is of something that is gone. A
    query for the route, and one where conditions are asked, however many.
    """
    newest = RouteVersion.objects.filter(route=OuterRef("route")).order_by("-number").values("number")[:1]
    steps: list[Any] = list(case.route_steps.select_related("unit", "to_unit").annotate(version=Subquery(newest)))
    values: dict[AskedCondition, bool] = {}
    return Taken(chosen(steps, case, values), values, steps[0].version if steps else None)


def chosen(steps: Sequence[Step], case: Any, values: dict[AskedCondition, bool]) -> list[Any]:
    """Of these steps of a route those that the case takes, or may take by what is filled in on its way: these have a
    `pending` that says what it is (routes/filling/pending.py). `values` holds what is known of conditions; those that
    are asked are noted there. Raises NotPossible and asks as `taken` does.
    """
    asked = {when.asked for step in steps for when in wanted(step)}
    found = answers(case, {each for each in asked if each.condition not in ON_THE_WAY} - values.keys()) | values
    while True:
        kept = [step for place, chain in enumerate(chains(steps)) for step in _kept(chain, place, case, found, values)]
        filled = {number for step in kept for number in numbers_of(step)}
        unfilled = [each for each in asked if _is_open(each, found) and read(each.of).number not in filled]
        if not unfilled:
            return kept
        found |= dict.fromkeys(unfilled, False)  # of a step that this case does not take


def _is_open(asked: AskedCondition, found: Mapping[AskedCondition, bool | None]) -> bool:
    """Whether the condition is answered on the way."""
    return asked.condition in ON_THE_WAY and asked not in found


def _kept(
    chain: Sequence[Step], place: int, case: Any, found: Mapping[AskedCondition, bool | None], values: Any
) -> list[Any]:
    """The step of a chain that is taken; each that may be, where that shows on the way."""
    kept: list[Any] = []
    for step in chain:
        holds = _is_taken(step, case, found, values)
        if holds is not False:
            kept.append(step)
        if holds:
            break
    is_open = len(kept) > 1 or (kept and _is_taken(kept[0], case, found, values) is None)
    for step in kept:
        step.pending = _pending(step, place, found) if is_open else None
    return kept


def _pending(step: Step, place: int, found: Mapping[AskedCondition, bool | None]) -> dict[str, Any]:
    conditions = [
        {"condition": when.asked.condition, "parameter": when.asked.of, "reversed": when.reversed}
        | {"answer": None if _is_open(when.asked, found) else found[when.asked] != when.reversed}
        for when in wanted(step)
    ]
    return {"chain": place, "any_of": step.any_of, "conditions": conditions}


def recorded(changes: Changes) -> dict[AskedCondition, bool]:
    """The conditions that an event tells, as `Taken.changes` wrote them."""
    found: dict[AskedCondition, bool] = {}
    for field, (_old, new) in changes.items():
        if field.startswith(FIELD):
            pairs = [(None, new)] if isinstance(new, str) else new
            found |= {AskedCondition(field.removeprefix(FIELD), of): answer == "yes" for of, answer in pairs}
    return found


def answers(case: Any, asked: Iterable[AskedCondition]) -> dict[AskedCondition, bool | None]:
    """Whether each of these holds, None where it is of something that is gone; without those that are not for it. One
    query, none where the case itself answers.
    """
    known = {each: CONDITIONS[each.condition] for each in sorted(asked, key=str) if each.condition in CONDITIONS}
    found = {each: condition.holds(case, each.of) for each, condition in known.items() if condition.is_for(type(case))}
    open_ones = {each: answer for each, answer in found.items() if hasattr(answer, "resolve_expression")}
    if open_ones:
        rows = type(case)._default_manager.filter(pk=case.pk).order_by()
        row = rows.values_list(*open_ones.values()).get()
        found |= dict(zip(open_ones, row, strict=True))
    return found


def _is_taken(
    step: Step, case: Any, answers: Mapping[AskedCondition, bool | None], values: dict[AskedCondition, bool]
) -> bool | None:
    """Whether the step's conditions hold, None where that shows on the way; notes in `values` what each said."""
    held: list[bool | None] = []
    for when in wanted(step):
        condition = known(step, when.asked)
        if not condition.is_for(type(case)):
            raise NotPossible(_of_step(step, _unfit(when)))
        if _is_open(when.asked, answers):
            held.append(None)
            continue
        answer = answers[when.asked]
        if answer is None:
            of = condition.parameter.words(when.asked.of) if condition.parameter else ""
            raise NotPossible(_of_step(step, str(condition.gone) % {"of": of}))
        values[when.asked] = answer
        held.append(answer != when.reversed)
    return both(held, any_of=step.any_of)


def known(step: Step, asked: AskedCondition) -> Condition:
    """A condition of the step. Raises NotPossible where no room knows it any more."""
    if asked.condition not in CONDITIONS:
        raise NotPossible(
            _("The step “%(step)s” depends on a condition that is known no more. An administrator chooses another.")
            % {"step": step}
        )
    return CONDITIONS[asked.condition]


def refuse_unless_fits(step: Step, route: Route) -> None:
    """Whether the step's conditions can be asked of the cases that take the route. Raises NotPossible, saying which
    cannot.
    """
    found = wanted(step)
    if len(found) > MOST:
        raise NotPossible(_("A step has %(most)d conditions at most.") % {"most": MOST})
    if len({when.asked for when in found}) < len(found):
        raise NotPossible(_("The same condition stands here twice: take one out."))
    for when in found:
        condition, of = known(step, when.asked), when.asked.of
        if not condition.is_for(TYPES[route.case_kind].model):
            raise NotPossible(_unfit(when))
        if condition.parameter:
            kind = None if when.asked.condition in ON_THE_WAY else route.kind  # those are asked of the steps before it
            refuse_unless_of(condition.parameter, of, route.ward, route.case_kind, kind)
        elif of is not None:
            raise NotPossible(_("This condition is of nothing: “%(condition)s”.") % {"condition": in_one(when)})


def is_sure_of(step: Step, condition: str) -> bool:
    """Whether the step is taken only where this condition holds."""
    found = wanted(step)
    named = any(when == StepCondition(AskedCondition(condition, None), False) for when in found)
    return named and (len(found) == 1 or not step.any_of)


def _unfit(when: StepCondition) -> str:
    return _("Cases of this kind do not have what the condition “%(condition)s” asks. Choose another.") % {
        "condition": in_one(when)
    }


def _of_step(step: Step, words: str) -> str:
    return _("Step “%(step)s”: %(words)s") % {"step": step, "words": words}


def in_one(when: StepCondition, units: Mapping[str, Unit] | None = None) -> str:
    """A condition in words; its code where no room knows it any more."""
    (code, of), condition = when.asked, CONDITIONS.get(when.asked.condition)
    if condition is None:
        return code
    label = condition.opposite if when.reversed else condition.label
    return str(label) % {"of": condition.parameter.words(of, units)} if condition.parameter else str(label)


def pending_in_words(step: CaseStep) -> str:
    """When a case's step is taken, which depends on what is filled in on the way."""
    waits = step.pending
    found = [
        in_one(StepCondition(AskedCondition(each["condition"], each["parameter"]), each["reversed"]))
        for each in waits["conditions"]
    ]
    if not found:
        return _("taken where the step that it stands for is not")
    joined = (_(" or ") if waits["any_of"] else _(" and ")).join(found)
    return _("taken where %(conditions)s") % {"conditions": joined}


def in_words(step: Step, units: Mapping[str, Unit] | None = None) -> str:
    """When the step is taken; blank where it always is. `units` are the ward's by their codes."""
    found = [in_one(when, units) for when in wanted(step)]
    if len(found) < 2:
        return "".join(found)
    sentence = _("one of these holds: %(conditions)s") if step.any_of else _("all of these hold: %(conditions)s")
    return sentence % {"conditions": "; ".join(found)}
