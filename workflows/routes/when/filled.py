"""What a step of a route may depend on of what was filled in at an earlier one: a number, or a word of a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errors import NotPossible
from units.models import Unit
from workflows.models import CaseStep, Change, ReportKind, Step
from workflows.models.routes import AFTER
from workflows.pure.filling.asked import OfField, read
from workflows.pure.filling.fields import CHOICE, NUMBER, Filling
from workflows.routes.filling.pending import ON_THE_WAY, answer, numbers_of

from .conditions import AskedCondition, Condition, StepCondition, chains, wanted
from .of_fields import AtLeast, Chosen, WrittenField

TYPES = {"filled_amount": NUMBER, "filled_choice": CHOICE}  # of the field, by the code of a condition


def _fields_of(ward: Unit, kind: ReportKind | None, type: str) -> list[Filling]:
    """Those of a type that the steps of the kind's route have filled in. One query."""
    steps = Step.objects.filter(route__kind=kind, route__ward=ward, retired_at=None).order_by("order")
    return [field for step in steps for field in step.fills if field["type"] == type]


def _words(ward: Unit, kind: ReportKind | None) -> list[OfField]:
    fields = _fields_of(ward, kind, CHOICE)
    return [OfField(field["number"], word, field["label"]) for field in fields for word in field["choices"]]


def _numbers(ward: Unit, kind: ReportKind | None) -> dict[int, str]:
    return {field["number"]: field["label"] for field in _fields_of(ward, kind, NUMBER)}


class FilledWord(Chosen):
    """A word of a list that an earlier step fills in."""

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        return super().field(ward, case_kind, kind) if kind else WrittenField(self.label, of_numbers=False)


class FilledNumber(AtLeast):
    """A number that an earlier step fills in."""

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        return super().field(ward, case_kind, kind) if kind else WrittenField(self.label, of_numbers=True)


def _shown_on_the_way(_case: Any, _of: Any) -> None:
    """Nobody knows before the earlier step is decided."""


CONDITIONS = {
    "filled_amount": Condition(
        gettext_lazy("an earlier step fills in %(of)s"),
        gettext_lazy("no earlier step fills in %(of)s"),
        _shown_on_the_way,
        asks="route_steps",
        parameter=FilledNumber(gettext_lazy("Field of numbers of an earlier step, and from how much"), _numbers),
    ),
    "filled_choice": Condition(
        gettext_lazy("an earlier step chooses %(of)s"),
        gettext_lazy("no earlier step chooses %(of)s"),
        _shown_on_the_way,
        asks="route_steps",
        parameter=FilledWord(gettext_lazy("Field of an earlier step, and word"), _words),
    ),
}


def refuse_unless_filled_before(steps: Sequence[Step]) -> None:
    """Of a route's steps in order, those at the reports of units left out. Raises NotPossible where one depends on a
    field that no step of an earlier stage fills, or two fields have one number.
    """
    before: dict[int, Filling] = {}
    beside: dict[int, Filling] = {}
    for chain in chains(steps):
        if not chain[0].beside:
            before, beside = before | beside, {}
        for step in chain:
            for when in wanted(step):
                if when.asked.condition in ON_THE_WAY:
                    _refuse_unless_there(step, when, before)
            for field in step.fills:
                if field["number"] in before | beside:
                    raise NotPossible(_("Two fields have the number %(number)d.") % {"number": field["number"]})
                beside[field["number"]] = field


def _refuse_unless_there(step: Step, when: StepCondition, before: Mapping[int, Filling]) -> None:
    asked = read(when.asked.of)
    field = before.get(asked.number)
    values = {"step": step, "field": field["label"] if field else asked.name, "word": asked.asked}
    if step.verb in AFTER:
        raise NotPossible(
            _("Step “%(step)s”: what follows the signature cannot depend on what is filled in on the way.") % values
        )
    if field is None or field["type"] != TYPES[when.asked.condition]:
        raise NotPossible(
            _(
                "Step “%(step)s” depends on the field “%(field)s”, which no step before it fills in. Change its "
                "condition first, or give an earlier step this field."
            )
            % values
        )
    if field["type"] == CHOICE and asked.asked not in field["choices"]:
        raise NotPossible(
            _("Step “%(step)s” depends on the word “%(word)s”, which the field “%(field)s” does not have any more.")
            % values
        )


def answered(steps: Iterable[Step], happened: Iterable[CaseStep]) -> dict[AskedCondition, bool]:
    """What the conditions of a route's steps say by what was filled in at the steps that a case really took."""
    values: dict[str, Any] = {}
    for step in happened:
        if step.decided_at and step.change not in (Change.SKIPPED, Change.UNTAKEN):
            values |= dict.fromkeys(map(str, numbers_of(step))) | step.filled
    found = (when.asked for step in steps for when in wanted(step) if when.asked.condition in ON_THE_WAY)
    return {asked: answer(*asked, values) for asked in found if str(read(asked.of).number) in values}


def next_number(steps: Iterable[Step]) -> int:
    """The number of a new field, beyond all that these steps of a route have or had."""
    return 1 + max((field["number"] for step in steps for field in step.fills), default=0)
