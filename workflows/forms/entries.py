from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _

from workflows.findings import AssignmentRow, Entries, IndicatorRow
from workflows.models import AssignmentStatus

from .fields import LIMIT, NumberField, ProseField

NARRATIVE = {
    "results": _("Results"),
    "difficulties": _("Difficulties and obstacles"),
    "proposals": _("Proposals"),
    "directions": _("Directions for the next period"),
}
PLAIN_PARTS = {"value": _("value")}
RATIO_PARTS = {"numerator": _("numerator"), "denominator": _("denominator")}
THEIRS = "theirs"


@dataclass(frozen=True)
class FormRow:
    """A row of the page: what is kept, and the fields that change it."""

    row: IndicatorRow | AssignmentRow
    fields: list[forms.BoundField]


@dataclass(frozen=True)
class Difference:
    """A field that two people filled differently. `mine` tells whether the reader changed it at all."""

    name: str
    label: str
    yours: str
    theirs: str
    mine: bool


class EntriesForm(forms.Form):
    """A whole unit report on one page: `i<entry id>_value`, `a<entry id>_status`, … and the narrative.

    Each field carries what the page first showed, so that a stale save tells what the person changed. Where a row is
    ticked in `same`, the last period's figures replace what was typed; where `pick-<field>` is "theirs", what is kept.
    """

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, entries: Entries, data: QueryDict | None = None) -> None:
        self.entries = entries
        self.kept: dict[str, Any] = {name: getattr(entries.report, name) for name in NARRATIVE}
        self.last: dict[str, dict[str, Any]] = {}
        self.names: dict[str, list[str]] = {}
        made = [*self._indicator_fields(), *self._assignment_fields(), *self._narrative_fields()]
        super().__init__(self._settled(made, data), initial={"seen": entries.report.version, **self.kept})
        self.fields.update(made)

    @property
    def indicator_rows(self) -> list[FormRow]:
        return [self._row(row) for row in self.entries.indicators]

    @property
    def assignment_rows(self) -> list[FormRow]:
        return [self._row(row) for row in self.entries.assignments]

    @property
    def narrative_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in NARRATIVE]

    def clean(self) -> dict[str, Any]:
        for row in self.entries.indicators:
            if row.is_ratio:
                self._clean_ratio(row)
        return self.cleaned_data

    def indicators(self) -> dict[int, dict[str, Any]]:
        """The cleaned figures by entry, as `actions.save_draft` takes them."""
        names = ("value", "numerator", "denominator", "note")
        return {row.entry.pk: self._cleaned(row.anchor, names) for row in self.entries.indicators}

    def assignments(self) -> dict[int, dict[str, str]]:
        return {row.entry.pk: self._cleaned(row.anchor, ("status", "result")) for row in self.entries.assignments}

    def narrative(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NARRATIVE}

    def differences(self) -> list[Difference]:
        """Where what was typed differs from what is kept by now; asked of a form bound to the newer report."""
        changed = set(self.changed_data)
        typed = [name for name in self.fields if name != "seen"]
        return [self._difference(name, name in changed) for name in typed if self._differs(name)]

    def carried(self) -> list[tuple[str, str]]:
        """Every field's name and text as typed, and as kept by now: what a page of differences posts again."""
        names = [name for name in self.fields if name != "seen"]
        typed = [(name, self._text(name, self.cleaned_data[name])) for name in names]
        return typed + [(self[name].html_initial_name, self._text(name, self.kept[name])) for name in names]

    def _differs(self, name: str) -> bool:
        return self.fields[name].has_changed(self.kept[name], self[name].data)

    def _difference(self, name: str, mine: bool) -> Difference:
        return Difference(
            name=name,
            label=str(self.fields[name].label),
            yours=self._words(name, self.cleaned_data[name]),
            theirs=self._words(name, self.kept[name]),
            mine=mine,
        )

    def _words(self, name: str, value: Any) -> str:
        return str(AssignmentStatus(value).label) if name.endswith("_status") else self._text(name, value)

    def _text(self, name: str, value: Any) -> str:
        return self.fields[name].prepare_value(value) or ""

    def _row(self, row: IndicatorRow | AssignmentRow) -> FormRow:
        return FormRow(row, [self[name] for name in self.names[row.anchor]])

    def _cleaned(self, prefix: str, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{prefix}_{name}") for name in names}

    def _clean_ratio(self, row: IndicatorRow) -> None:
        """The parts of a ratio come together, the denominator is above 0, and a percentage of a whole is at most it."""
        upper, lower = f"{row.anchor}_numerator", f"{row.anchor}_denominator"
        if upper in self.errors or lower in self.errors:
            return
        numerator, denominator = self.cleaned_data[upper], self.cleaned_data[lower]
        if denominator == 0:
            self.add_error(lower, gettext("The denominator must be above 0: without cases, leave both numbers blank."))
        elif (numerator is None) != (denominator is None):
            missing = upper if numerator is None else lower
            self.add_error(missing, gettext("Enter the numerator and the denominator, or leave both blank."))
        elif numerator is not None and row.entry.indicator.measure == "%" and numerator > denominator:
            self.add_error(upper, gettext("The numerator must not be above the denominator."))
        elif numerator is not None and numerator * 100 >= LIMIT * denominator:
            self.add_error(lower, gettext("The denominator is too small for this numerator."))

    def _indicator_fields(self) -> list[tuple[str, forms.Field]]:
        made: list[tuple[str, forms.Field]] = []
        for row in self.entries.indicators:
            parts = RATIO_PARTS if row.is_ratio else PLAIN_PARTS
            figures = {part: getattr(row.entry, part) for part in parts}
            self._keep(row.anchor, {**figures, "note": row.entry.note})
            self.last[row.anchor] = {part: getattr(row.last, part) for part in parts} if row.last else {}
            made += [(f"{row.anchor}_{part}", self._number(row, part, words)) for part, words in parts.items()]
            made.append((f"{row.anchor}_note", self._note(row)))
        return made

    def _number(self, row: IndicatorRow, part: str, words: Any) -> forms.Field:
        label = f"{row.entry.indicator}: {words}"
        attributes = {"aria-label": label, "inputmode": "decimal", "autocomplete": "off"}
        last: Decimal | None = getattr(row.last, part) if row.last else None
        field = NumberField(required=False, label=label, widget=forms.TextInput(attributes), show_hidden_initial=True)
        if last is not None:
            field.widget.attrs["data-last"] = field.prepare_value(last)
        return field

    def _note(self, row: IndicatorRow) -> forms.Field:
        label = gettext("%(indicator)s: note") % {"indicator": row.entry.indicator}
        widget = forms.TextInput({"aria-label": label, "autocomplete": "off"})
        return ProseField(required=False, max_length=500, label=label, widget=widget, show_hidden_initial=True)

    def _assignment_fields(self) -> list[tuple[str, forms.Field]]:
        made: list[tuple[str, forms.Field]] = []
        for row in self.entries.assignments:
            prefix, name = row.anchor, str(row.entry.assignment)
            self._keep(prefix, {"status": row.entry.status, "result": row.entry.result})
            self.last[prefix] = {"status": row.last.status, "result": row.last.result} if row.last else {}
            made += [(f"{prefix}_status", _status(name, row)), (f"{prefix}_result", _result(name, row))]
        return made

    def _narrative_fields(self) -> list[tuple[str, forms.Field]]:
        return [(name, _prose(label)) for name, label in NARRATIVE.items()]

    def _keep(self, prefix: str, values: dict[str, Any]) -> None:
        self.names[prefix] = [f"{prefix}_{name}" for name in values]
        self.kept |= {f"{prefix}_{name}": value for name, value in values.items()}

    def _settled(self, made: list[tuple[str, forms.Field]], data: QueryDict | None) -> QueryDict | None:
        """What was typed, with the choices of rows and fields carried out; what was not sent stays as it is kept."""
        if data is None:
            return None
        fields, settled = dict(made), data.copy()
        for prefix in data.getlist("same"):
            for part, value in self.last.get(prefix, {}).items():
                settled[f"{prefix}_{part}"] = fields[f"{prefix}_{part}"].prepare_value(value) or ""
        for name, field in fields.items():
            if name not in data or data.get(f"pick-{name}") == THEIRS:
                settled[name] = field.prepare_value(self.kept[name]) or ""
        return settled


def _status(name: str, row: AssignmentRow) -> forms.Field:
    label = gettext("%(assignment)s: progress") % {"assignment": name}
    widget = forms.Select({"aria-label": label})
    if row.last:
        widget.attrs["data-last"] = row.last.status
    return forms.ChoiceField(
        required=False, label=label, choices=AssignmentStatus.choices, widget=widget, show_hidden_initial=True
    )


def _result(name: str, row: AssignmentRow) -> forms.Field:
    label = gettext("%(assignment)s: result, product") % {"assignment": name}
    widget = forms.Textarea({"aria-label": label, "rows": 2})
    if row.last:
        widget.attrs["data-last"] = row.last.result
    return ProseField(required=False, max_length=4000, label=label, widget=widget, show_hidden_initial=True)


def _prose(label: Any) -> forms.Field:
    widget = forms.Textarea({"rows": 6})
    return ProseField(required=False, max_length=20000, label=label, widget=widget, show_hidden_initial=True)
