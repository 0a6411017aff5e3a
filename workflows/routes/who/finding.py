"""Whom a step asks of a case: an office in its unit and in further ones, or whoever is found in one of a closed list of
ways, each registered by the room that has the data.

A way finds a unit or a field when the case is sent, from what nobody changes any more then. Who sits there is asked at
each moment, as for any step (docs/decisions/0040).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.registry import Registry, Text
from units import seats
from units.models import Unit
from workflows.cases.types import TYPES
from workflows.models import CaseStep, Step, Verb
from workflows.routes.when import conditions

Target = dict[str, Any]  # what of a seat is found: `unit` and `office`, `field`, or the unit `charged`
LONGEST_TITLE = 120


def no_options(_ward: Unit) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class WayToFind:
    """A way to find whom a step asks. `label` says it, with `%(of)s` where it is of something, of which `options` gives
    a ward's values with their words, and `group` says what they have in common; `of_unit` where these are units' codes.

    `find` gives the targets of a case, `possible` those that a ward's cases may have, None where that is not known
    before; two queries at most each. `nobody` is said where there is none. One that finds units names the `office`
    asked there. `asks` is the attribute that a type of case must have, `unfit` is said where it has not; `condition`
    the one without which there may be nobody to find; `several` where it may find several units.
    """

    label: Text
    find: Callable[[Any, str], list[Target]]
    possible: Callable[[Unit, str], list[Target] | None]
    nobody: Text = ""
    options: Callable[[Unit], Iterable[tuple[str, str]]] = no_options
    group: Text = ""
    of_unit: bool = False
    office: str = ""
    asks: str = ""
    unfit: Text = ""
    condition: str = ""
    several: bool = False


WAYS: Registry[WayToFind] = Registry()


def way_of(step: Step) -> tuple[WayToFind, str]:
    """The step's way, and what it is of. Raises NotPossible where no room knows it any more."""
    code, _colon, of = step.found.partition(":")
    if code not in WAYS:
        raise NotPossible(
            _("The step “%(step)s” finds somebody in a way that is known no more. An administrator chooses another.")
            % {"step": step}
        )
    return WAYS[code], of


def is_of_unit_found(step: Step) -> bool:
    """Whether the unit and the office that it asks are found, not its own."""
    way = WAYS.get(step.found.partition(":")[0])
    return way is not None and bool(way.office)


def found(case: Any, step: Step) -> list[CaseStep]:
    """The case's own copies of the step, not saved yet: one for each unit that it asks, the later ones beside the
    first. Raises NotPossible where nobody is found. One query, none for a step of one unit that it names itself.
    """
    _refuse_retired(step)
    if not step.found:
        targets = _own_units(step, case.ward_id)
    else:
        way, of = way_of(step)
        targets = way.find(case, of)
        if not targets:
            raise NotPossible(_of_step(step, str(way.nobody) % {"of": of}))
    return _copies(step, targets, subject_kind=case.kind, subject_id=case.pk, **about(case))


def about(case: Any) -> dict[str, Any]:
    """What a copy of a step says of its case, for delegations that count for some cases alone."""
    return {"kind_code": case.kind_code, "from_unit_id": case.drawn_up_by}


def _refuse_retired(step: Step) -> None:
    """Raises NotPossible where the unit that it asks, or that is told at its end, is retired."""
    own = None if is_of_unit_found(step) else step.unit
    for unit in filter(None, (own, step.to_unit)):
        if unit.retired_at:
            words = _("the unit %(unit)s is retired. Have the step name another, on the page of routes.")
            raise NotPossible(_of_step(step, words % {"unit": unit.short_name}))


def possible(step: Step, ward: Unit) -> list[CaseStep] | None:
    """As `found`, of the cases that a ward may have; None where that is not known before."""
    if step.verb == Verb.LOOK:
        return None
    if not step.found:
        return _copies(step, _own_units(step, ward.pk))
    way, of = way_of(step)
    targets = way.possible(ward, of)
    return None if targets is None else _copies(step, targets)


def _own_units(step: Step, ward_id: int) -> list[Target]:
    """Raises NotPossible where one of several units is retired."""
    if not step.units:
        return [{"unit_id": step.unit_id}]
    asked = Unit.objects.filter(Q(pk=step.unit_id) | Q(ward=ward_id, code__in=step.units)).order_by("order", "code")
    units = {unit.code: unit for unit in asked}
    gone = {*step.units} - {*units} | {code for code, unit in units.items() if unit.retired_at}
    if gone:
        words = _("The ward has no unit %(units)s. Take it out of the step.") % {"units": ", ".join(sorted(gone))}
        raise NotPossible(_of_step(step, words))
    return [{"unit": unit} for unit in sorted(units.values(), key=lambda unit: unit.pk != step.unit_id)]


