from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.plans.amending.actions import Amendment, Row
from units.plans.versions import PlanPart
from workflows.cases.inputs.fields import PLACES, NumberField
from workflows.pure.aggregation import format_number

DROP = "drop"
LETTERS = {"indicator": "i", "assignment": "a"}


class AmendForm(forms.Form):
    """For each row of the plan which unit leads it from now on, or that it is dropped, and for each indicator its goal;
    untouched rows stay.
    """

    def __init__(self, indicators: list[PlanPart], assignments: list[PlanPart], units: list[Unit], *args: Any) -> None:
        super().__init__(*args)
        self.units = {str(unit.pk): unit for unit in units}
        self.rows: dict[str, tuple[Row, PlanPart]] = {}
        self.goals: dict[str, tuple[Row, Decimal]] = {}
        choices = [(pk, unit.short_name) for pk, unit in self.units.items()]
        for part, rows in (("indicator", indicators), ("assignment", assignments)):
            for row in rows:
                name = f"{LETTERS[part]}{row.row.number}"
                self.rows[name] = ((part, row.row.number), row)
                stays = ("", gettext("stays with %(unit)s") % {"unit": row.row.lead.short_name})
                others = [each for each in choices if each[0] != str(row.row.lead_id)]
                self.fields[name] = forms.ChoiceField(
                    label=str(row.row), choices=[stays, *others, (DROP, _("is dropped"))], required=False
                )
                if part == "indicator":
                    self._add_goal(row)

    def _add_goal(self, row: PlanPart) -> None:
        name, goal = f"g{row.row.number}", row.row.goal
        self.goals[name] = (("indicator", row.row.number), goal)
        label = gettext("Goal of “%(indicator)s”") % {"indicator": row.row}
        self.fields[name] = NumberField(label=label, required=False, initial=goal)
        self.fields[name].widget.attrs["inputmode"] = "decimal"

    def parts(self, part: str) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        """Of the plan's indicators, or of its assignments: the field of who leads, and that of the goal."""
        for name, (row, _part) in self.rows.items():
            if row[0] == part:
                yield self[name], self[f"g{row[1]}"] if part == "indicator" else None

    @property
    def indicators(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        return self.parts("indicator")

    @property
    def assignments(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        return self.parts("assignment")

    @property
    def new_goals(self) -> dict[str, Decimal]:
        """The goals that differ, by the names of their fields; what was left blank stays."""
        typed = {name: self.cleaned_data.get(name) for name in self.goals}
        return {name: goal for name, goal in typed.items() if goal is not None and goal != self.goals[name][1]}

    @property
    def amendment(self) -> Amendment:
        """What was chosen, of a form that is valid."""
        chosen = {row: self.cleaned_data[name] for name, (row, _part) in self.rows.items() if self.cleaned_data[name]}
        leads = {row: self.units[pk] for row, pk in chosen.items() if pk != DROP}
        goals = {self.goals[name][0]: goal for name, goal in self.new_goals.items()}
        return Amendment(leads, frozenset(row for row, pk in chosen.items() if pk == DROP), goals=goals)

    @property
    def carried(self) -> Iterable[tuple[str, str]]:
        """What was chosen, for the page that asks to confirm it."""
        chosen = [(name, self.cleaned_data[name]) for name in self.rows if self.cleaned_data[name]]
        return [*chosen, *((name, format_number(goal, PLACES)) for name, goal in self.new_goals.items())]
