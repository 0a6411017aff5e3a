"""Where a field of the outline is typed: its type, its limits, and sentences that say what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.days import refuse_beyond_bounds
from approvals.pages.fields import PrintedField
from approvals.text.plain import one_line
from workflows.cases.inputs.fields import LIMIT, NumberField
from workflows.models import Field, FieldType
from workflows.pure.aggregation import format_number
from workflows.pure.annexes.content import UnreadableAnnex
from workflows.pure.annexes.sources.pasted import pasted_rows
from workflows.pure.summing import BAR, STORED_PLACES, day_words, rows_in_lines

from .widgets import Choice, LineInput, ProseInput

MOST_ROWS = 200  # of a table, in one report
LONGEST_CELL = 500
CELL = PrintedField(required=False)
YES_NO = [("", "–"), ("yes", _("yes")), ("no", _("no"))]


def field_of(field: Field, column: str, label: str) -> forms.Field:
    """Where `column` of the outline's field is typed."""
    made = _MADE[FieldType(field.type)](field, column, label)
    made.show_hidden_initial = True
    return made


def _same(label: str) -> dict[str, Any]:
    return {"required": False, "label": label}


def _number(field: Field, column: str, label: str) -> forms.Field:
    made = LimitedNumber(field, widget=LineInput, **_same(label))
    made.widget.attrs["inputmode"] = "decimal"
    return made


def _part(_field: Field, _column: str, label: str) -> forms.Field:
    made = NumberField(widget=LineInput, **_same(label))
    made.widget.attrs["inputmode"] = "decimal"
    return made


def _day(field: Field, _column: str, label: str) -> forms.Field:
    return LimitedDay(field, widget=LineInput, **_same(label))


def _choice(field: Field, _column: str, label: str) -> forms.Field:
    listed = [("", "–"), *((each, each) for each in field.choices)]
    unknown = _("“%(value)s” is not in the list. Choose one of the list.")
    return forms.ChoiceField(
        choices=listed, widget=Choice(choices=listed), error_messages={"invalid_choice": unknown}, **_same(label)
    )


def _text(field: Field, _column: str, label: str) -> forms.Field:
    return PrintedField(max_length=field.longest, widget=ProseInput({"rows": 2}), **_same(label))


def _rows(field: Field, _column: str, label: str) -> forms.Field:
    made = TableRowsField(field.columns, widget=ProseInput({"rows": 3}), **_same(label))
    made.widget.attrs["data-rows"] = BAR.join(column["title"] for column in field.columns)
    return made


def _yes_no(_field: Field, _column: str, label: str) -> forms.Field:
    return YesNoField(widget=Choice(choices=YES_NO), **_same(label))


class LimitedNumber(NumberField):
    """A number within the limits of a field of the outline, with its decimals."""

    def __init__(self, limits: Field, **options: Any) -> None:
        super().__init__(**options)
        self.limits = limits

    def to_python(self, value: Any) -> Decimal | None:
        number = super().to_python(value)
        if number is None:
            return None
        limits = self.limits
        if number != round(number, limits.decimals):
            raise ValidationError(_too_fine(limits.decimals), code="too_fine")
        refuse_beyond(number, limits.minimum, limits.maximum, lambda bound: format_number(bound, STORED_PLACES))
        return number


