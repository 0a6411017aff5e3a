"""Where the fields of a document's outline are typed: as in the reports of units."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms

from workflows.models import Field, FieldAnswer, FieldType, Section, SubmissionValue
from workflows.outlines.words import limits_of
from workflows.pure.summing import percent
from workflows.unit_reports.entries import outlined
from workflows.unit_reports.entries.fields import CAPTIONS


@dataclass(frozen=True)
class TypedSection:
    """A section with its fields: each where it is typed, or, of files, what is attached to it."""

    section: Section
    rows: list[tuple[SubmissionValue, list[forms.BoundField]]]


class FieldsOfOutline(forms.Form):
    """A form with the fields of an outline behind its own; `told` are the document's values of them, in order."""

    def __init__(self, *args: Any, told: Sequence[SubmissionValue] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.told = told
        for value in told:
            for column, name in named(value.field):
                self.fields[name] = _field(value.field, column)
                self.initial.setdefault(name, getattr(value, column))

    def clean(self) -> dict[str, Any]:
        for value in self.told:
            if value.field.type == FieldType.PERCENT:
                self._clean_percent(value.field)
                self._drop_halves(value.field)
        return self.cleaned_data

    def complete(self, sent: Container[str]) -> None:
        """Take what stands for a part of a field that was not sent beside another that was."""
        typed: Any = self.data
        data = typed.copy()
        for value in self.told:
            names = dict(named(value.field))
            if any(name in sent for name in names.values()):
                for column, name in names.items():
                    stands = self.fields[name].prepare_value(getattr(value, column))
                    data.setdefault(name, "" if stands is None else stands)
        self.data = data

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Those that belong to no outline."""
        of_outline = {name for value in self.told for _column, name in named(value.field)}
        return [field for field in self.visible_fields() if field.name not in of_outline]

    @property
    def sections(self) -> Iterator[TypedSection]:
        for section, values in groupby(self.told, key=lambda value: value.field.section):
            rows = [(value, [self[name] for _column, name in named(value.field)]) for value in values]
            yield TypedSection(section, rows)

    @property
    def typed(self) -> dict[int, dict[str, Any]]:
        """What was typed and holds, by the numbers of the fields, as `submissions.edit` takes it: a field with all its
        columns or not at all.
        """
        held = [(value.field.number, dict(named(value.field))) for value in self.told]
        return {
            number: {column: self.cleaned_data[name] for column, name in names.items()}
            for number, names in held
            if self.cleaned_data.keys() >= set(names.values())
        }

    def _clean_percent(self, field: Field) -> None:
        names = dict(named(field))
        if self.errors.keys() & set(names.values()) or not self.fields.keys() >= set(names.values()):
            return
        numerator, denominator = (self.cleaned_data.get(names[part]) for part in ("numerator", "denominator"))
        if fault := outlined.ratio_fault(numerator, denominator):
            part, sentence = fault
            self.add_error(names[part], sentence)
        elif numerator is not None and denominator:
            try:
                share = percent(numerator, denominator)
                outlined.refuse_beyond(share, field.minimum, field.maximum, outlined.percent_words)
            except forms.ValidationError as beyond:
                self.add_error(names["numerator"], beyond)

    def _drop_halves(self, field: Field) -> None:
        """Where one part of a percentage does not hold, neither does."""
        names = {name for _column, name in named(field)}
        if not self.cleaned_data.keys() >= names:
            for name in names:
                self.cleaned_data.pop(name, None)


def named(field: Field) -> list[tuple[str, str]]:
    """Its columns, each with the name under which it is typed."""
    return [(column, f"F{field.number}_{column}") for column in FieldAnswer.COLUMNS[field.type]]


def _field(field: Field, column: str) -> forms.Field:
    measure = f" ({field.measure})" if field.measure else ""
    label = f"{field.label}: {CAPTIONS[column]}" if field.type == FieldType.PERCENT else f"{field.label}{measure}"
    made: Any = outlined.field_of(field, column, label)
    made.needed_at_times = field.required
    made.help_text = ". ".join(filter(None, [field.help.rstrip("."), ", ".join(limits_of(field))]))
    return made
