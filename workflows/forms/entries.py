from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.findings import AssignmentRow, Entries, IndicatorRow
from workflows.models import AssignmentStatus
from workflows.parts import part_of

from .fields import LIMIT, NumberField, ProseField

NARRATIVE = {
    "results": _("Results"),
    "difficulties": _("Difficulties and obstacles"),
    "proposals": _("Proposals"),
    "directions": _("Directions for the next period"),
}
CAPTIONS = {
    "value": _("value"),
    "numerator": _("numerator"),
    "denominator": _("denominator"),
    "note": _("note"),
    "status": _("progress"),
    "result": _("result, product"),
}
RATIO = ("numerator", "denominator", "note")
MEAN = ("value", "denominator", "note")
PLAIN = ("value", "note")
ASSIGNMENT = ("status", "result")
REMARKS = ("note",)
THEIRS = "theirs"


@dataclass(frozen=True)
class FormRow:
    """A row of the page: what is kept, and the captioned fields that change it; remarks stand apart."""

    row: IndicatorRow | AssignmentRow
    figures: Sequence[tuple[str | Promise, forms.BoundField]]
    remarks: Sequence[tuple[str | Promise, forms.BoundField]]
    locked: bool


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
    After a partial return the parts that it does not name are shown and cannot be typed in.
    """

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, entries: Entries, data: QueryDict | None = None) -> None:
        self.entries = entries
        self.kept: dict[str, Any] = {}
        self.last: dict[str, dict[str, Any]] = {}
        self.made: dict[str, forms.Field] = {}
        for row in entries.rows:
            self._make_row(row)
        for name, label in NARRATIVE.items():
            self.kept[name], self.made[name] = getattr(entries.report, name), _prose(str(label), rows=6, longest=20000)
            self._lock(name, name)
        super().__init__(self._settled(data), initial={"seen": entries.report.version, **self.kept})
        self.fields.update(self.made)

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
            elif row.is_mean:
                self._clean_mean(row)
        return self.cleaned_data

    def indicators(self) -> dict[int, dict[str, Any]]:
        """The cleaned figures by entry, as `actions.save_draft` takes them."""
        return {row.entry.pk: self._cleaned(row) for row in self.entries.indicators}

    def assignments(self) -> dict[int, dict[str, Any]]:
        return {row.entry.pk: self._cleaned(row) for row in self.entries.assignments}

    def narrative(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NARRATIVE}

    def differences(self) -> list[Difference]:
        """Where what was typed differs from what is kept by now; asked of a valid form bound to the newer report."""
        changed = set(self.changed_data)
        return [self._difference(name, name in changed) for name in self.made if self._differs(name)]

    def carried(self) -> list[tuple[str, str]]:
        """Every field's name and text as typed, and as kept by now: what a page of differences posts again."""
        typed = [(name, self._text(name, self.cleaned_data[name])) for name in self.made]
        return typed + [(self[name].html_initial_name, self._text(name, self.kept[name])) for name in self.made]

    def _make_row(self, row: IndicatorRow | AssignmentRow) -> None:
        self.last[row.anchor] = {}
        for part in _parts(row):
            name = f"{row.anchor}_{part}"
            self.kept[name] = getattr(row.entry, part)
            self.made[name] = _field(part, f"{row.name}: {CAPTIONS[part]}")
            self._lock(name, part_of(row))
            if row.last and part not in REMARKS and not self._is_locked(part_of(row)):
                self.last[row.anchor][name] = self._text(name, getattr(row.last, part))
                self.made[name].widget.attrs["data-last"] = self.last[row.anchor][name]

    def _row(self, row: IndicatorRow | AssignmentRow) -> FormRow:
        captioned = {part: (CAPTIONS[part], self[f"{row.anchor}_{part}"]) for part in _parts(row)}
        remarks = [captioned.pop(part) for part in REMARKS if part in captioned]
        return FormRow(row, list(captioned.values()), remarks, self._is_locked(part_of(row)))

    def _is_locked(self, part: str) -> bool:
        return bool(self.entries.report.reopened) and part not in self.entries.report.reopened

    def _lock(self, name: str, part: str) -> None:
        if self._is_locked(part):
            self.made[name].widget.attrs["disabled"] = True

    def _settled(self, data: QueryDict | None) -> QueryDict | None:
        """What was typed, with the choices of rows and fields carried out; what was not sent stays as it is kept."""
        if data is None:
            return None
        settled = data.copy()
        for anchor in data.getlist("same"):
            for name, text in self.last.get(anchor, {}).items():
                settled[name] = text
        for name in self.made:
            if name not in settled or data.get(f"pick-{name}") == THEIRS:
                settled[name] = self._text(name, self.kept[name])
        return settled

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

    def _clean_mean(self, row: IndicatorRow) -> None:
        """A mean comes with the number of cases behind it, which is above 0."""
        mean, lower = f"{row.anchor}_value", f"{row.anchor}_denominator"
        if mean in self.errors or lower in self.errors:
            return
        value, denominator = self.cleaned_data[mean], self.cleaned_data[lower]
        if denominator == 0:
            self.add_error(lower, gettext("The denominator must be above 0: without cases, leave both numbers blank."))
        elif (value is None) != (denominator is None):
            missing = mean if value is None else lower
            self.add_error(missing, gettext("Enter the mean and its denominator, or leave both blank."))

    def _cleaned(self, row: IndicatorRow | AssignmentRow) -> dict[str, Any]:
        return {part: self.cleaned_data[f"{row.anchor}_{part}"] for part in _parts(row)}

    def _differs(self, name: str) -> bool:
        return self.made[name].has_changed(self.kept[name], self[name].data)

    def _difference(self, name: str, mine: bool) -> Difference:
        return Difference(
            name=name,
            label=str(self.made[name].label),
            yours=self._words(name, self.cleaned_data[name]),
            theirs=self._words(name, self.kept[name]),
            mine=mine,
        )

    def _words(self, name: str, value: Any) -> str:
        return str(AssignmentStatus(value).label) if name.endswith("_status") else self._text(name, value)

    def _text(self, name: str, value: Any) -> str:
        return self.made[name].prepare_value(value) or ""


def _parts(row: IndicatorRow | AssignmentRow) -> tuple[str, ...]:
    if isinstance(row, AssignmentRow):
        return ASSIGNMENT
    if row.is_mean:
        return MEAN
    return RATIO if row.is_ratio else PLAIN


def _field(part: str, label: str) -> forms.Field:
    """A field of the entry, bare in its table: it is named by aria-label."""
    if part == "status":
        choices = AssignmentStatus.choices
        field: forms.Field = forms.ChoiceField(choices=choices, required=False, label=label, show_hidden_initial=True)
    elif part == "result":
        field = _prose(label, rows=2, longest=4000)
    elif part == "note":
        field = ProseField(required=False, max_length=500, label=label, show_hidden_initial=True)
    else:
        field = NumberField(required=False, label=label, show_hidden_initial=True)
        field.widget.attrs["inputmode"] = "decimal"
    field.widget.attrs |= {"aria-label": label, "autocomplete": "off"}
    return field


def _prose(label: str, *, rows: int, longest: int) -> forms.Field:
    widget = forms.Textarea({"rows": rows})
    return ProseField(required=False, max_length=longest, label=label, widget=widget, show_hidden_initial=True)
