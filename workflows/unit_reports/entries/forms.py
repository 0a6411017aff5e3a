import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from workflows.cases.inputs.fields import LIMIT, NumberField
from workflows.models import AssignmentStatus, EntryComment, FieldType, FieldValue, Section
from workflows.pure.arrangement import FIELDS
from workflows.pure.summing import percent
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import AssignmentRow, Entries, IndicatorRow, Row
from workflows.unit_reports.parts import part_of

from . import outlined
from .widgets import Choice, Kept, LineInput, ProseInput

NARRATIVE = {
    "results": _("Results"),
    "difficulties": _("Difficulties and obstacles"),
    "proposals": _("Proposals"),
    "directions": _("Directions for the next period"),
}
DIFFICULTIES = "difficulties"
CAPTIONS = {
    "value": _("value"),
    "numerator": _("numerator"),
    "denominator": _("denominator"),
    "note": _("note"),
    "explanation": _("reason"),
    "status": _("progress"),
    "result": _("result, product"),
    "day": _("day/month/year"),
    "choice": _("choice"),
    "words": _("text"),
    "yes": _("yes or no"),
    "rows": _("rows"),
}
RATIO = ("numerator", "denominator", "note", "explanation")
MEAN = ("value", "denominator", "note", "explanation")
PLAIN = ("value", "note", "explanation")
ASSIGNMENT = ("status", "result", "explanation")
RATIO_PAIR, MEAN_PAIR = ("numerator", "denominator"), ("value", "denominator")
NUMBERS = ("value", "numerator", "denominator")
REMARKS = ("note",)
WHY = "explanation"
LINES = (*REMARKS, WHY)
THEIRS = "theirs"
ENTRY = re.compile(r"([iaf])([0-9]{1,18})_")


@dataclass(frozen=True)
class FormRow:
    """A row of the page: the stored entry, and the captioned fields that change it; remarks and the reason are apart.

    `part` is its name, `comments` those of office and unit on it.
    """

    row: Row
    figures: Sequence[tuple[str | Promise, forms.BoundField]]
    remarks: Sequence[tuple[str | Promise, forms.BoundField]]
    locked: bool
    why: forms.BoundField
    part: str
    comments: Sequence[EntryComment]


@dataclass(frozen=True)
class Block:
    """A part of the report as the page shows it. `content` is "indicators", "results", … or "fields", of a `section` of
    the outline with its `rows`; `field` is where a text is typed, None where it is not offered.
    """

    content: str
    section: Section | None
    rows: Sequence[FormRow]
    field: forms.BoundField | None
    comments: Sequence[EntryComment]


@dataclass(frozen=True)
class Conflict:
    """A field that two people filled differently. `mine`: whether the reader changed it at all."""

    name: str
    label: str
    yours: str
    theirs: str
    mine: bool


