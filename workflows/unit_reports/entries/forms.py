import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.models import AssignmentStatus, EntryComment, FieldType, Section
from workflows.pure.arrangement import FIELDS
from workflows.pure.summing import percent
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import Entries, IndicatorRow, Row
from workflows.unit_reports.parts import part_of

from . import outlined, totals
from .cells import TOTAL, Block, EntryRow, FieldCell, FieldInput, draw, draw_total
from .fields import LINES, NUMBERS, REMARKS, WHY, alike, caption_of, field_of, pair_of, parts_of, prose

NARRATIVE = {
    "results": _("Results"),
    "difficulties": _("Difficulties and obstacles"),
    "proposals": _("Proposals"),
    "directions": _("Directions for the next period"),
}
DIFFICULTIES = "difficulties"
THEIRS = "theirs"
ENTRY = re.compile(r"([iaf])([0-9]{1,18})_")


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
        self.locked: set[str] = set()
        self.below: dict[str, str] = {}  # what is asked of years to date below those before
        self.alike = only is None and data is None  # nothing is cleaned: the fields of all rows may be the same
        for row in entries.rows:
            self._make_row(row)
        for name, label in NARRATIVE.items():
            if self._is_offered(name, data):
                field = prose(str(label), rows=6, longest=20000)
                self.kept[name], self.made[name] = getattr(entries.report, name), field
                self._lock(name, name)
        super().__init__(self._settled(data), initial={"seen": entries.report.version, **self.kept})
        self.fields.update(self.made)

    @property
    def indicator_rows(self) -> list[EntryRow]:
        return [self._row(row) for row in self.entries.indicators]

    @property
    def due_rows(self) -> list[EntryRow]:
        """The assignments that this period asks for."""
        return [self._row(row) for row in self.entries.due]

    @property
    def later_rows(self) -> list[EntryRow]:
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
            pair = [f"{row.anchor}_{part}" for part in pair_of(row)]
            if self.made.keys() >= set(pair) and not self.errors.keys() & set(pair):
                if row.is_ratio:
                    self._clean_ratio(*pair)
                elif row.is_mean:
                    self._clean_mean(*pair)
                if isinstance(row, FieldRow) and row.is_ratio:
                    self._clean_percent(row, *pair)
        self._clean_totals()
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
            parts = {f"{row.anchor}_{part}" for part in pair_of(row)}
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
        return name in self.locked

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
        for part in parts_of(row):
            name = f"{row.anchor}_{part}"
            if not self._is_asked(row, part):
                continue
            self.kept[name] = getattr(row.entry, part)
            self.made[name] = alike(part) if self.alike and not isinstance(row, FieldRow) else field_of(row, part)
            self._lock(name, part_of(row))
            if row.last and part not in LINES and name not in self.locked:
                self.last[row.anchor][name] = self._text(name, getattr(row.last, part))
            if part in given and name not in self.locked:
                self.months[row.anchor][name] = self._text(name, given[part])
            if not (self.alike and not isinstance(row, FieldRow)):
                self.made[name].widget.attrs |= self._ticked(row, name)

    def _is_asked(self, row: Row, part: str) -> bool:
        """Whether the form has the field: figures that come together come both where one of them is named."""
        together = pair_of(row) if part in pair_of(row) else (part,)
        return self.only is None or any(f"{row.anchor}_{each}" in self.only for each in together)

    def _block(self, part: str, own: Mapping[str, tuple[Section, list[EntryRow]]]) -> Block:
        section, rows = own.get(part, (None, []))
        field = self[part] if part in self.made else None
        returned = self.entries.report.reopened.get(part)
        comments, content = self.comments.get(part, ()), FIELDS if section else part
        return Block(content, section, rows, field, comments, part in self.locked, returned)

    def _row(self, row: Row) -> EntryRow:
        part = part_of(row)
        cells = {each: self._cell(row, each) for each in parts_of(row)}
        others = [cells.pop(each) for each in (WHY, *REMARKS) if each in cells]
        comments, returned = self.comments.get(part, ()), self.entries.report.reopened.get(part)
        return EntryRow(row, list(cells.values()), others, self._is_locked(part), part, comments, returned)

    def _cell(self, row: Row, part: str) -> FieldCell:
        name = f"{row.anchor}_{part}"
        caption, errors = caption_of(row, part), SafeString(self[name].errors) if name in self.errors else ""
        if isinstance(row, FieldRow):
            return FieldCell(f"id_{name}", caption, SafeString(self[name]), errors)
        first = self._text(name, self.kept[name])
        text, shown = first, first
        if self.is_bound:
            text, shown = str(self.data.get(name, "")), str(self.data.get(f"initial-{name}", first))
        given = FieldInput(text, shown, self._ticked(row, name), name in self.locked, bool(errors))
        html = draw(part, name, f"{row.name}: {caption}", given)
        return FieldCell(f"id_{name}", caption, html, errors, self._total(row, part, name))

    def _total(self, row: Row, part: str, name: str) -> SafeString | str:
        """Where the number is typed as the year to date; blank where it does not add up over the year."""
        if not isinstance(row, IndicatorRow) or part not in row.before or name in self.locked:
            return ""
        label = gettext("%(name)s: %(part)s as the year to date") % {"name": row.name, "part": caption_of(row, part)}
        typed = self.data.get(f"{name}{TOTAL}", "") if name in self.below else ""
        return draw_total(name, label, self._text(name, row.before[part]), typed)

    def _ticked(self, row: Row, name: str) -> dict[str, str]:
        """What a tick puts into the field, by the attribute that tells the script."""
        given = {"data-last": self.last, "data-months": self.months}
        return {key: texts[row.anchor][name] for key, texts in given.items() if name in texts[row.anchor]}

    def _is_locked(self, part: str) -> bool:
        return bool(self.entries.report.reopened) and part not in self.entries.report.reopened

    def _lock(self, name: str, part: str) -> None:
        if self._is_locked(part):
            self.locked.add(name)
            if not self.alike or part in NARRATIVE or part.startswith("F"):
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
        open_ones = self.made.keys() - self.locked
        self.below = totals.settle(self.entries.indicators, settled, open_ones)
        for name in self.made:
            if name not in settled or data.get(f"pick-{name}") == THEIRS:
                settled[name] = self._text(name, self.kept[name])
        return settled

    def _clean_totals(self) -> None:
        for name, sentence in self.below.items():
            self.errors.pop(name, None)
            self.add_error(name, sentence)

    def _clean_ratio(self, upper: str, lower: str) -> None:
        """The parts of a ratio come together, and the denominator is above 0."""
        if fault := outlined.ratio_fault(self.cleaned_data[upper], self.cleaned_data[lower]):
            part, sentence = fault
            self.add_error(upper if part == "numerator" else lower, sentence)

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
        named = {part: f"{row.anchor}_{part}" for part in parts_of(row)}
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