class LimitedDay(forms.Field):
    """A day typed as 05/10/2026, within the limits of a field of the outline; blank is None."""

    def __init__(self, limits: Field, **options: Any) -> None:
        super().__init__(**options)
        self.limits = limits

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        day = day_of(text)
        refuse_beyond(day, self.limits.earliest, self.limits.latest, day_words)
        return day

    def prepare_value(self, value: Any) -> Any:
        return day_words(value) if isinstance(value, date) else value


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nothing said."""

    def __init__(self, **options: Any) -> None:
        unknown = _("“%(value)s” is not in the list. Choose one of the list.")
        super().__init__(
            choices=YES_NO,
            coerce=lambda word: word == "yes",
            empty_value=None,
            error_messages={"invalid_choice": unknown},
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class TableRowsField(forms.Field):
    """The rows of a table: a line each, its cells parted by a bar, or by tabs as they are pasted from Excel. Each cell
    is of its column's type, and kept as it is printed; a row without any is left out.
    """

    def __init__(self, columns: Sequence[Mapping[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.columns = columns

    def to_python(self, value: Any) -> list[list[str]]:
        rows = [row for row in _rows_in(str(value or "")) if any(row)]
        if len(rows) > MOST_ROWS:
            raise _too_many_rows()
        return [self._row(place, row) for place, row in enumerate(rows, start=1)]

    def prepare_value(self, value: Any) -> Any:
        return rows_in_lines(value) if isinstance(value, list) else value

    def _row(self, place: int, cells: list[str]) -> list[str]:
        if len(cells) > len(self.columns):
            sentence = gettext("Row %(row)d has %(cells)d cells, and the table %(columns)d columns.")
            values = {"row": place, "cells": len(cells), "columns": len(self.columns)}
            raise ValidationError(sentence % values, code="cells")
        whole = cells + [""] * (len(self.columns) - len(cells))
        return [self._cell(place, column, cell) for column, cell in zip(self.columns, whole, strict=True)]

    def _cell(self, place: int, column: Mapping[str, str], text: str) -> str:
        try:
            return _CELLS[column["type"]](text) if text else ""
        except ValidationError as fault:
            sentence = gettext("Row %(row)d, “%(column)s”: %(fault)s")
            values = {"row": place, "column": column["title"], "fault": fault.messages[0]}
            raise ValidationError(sentence % values, code="cell") from fault


def _rows_in(text: str) -> list[list[str]]:
    """The cells of each line: parted by tabs where it was pasted, a cell of several lines within quotation marks, else
    by bars. Raises ValidationError.
    """
    try:
        pasted = pasted_rows(text) if "\t" in text else [[line] for line in text.splitlines()]
    except UnreadableAnnex as too_large:
        raise _too_many_rows() from too_large
    parted = (row[0].split("|") if len(row) == 1 else row for row in pasted)
    return [[CELL.clean(one_line(cell)) for cell in row] for row in parted]


def _too_many_rows() -> ValidationError:
    return ValidationError(gettext("A table has at most %(number)d rows.") % {"number": MOST_ROWS}, code="too_long")


def _number_cell(text: str) -> str:
    number = NumberField(required=False).to_python(text)
    return "" if number is None else format_number(number, STORED_PLACES)


def _text_cell(text: str) -> str:
    if "|" in text:
        raise ValidationError(gettext("Write it without a bar (|): it parts the cells of a row."), code="bar")
    if len(text) > LONGEST_CELL:
        raise ValidationError(gettext("Write %(number)d letters at most.") % {"number": LONGEST_CELL}, code="too_long")
    return text


def day_of(text: str) -> date:
    """The day in "05/10/2026" or "5-10-2026". Raises ValidationError where it is none."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    try:
        if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
            raise ValueError(text)
        day, month, year = map(int, parts)
        day_typed = date(year, month, day)
    except (ValueError, OverflowError) as error:
        sentence = gettext("“%(text)s” is no day of the calendar. Write day, month and year: 05/10/2026.")
        raise ValidationError(sentence % {"text": text[:40]}, code="no_day") from error
    refuse_beyond_bounds(day_typed)
    return day_typed


def refuse_beyond(value: Any, least: Any, most: Any, words: Callable[[Any], str]) -> None:
    """Raises ValidationError, which names the limit, for a value below `least` or above `most`; None is no limit."""
    if least is not None and value < least:
        sentence = gettext("This must not be below %(limit)s.")
        raise ValidationError(sentence % {"limit": words(least)}, code="beyond")
    if most is not None and value > most:
        sentence = gettext("This must not be above %(limit)s.")
        raise ValidationError(sentence % {"limit": words(most)}, code="beyond")


def ratio_fault(numerator: Decimal | None, denominator: Decimal | None) -> tuple[str, str] | None:
    """What is wrong with the two numbers of a ratio, after the name of the one at fault: they come together, and the
    denominator is above 0. None where nothing is.
    """
    if denominator == 0:
        return "denominator", gettext("The denominator must be above 0: without cases, leave both numbers blank.")
    if (numerator is None) != (denominator is None):
        missing = "numerator" if numerator is None else "denominator"
        return missing, gettext("Enter the numerator and the denominator, or leave both blank.")
    if numerator is not None and denominator is not None and numerator * 100 >= LIMIT * denominator:
        return "denominator", gettext("The denominator is too small for this numerator.")
    return None


def percent_words(value: Decimal) -> str:
    return f"{format_number(value, STORED_PLACES)}%"


def _too_fine(decimals: int) -> str:
    if not decimals:
        return gettext("Write a whole number, without decimals.")
    return gettext("Write at most %(places)d decimals after the comma.") % {"places": decimals}


_CELLS: Mapping[str, Callable[[str], str]] = {
    FieldType.NUMBER: _number_cell,
    FieldType.DATE: lambda text: day_words(day_of(text)),
    FieldType.TEXT: _text_cell,
}
_MADE: Mapping[FieldType, Callable[[Field, str, str], forms.Field]] = {
    FieldType.NUMBER: _number,
    FieldType.PERCENT: _part,
    FieldType.DATE: _day,
    FieldType.CHOICE: _choice,
    FieldType.TEXT: _text,
    FieldType.YES_NO: _yes_no,
    FieldType.TABLE: _rows,
}