class EntriesForm(forms.Form):
    """A whole unit report on one page: `i<entry id>_value`, `a<entry id>_status`, `f<value id>_day`, …, and the texts.

    Each field carries what the page first showed, so that a stale save shows what the person changed. Where a row is
    ticked in `same`, the last period's figures replace what was typed, and in `months` those of the year's months;
    where `pick-<field>` is "theirs", what is kept.
    After a partial return the parts that it does not name are shown and cannot be typed in.
    With `only`, it has these fields alone.
    """

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    comments: Mapping[str, Sequence[EntryComment]] = {}  # by part, where the page shows them

    def __init__(self, entries: Entries, data: QueryDict | None = None, *, only: Collection[str] | None = None) -> None:
        self.entries, self.only = entries, only
        self.kept: dict[str, Any] = {}
        self.last: dict[str, dict[str, Any]] = {}
        self.months: dict[str, dict[str, Any]] = {}
        self.made: dict[str, forms.Field] = {}
        for row in entries.rows:
            self._make_row(row)
        for name, label in NARRATIVE.items():
            if self._is_offered(name, data):
                field = _prose(str(label), rows=6, longest=20000)
                self.kept[name], self.made[name] = getattr(entries.report, name), field
                self._lock(name, name)
        super().__init__(self._settled(data), initial={"seen": entries.report.version, **self.kept})
        self.fields.update(self.made)

    @property
    def indicator_rows(self) -> list[FormRow]:
        return [self._row(row) for row in self.entries.indicators]

    @property
    def due_rows(self) -> list[FormRow]:
        """The assignments that this period asks for."""
        return [self._row(row) for row in self.entries.due]

    @property
    def later_rows(self) -> list[FormRow]:
        return [self._row(row) for row in self.entries.later]

    @property
    def has_tables(self) -> bool:
        return any(row.field.type == FieldType.TABLE for row in self.entries.fields)

    @property
    def blocks(self) -> list[Block]:
        """The parts of the report in the outline's order."""
        sections = groupby(self.entries.fields, key=lambda row: row.section)
        own = {section.key: (section, [self._row(row) for row in rows]) for section, rows in sections}
        return [self._block(part, own) for part in self.entries.report.period.parts(own)]

    def clean(self) -> dict[str, Any]:
        for row in self.entries.figures:
            pair = [f"{row.anchor}_{part}" for part in _pair(row)]
            if self.made.keys() >= set(pair) and not self.errors.keys() & set(pair):
                if row.is_ratio:
                    self._clean_ratio(*pair)
                elif row.is_mean:
                    self._clean_mean(*pair)
                if isinstance(row, FieldRow) and row.is_ratio:
                    self._clean_percent(row, *pair)
        return self.cleaned_data

    def indicators(self) -> dict[int, dict[str, Any]]:
        """The cleaned figures by entry, as `actions.save_draft` takes them."""
        return {row.entry.pk: self._cleaned(row) for row in self.entries.indicators}

    def assignments(self) -> dict[int, dict[str, Any]]:
        return {row.entry.pk: self._cleaned(row) for row in self.entries.assignments}

    def fields_of_outline(self) -> dict[int, dict[str, Any]]:
        return {row.entry.pk: self._cleaned(row) for row in self.entries.fields}

    def narrative(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NARRATIVE if name in self.cleaned_data}

    @cached_property
    def broken(self) -> set[str]:
        """The fields that cannot be saved: those at fault, and of figures that come together then both."""
        faults = set(self.errors)
        for row in self.entries.figures:
            parts = {f"{row.anchor}_{part}" for part in _pair(row)}
            faults |= parts & self.made.keys() if parts & faults else set()
        return faults

    def differences(self) -> list[Conflict]:
        """The valid fields that differ from what is stored now; asked of a form bound to the newer version."""
        changed = set(self.changed_data)
        return [self._difference(name, name in changed) for name in self.differing()]

    def differing(self) -> list[str]:
        """The names of the valid fields that differ from what is stored."""
        return [name for name in self.made if name not in self.broken and self._differs(name)]

    def carried(self) -> list[tuple[str, str]]:
        """Every field's name and text as typed, and as stored now: what a page of differences posts again."""
        typed = [(name, self._text(name, self.cleaned_data[name])) for name in self.made]
        return typed + [(self[name].html_initial_name, self._text(name, self.kept[name])) for name in self.made]

    def is_locked(self, name: str) -> bool:
        """Whether the office has accepted the field's part, and returned others alone."""
        return bool(self.made[name].widget.attrs.get("disabled"))

    def _is_offered(self, name: str, data: QueryDict | None) -> bool:
        """Difficulties are raised as items: their text is offered only where there is one, or somebody sends one."""
        if name not in self.entries.report.period.texts:
            return False
        if self.only is not None:
            return name in self.only
        return name != DIFFICULTIES or bool(self.entries.report.difficulties) or (data is not None and name in data)

    def _make_row(self, row: Row) -> None:
        self.last[row.anchor], self.months[row.anchor] = {}, {}
        given = dict(zip(NUMBERS, row.months, strict=True)) if isinstance(row, IndicatorRow) and row.months else {}
        for part in _parts(row):
            name = f"{row.anchor}_{part}"
            if not self._is_asked(row, part):
                continue
            self.kept[name] = getattr(row.entry, part)
            self.made[name] = _field_of(row, part)
            self._lock(name, part_of(row))
            if row.last and part not in LINES and not self._is_locked(part_of(row)):
                self.last[row.anchor][name] = self._text(name, getattr(row.last, part))
                self.made[name].widget.attrs["data-last"] = self.last[row.anchor][name]
            if part in given and not self._is_locked(part_of(row)):
                self.months[row.anchor][name] = self._text(name, given[part])
                self.made[name].widget.attrs["data-months"] = self.months[row.anchor][name]

    def _is_asked(self, row: Row, part: str) -> bool:
        """Whether the form has the field: figures that come together come both where one of them is named."""
        together = _pair(row) if part in _pair(row) else (part,)
        return self.only is None or any(f"{row.anchor}_{each}" in self.only for each in together)

    def _block(self, part: str, own: Mapping[str, tuple[Section, list[FormRow]]]) -> Block:
        section, rows = own.get(part, (None, []))
        field = self[part] if part in self.made else None
        return Block(FIELDS if section else part, section, rows, field, self.comments.get(part, ()))

    def _row(self, row: Row) -> FormRow:
        captioned = {part: (CAPTIONS[part], self[f"{row.anchor}_{part}"]) for part in _parts(row)}
        remarks = [captioned.pop(part) for part in REMARKS if part in captioned]
        _caption, why = captioned.pop(WHY)
        part = part_of(row)
        comments = self.comments.get(part, ())
        return FormRow(row, list(captioned.values()), remarks, self._is_locked(part), why, part, comments)

    def _is_locked(self, part: str) -> bool:
        return bool(self.entries.report.reopened) and part not in self.entries.report.reopened

    def _lock(self, name: str, part: str) -> None:
        if self._is_locked(part):
            self.made[name].widget.attrs["disabled"] = True

    def _settled(self, data: QueryDict | None) -> QueryDict | None:
        """What was typed, with the choices of rows and fields carried out; what was not sent stays as it is stored."""
        if data is None:
            return None
        settled = data.copy()
        for choice, given in (("same", self.last), ("months", self.months)):
            for anchor in data.getlist(choice):
                for name, text in given.get(anchor, {}).items():
                    settled[name] = text
        for name in self.made:
            if name not in settled or data.get(f"pick-{name}") == THEIRS:
                settled[name] = self._text(name, self.kept[name])
        return settled

    def _clean_ratio(self, upper: str, lower: str) -> None:
        """The parts of a ratio come together, and the denominator is above 0."""
        numerator, denominator = self.cleaned_data[upper], self.cleaned_data[lower]
        if denominator == 0:
            self.add_error(lower, gettext("The denominator must be above 0: without cases, leave both numbers blank."))
        elif (numerator is None) != (denominator is None):
            missing = upper if numerator is None else lower
            self.add_error(missing, gettext("Enter the numerator and the denominator, or leave both blank."))
        elif numerator is not None and numerator * 100 >= LIMIT * denominator:
            self.add_error(lower, gettext("The denominator is too small for this numerator."))

    def _clean_percent(self, row: FieldRow, upper: str, lower: str) -> None:
        """The percentage itself lies within the limits of its field."""
        numerator, denominator = self.cleaned_data.get(upper), self.cleaned_data.get(lower)
        if numerator is None or not denominator:
            return
        value, limits = percent(numerator, denominator), row.field
        try:
            outlined.refuse_beyond(value, limits.minimum, limits.maximum, outlined.percent_words)
        except forms.ValidationError as fault:
            self.add_error(upper, fault)

    def _clean_mean(self, mean: str, lower: str) -> None:
        """A mean comes with the number of cases behind it, which is above 0."""
        value, denominator = self.cleaned_data[mean], self.cleaned_data[lower]
        if denominator == 0:
            self.add_error(lower, gettext("The denominator must be above 0: without cases, leave both numbers blank."))
        elif (value is None) != (denominator is None):
            missing = mean if value is None else lower
            self.add_error(missing, gettext("Enter the mean and its denominator, or leave both blank."))

    def _cleaned(self, row: Row) -> dict[str, Any]:
        named = {part: f"{row.anchor}_{part}" for part in _parts(row)}
        held = self.cleaned_data.keys() - self.broken
        return {part: self.cleaned_data[name] for part, name in named.items() if name in held}

    def _differs(self, name: str) -> bool:
        return self.made[name].has_changed(self.kept[name], self[name].data)

    def _difference(self, name: str, mine: bool) -> Conflict:
        return Conflict(
            name=name,
            label=str(self.made[name].label),
            yours=self._words(name, self.cleaned_data[name]),
            theirs=self._words(name, self.kept[name]),
            mine=mine,
        )

    def _words(self, name: str, value: Any) -> str:
        if name.endswith("_status"):
            return str(AssignmentStatus(value).label)
        choices = dict(getattr(self.made[name], "choices", ()))
        text = self._text(name, value)
        return str(choices.get(text, text))

    def _text(self, name: str, value: Any) -> str:
        return self.made[name].prepare_value(value) or ""