def _copies(step: Step, targets: Sequence[Target], **case: Any) -> list[CaseStep]:
    own = {name: getattr(step, name) for name in Step.COPIED} | {
        "unit_id": step.unit_id,
        "office": step.office,
        "position": step.position,
        "person_id": step.person_id,
    }
    copies = []
    for place, target in enumerate(targets):
        values = {name: value for name, value in own.items() if not (name == "unit_id" and "unit" in target)}
        copy = CaseStep(**values | target | case)
        if len(targets) > 1:
            copy.title = f"{step.title}: {copy.unit.short_name}"[:LONGEST_TITLE]
            copy.beside = step.beside or place > 0
        copies.append(copy)
    return copies


def in_words(step: Step, units: Mapping[str, Unit] | None = None) -> str:
    """Who is found, in words; blank where the step names its own. `units` are the ward's, by their codes."""
    code, _colon, of = step.found.partition(":")
    if code not in WAYS:
        return step.found
    named = (units or {}).get(of) if WAYS[code].of_unit else None
    return str(WAYS[code].label) % {"of": named.short_name if named else of}


def whom(step: Step | CaseStep) -> str:
    """Whom a copy of a step asks, in words, without a way to find them."""
    office = f"{step.get_office_display()}, {_unit_of(step)}"
    if step.person:
        return f"{step.person} ({office})"
    if step.position:
        return f"{step.position} ({office})"
    if isinstance(step, CaseStep) and (step.field or step.charged):
        leads = _("in charge of %(what)s") % {"what": step.field or step.charged.short_name}  # type: ignore[union-attr]
        return f"{leads} ({office})"
    return office


def _unit_of(step: Step | CaseStep) -> str:
    """Of a route's step that looks at the reports of units, each of these."""
    return _("the unit that reports") if isinstance(step, Step) and step.verb == Verb.LOOK else step.unit.short_name


def nobody_at(step: CaseStep) -> str:
    """That nobody sits where a copy of a step asks, and what to do about it."""
    values = {"who": whom(step), "unit": step.unit.short_name, "office": step.get_office_display()}
    if step.person:
        words = _(
            "%(who)s does not hold this office now. Give them the office, or have the step ask somebody else, on the "
            "page of routes."
        )
    elif step.position:
        words = _(
            "nobody bears this title now: %(who)s. Record the title at somebody's office, on their page, or change the "
            "step on the page of routes."
        )
    elif step.field or step.charged_id:
        words = _(
            "nobody who holds the office is in charge now: %(who)s. Enter who is, on the page of who is in charge of "
            "what, or change the step on the page of routes."
        )
    else:
        words = _(
            "nobody holds this office now: %(who)s. Give the office to somebody, or change the step on the page of "
            "routes."
        )
    return _of_step(step, words % values)


def refuse_unless_fits(step: Step, ward: Unit, case_kind: str) -> None:
    """Whether cases of this kind can find somebody by the step. Raises NotPossible, saying what to do, where its marks
    do not go together, its way is not for these cases, or nobody sits where it asks more narrowly than by office.
    """
    if sum(map(bool, (step.position, step.person_id, step.found))) > 1:
        raise NotPossible(_("Choose one: a title, a person, or somebody who is found."))
    if step.units and (step.person_id or step.found):
        raise NotPossible(_("A step that asks in several units asks for an office or a title there, no single person."))
    if step.found:
        _refuse_unless_for(step, case_kind)
    if not (step.position or step.person_id or step.found):
        return
    refuse_unless_held(step, ward)


def refuse_unless_held(step: Step, ward: Unit) -> None:
    """Raises NotPossible where nobody sits where the step asks now, or nobody is found for it. One query and those of
    the way to find somebody.
    """
    copies = possible(step, ward)
    if copies == []:
        way, of = way_of(step)
        raise NotPossible(str(way.nobody) % {"of": of})
    held = seats.seated(copy.seat for copy in copies or ())
    for copy in copies or ():
        if not held[copy.seat]:
            raise NotPossible(nobody_at(copy))


def _refuse_unless_for(step: Step, case_kind: str) -> None:
    way, of = way_of(step)
    if way.asks and not hasattr(TYPES[case_kind].model, way.asks):
        raise NotPossible(str(way.unfit))
    if bool(of) != (way.options is not no_options):
        raise NotPossible(_("Choose from the list who is found."))
    if way.condition and not conditions.is_sure_of(step, way.condition):
        raise NotPossible(
            _("There may be nobody to find: “%(found)s”. Have the step taken only on the condition that goes with it.")
            % {"found": in_words(step)}
        )


def _of_step(step: Step | CaseStep, words: str) -> str:
    return _("Step “%(step)s”: %(words)s") % {"step": step, "words": words}
