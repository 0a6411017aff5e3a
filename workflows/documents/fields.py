"""The fields of the outline as the document tells them, from the ward's figures of them."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from workflows.models import Field, FieldFigure, FieldType, Summing
from workflows.outlines.words import columns_of
from workflows.pure.quoted import NO_FIGURE
from workflows.pure.summing import IN_ROWS, read, total_in_words

from .content import FieldLine, FieldSection, FieldTable, UnitRemarks


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
        result=total_in_words(field.type, field.summing, figure, field.decimals),
        value=figure.value,
        told=tuple(UnitRemarks(unit, tuple(words.splitlines())) for unit, words in figure.told),
        note="; ".join(_notes(field, figure)),
    )


def _notes(field: Field, figure: FieldFigure) -> Iterator[str]:
    """How it is made of the units' figures, where that is not plain; that some did not report; that it is adjusted."""
    if field.type in OF_SEVERAL and field.summing in SAID:
        yield SAID[Summing(field.summing)]
    if 0 < figure.reported < figure.expected:
        yield f"{figure.reported:02d}/{figure.expected:02d} đơn vị có số liệu"
    if figure.carried and not figure.is_overridden:
        yield f"số liệu kỳ trước của {figure.carried}"
    if figure.is_overridden:
        yield _adjusted(field, figure)


def _adjusted(field: Field, figure: FieldFigure) -> str:
    """That it is adjusted, and what the units' reports give; where each is told by its name, that stands beside it."""
    if field.summing == Summing.LIST:
        return "nội dung điều chỉnh"
    computed = total_in_words(field.type, field.summing, read(figure.computed), field.decimals)
    return f"số điều chỉnh, số tổng hợp: {computed or NO_FIGURE}"


OF_SEVERAL = (FieldType.NUMBER, FieldType.DATE)
SAID = {Summing.MEAN: "bình quân các đơn vị", Summing.LEAST: "nhỏ nhất", Summing.MOST: "lớn nhất"}


def _table(figure: FieldFigure) -> FieldTable:
    rows = tuple((unit, *cells) for unit, cells in figure.told)
    return FieldTable(figure.field.number, _title(figure), columns_of(figure.field), rows)


def _title(figure: FieldFigure) -> str:
    label = figure.field.label
    if not figure.is_overridden:
        return label
    return f"{label} (số liệu điều chỉnh; các đơn vị báo cáo: {len(figure.computed['told'])} dòng)"