def entry_ids(names: Iterable[str]) -> tuple[set[int], set[int], set[int]]:
    """The ids of the indicators' and assignments' entries, and of the values, whose fields are named."""
    found = [match.groups() for match in map(ENTRY.match, names) if match]
    indicators, assignments, values = ({int(pk) for kind, pk in found if kind == each} for each in "iaf")
    return indicators, assignments, values


def _parts(row: Row) -> tuple[str, ...]:
    if isinstance(row, AssignmentRow):
        return ASSIGNMENT
    if isinstance(row, FieldRow):
        return (*FieldValue.COLUMNS[row.field.type], WHY)
    if row.is_mean:
        return MEAN
    return RATIO if row.is_ratio else PLAIN


def figures_of(row: Row) -> tuple[str, ...]:
    """What is reported of the row: without the remark and the reason."""
    return tuple(part for part in _parts(row) if part not in LINES)


def _pair(row: Row) -> tuple[str, ...]:
    """The figures of the row that come together: both, or neither."""
    if isinstance(row, AssignmentRow):
        return ()
    if row.is_mean:
        return MEAN_PAIR
    return RATIO_PAIR if row.is_ratio else ()


def _field_of(row: Row, part: str) -> forms.Field:
    """A field of the entry, bare in its table: it is named by aria-label."""
    label = f"{row.name}: {CAPTIONS[part]}"
    if not isinstance(row, FieldRow) or part == WHY:
        return _field(part, label)
    field = outlined.field_of(row.field, part, label if row.is_ratio else row.name)
    return _bare(field, str(field.label))


def _field(part: str, label: str) -> forms.Field:
    if part == "status":
        choices = AssignmentStatus.choices
        choice = Choice(choices=choices)
        field: forms.Field = forms.ChoiceField(
            choices=choices, required=False, label=label, widget=choice, show_hidden_initial=True
        )
    elif part == "result":
        field = _prose(label, rows=2, longest=4000)
    elif part in LINES:
        field = PrintedField(required=False, max_length=500, label=label, widget=LineInput, show_hidden_initial=True)
    else:
        field = NumberField(required=False, label=label, widget=LineInput, show_hidden_initial=True)
        field.widget.attrs["inputmode"] = "decimal"
    return _bare(field, label)


def _bare(field: forms.Field, label: str) -> forms.Field:
    field.hidden_widget = Kept
    field.widget.attrs |= {"aria-label": label, "autocomplete": "off"}
    return field


def _prose(label: str, *, rows: int, longest: int) -> forms.Field:
    field = PrintedField(
        required=False, max_length=longest, label=label, widget=ProseInput({"rows": rows}), show_hidden_initial=True
    )
    field.hidden_widget = Kept
    return field
