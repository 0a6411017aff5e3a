"""The fields of the outline as the document tells them, from the ward's figures of them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from workflows.models import Field, FieldFigure, FieldType, Summing
from workflows.pure.aggregation import format_number
from workflows.pure.summing import PERCENT_PLACES, STORED_PLACES

from .content import FieldLine, FieldSection, FieldTable, UnitRemarks

OF_FILES = ("Tệp đính kèm", "SHA-256")  # the columns of a field of files
IN_ROWS = (FieldType.TABLE, FieldType.FILE)


def sections_of(figures: Iterable[FieldFigure]) -> tuple[FieldSection, ...]:
    """The sections of the outline with fields of their own; `figures` come in its order, with field and section."""
    found = groupby(figures, key=lambda figure: figure.field.section)
    return tuple(_section(section.title, list(rows)) for section, rows in found)


def _section(title: str, figures: list[FieldFigure]) -> FieldSection:
    tables = [figure for figure in figures if figure.field.type in IN_ROWS]
    lines = [figure for figure in figures if figure.field.type not in IN_ROWS]
    return FieldSection(title, tuple(map(_line, lines)), tuple(map(_table, tables)))


def _line(figure: FieldFigure) -> FieldLine:
    field: Any = figure.field
    return FieldLine(
        number=field.number,
        name=field.label,
        measure=field.measure or ("%" if field.type == FieldType.PERCENT else ""),
        result=_result(field, figure),
        value=figure.value,
        told=tuple(UnitRemarks(unit, tuple(words.splitlines())) for unit, words in figure.told),
        note="; ".join(_notes(field, figure)),
    )


def _result(field: Field, figure: FieldFigure) -> str:
    """The figure as it is printed; blank where nobody reported, and where each unit is told by its name."""
    value: Decimal | None = figure.value
    if value is None:
        return figure.words
    if field.type == FieldType.PERCENT:
        return f"{format_number(value, PERCENT_PLACES)} ({_plain(figure.numerator)}/{_plain(figure.denominator)})"
    if field.type == FieldType.YES_NO:
        return f"{value:02.0f}/{figure.denominator:02.0f} đơn vị: có"
    is_mean = field.summing == Summing.MEAN
    return format_number(value, max(field.decimals, PERCENT_PLACES) if is_mean else field.decimals)


def _plain(number: Decimal | None) -> str:
    return format_number(number or Decimal(0), STORED_PLACES)


def _notes(field: Field, figure: FieldFigure) -> Iterator[str]:
    """How it is made of the units' figures, where that is not plain; and that some did not report."""
    if field.type in OF_SEVERAL and field.summing in SAID:
        yield SAID[Summing(field.summing)]
    if 0 < figure.reported < figure.expected:
        yield f"{figure.reported:02d}/{figure.expected:02d} đơn vị có số liệu"
    if figure.carried:
        yield f"số liệu kỳ trước của {figure.carried}"


OF_SEVERAL = (FieldType.NUMBER, FieldType.DATE)
SAID = {Summing.MEAN: "bình quân các đơn vị", Summing.LEAST: "nhỏ nhất", Summing.MOST: "lớn nhất"}


def _table(figure: FieldFigure) -> FieldTable:
    is_of_files = figure.field.type == FieldType.FILE
    columns = OF_FILES if is_of_files else tuple(column["title"] for column in figure.field.columns)
    rows = tuple((unit, *cells) for unit, cells in figure.told)
    return FieldTable(figure.field.number, figure.field.label, columns, rows)
