from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.plans.amending.actions import Amendment, Row
from units.plans.versions import PlanPart

DROP = "drop"
LETTERS = {"indicator": "i", "assignment": "a"}


class AmendForm(forms.Form):
    """For each row of the plan which unit leads it from now on, or that it is dropped; untouched rows stay."""

    def __init__(self, indicators: list[PlanPart], assignments: list[PlanPart], units: list[Unit], *args: Any) -> None:
        super().__init__(*args)
        self.units = {str(unit.pk): unit for unit in units}
        self.rows: dict[str, tuple[Row, PlanPart]] = {}
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

    def parts(self, part: str) -> Iterator[forms.BoundField]:
        """The fields of the plan's indicators, or of its assignments."""
        return (self[name] for name, (row, _part) in self.rows.items() if row[0] == part)

    @property
    def indicators(self) -> Iterator[forms.BoundField]:
        return self.parts("indicator")

    @property
    def assignments(self) -> Iterator[forms.BoundField]:
        return self.parts("assignment")

    @property
    def amendment(self) -> Amendment:
        """What was chosen, of a form that is valid."""
        chosen = {row: self.cleaned_data[name] for name, (row, _part) in self.rows.items() if self.cleaned_data[name]}
        leads = {row: self.units[pk] for row, pk in chosen.items() if pk != DROP}
        return Amendment(leads, frozenset(row for row, pk in chosen.items() if pk == DROP))

    @property
    def carried(self) -> Iterable[tuple[str, str]]:
        """What was chosen, for the page that asks to confirm it."""
        return ((name, self.cleaned_data[name]) for name in self.rows if self.cleaned_data[name])
