"""A field of the outline as a unit reports it, beside the last period's, and what it is asked about. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from approvals import compiled
from workflows.models import Field, FieldType, FieldValue, Section, UnitReport
from workflows.outlines.words import limits_of
from workflows.pure import entry_checks, summing
from workflows.pure.entry_checks import EntryCheck

from .past import last_report, place_of


@dataclass(frozen=True)
class FieldRow:
    """A field's value, and that of the last period: None where the unit had none."""

    entry: FieldValue
    last: FieldValue | None

    @property
    def field(self) -> Field:
        return self.entry.field

    @property
    def section(self) -> Section:
        return self.field.section

    @property
    def name(self) -> str:
        return self.field.label

    @property
    def anchor(self) -> str:
        return f"f{self.entry.pk}"

    @property
    def is_ratio(self) -> bool:
        return self.field.type == FieldType.PERCENT

    @property
    def is_of_files(self) -> bool:
        return self.field.type == FieldType.FILE

    @property
    def is_mean(self) -> bool:
        return False

    @property
    def is_blank(self) -> bool:
        return summing.is_blank(self.field.type, self.entry)

    @property
    def is_missing(self) -> bool:
        """Blank though it is required."""
        return self.is_blank and self.field.required

    @property
    def doubt(self) -> str:
        """Of indicators alone."""
        return ""

    @cached_property
    def checks(self) -> list[EntryCheck]:
        """What the entry has to give a reason for. Limits are the form's: a value beyond them is never stored."""
        return [entry_checks.blank()] if self.is_missing else []

    @property
    def unanswered(self) -> bool:
        return bool(self.checks) and not self.entry.explanation

    @property
    def findings(self) -> list[str]:
        return [check.sentence for check in self.checks]

    @property
    def asks(self) -> str:
        """What is to be typed: the unit of measure, limits, whether it may stay blank."""
        columns = ", ".join(column["title"] for column in self.field.columns)
        asked = [self.field.measure, columns, *limits_of(self.field)]
        return " · ".join(filter(None, [*asked, "" if self.field.required else gettext("may stay blank")]))

    @property
    def value_words(self) -> str:
        return self._words(self.entry)

    @property
    def last_words(self) -> str:
        return self._words(self.last) if self.last else ""

    def _words(self, entry: FieldValue) -> str:
        words = summing.in_words(self.field.type, entry, self.field.decimals)
        measured = words and self.field.type == FieldType.NUMBER and self.field.measure
        return f"{words} {self.field.measure}" if measured else words


def field_rows(report: UnitReport) -> list[FieldRow]:
    """The report's fields in the outline's order. One query, none where its outline has no fields."""
    if not report.period.has_fields:
        return []
    own, last = [], {}
    for value in compiled.read(_beside_last, report=report.pk, **place_of(report)):
        if value.report_id == report.pk:
            own.append(value)
        else:
            last[value.field.number, value.field.type] = value
    return _rows(report, [(value, last.get((value.field.number, value.field.type))) for value in own])


def _beside_last(report: int, **place: Any) -> QuerySet[FieldValue]:
    values = FieldValue.objects.filter(Q(report=report) | Q(report=last_report(**place)))
    return values.select_related("field__section").order_by("field__section__order", "field__order")


def named_field_rows(report: UnitReport, ids: Iterable[int]) -> list[FieldRow]:
    """The report's values of these ids alone, beside nothing. One query."""
    values = report.field_values.filter(pk__in=ids).select_related("field__section")
    return _rows(report, [(value, None) for value in values])


def _rows(report: UnitReport, pairs: Iterable[tuple[FieldValue, FieldValue | None]]) -> list[FieldRow]:
    rows = [FieldRow(value, last) for value, last in pairs]
    for row in rows:
        row.entry.report = report
    return rows
