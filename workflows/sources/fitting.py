"""Lines that a system sent, fitted to the entries of a draft: by the limits of the write page, and over nothing that a
person typed or the office accepted. Reads only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from approvals.text.plain import one_line
from approvals.text.vietnamese import folded
from units.workbook.sheets.cells import Cell, CellFault, figure
from workflows.unit_reports.entries.forms import EntriesForm
from workflows.unit_reports.findings import Entries, IndicatorRow
from workflows.unit_reports.parts import part_of

from .content import Line, Unfit


@dataclass
class Fitted:
    """The figures by entry, as `take_in_figures` takes them, and what stayed as it was, in sentences."""

    indicators: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    stayed: list[str] = field(default_factory=list)


def fitted(entries: Entries, lines: Sequence[Line]) -> Fitted:
    """Raises Unfit with everything that is wrong."""
    rows = {row.entry.indicator.number: row for row in entries.indicators}
    typed, faults, stayed = QueryDict(mutable=True), [], []
    of_field: dict[str, Line] = {}
    for line in lines:
        row = rows.get(line.number)
        try:
            given = _given(row, line)
        except CellFault as fault:
            faults.append(line.at_its_row(str(fault)))
            continue
        if row is None or all(getattr(row.entry, name) == value for name, value in given.items()):
            continue
        if why := _kept(entries, row):
            stayed.append(line.at_its_row(why))
            continue
        for name, value in given.items():
            typed[f"{row.anchor}_{name}"] = _as_typed(value)
            of_field[f"{row.anchor}_{name}"] = line
    form = _form(entries, typed, of_field, faults)
    if faults:
        raise Unfit(faults)
    mine = {rows[line.number].entry.pk for line in of_field.values()}
    return Fitted({pk: values for pk, values in form.indicators().items() if pk in mine}, stayed)


def _form(entries: Entries, typed: QueryDict, of_field: Mapping[str, Line], faults: list[str]) -> EntriesForm:
    """What the page would say of it, each at its line."""
    typed["seen"] = str(entries.report.version)
    form = EntriesForm(entries, typed, only=set(of_field))
    if not form.is_valid():
        for name, found in form.errors.items():
            word = of_field[name].at_its_row if name in of_field else str
            faults += [word(str(error)) for error in found]
    beyond = sorted({of_field[name].place: of_field[name] for name in of_field.keys() - form.made.keys()}.items())
    faults += [line.at_its_row(_("this indicator has no such number.")) for _place, line in beyond]
    return form


def _given(row: IndicatorRow | None, line: Line) -> dict[str, Decimal | str | None]:
    """What is given, by field. Raises CellFault."""
    if row is None:
        raise CellFault(_("the unit does not report it in this period."))
    measure = row.entry.indicator.measure
    if line.measure and folded(line.measure) != folded(measure):
        values = {"given": line.measure, "measure": measure}
        raise CellFault(_("it is told in “%(given)s”, but the plan asks for “%(measure)s”.") % values)
    if row.is_ratio and line.numbers.get("value") is not None:
        if not {"numerator", "denominator"} <= line.numbers.keys():
            raise CellFault(_("of a percentage the numerator and the denominator are needed."))
    elif row.is_ratio and len(line.numbers) == 1:
        raise CellFault(_("of a percentage the numerator and the denominator are needed."))
    given: dict[str, Decimal | str | None] = {
        name: _number(number, percent=name == "value" and "%" in measure)
        for name, number in line.numbers.items()
        if not (row.is_ratio and name == "value")
    }
    if line.note is not None:
        given["note"] = one_line(line.note)
    return given


def _number(given: Cell | Decimal | None, *, percent: bool) -> Decimal | None:
    return figure(given, percent=percent) if isinstance(given, Cell) else given


def _kept(entries: Entries, row: IndicatorRow) -> str:
    """Why the entry may not be changed by a system; blank where nothing is against it."""
    if entries.report.reopened and part_of(row) not in entries.report.reopened:
        return _("the office has accepted it; it stays as it is.")
    if not row.is_blank and not row.entry.sent_by:
        return _("a person has typed %(value)s; it stays as it is.") % {"value": row.value_words}
    return ""


def _as_typed(value: Decimal | str | None) -> str:
    """As a person types it: with a decimal comma."""
    return format(value, "f").replace(".", ",") if isinstance(value, Decimal) else value or ""
