"""One row of each table. A cell at fault is noted and a blank stands in: a plan with faults is never handed out."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from units.workbook.content import (
    DECIMALS,
    OPTIONAL,
    STOCKS,
    Aggregation,
    AssignmentRow,
    GroupRow,
    IndicatorRow,
    Kind,
    Recurring,
    ScheduleRow,
    UnitRow,
)
from units.workbook.sheets import cells
from units.workbook.sheets.cells import Cell, folded, plain, text
from units.workbook.sheets.table import Row
from units.workbook.words.due import read_due

from . import layouts
from .names import PlanUnitNames

Due = tuple[date | None, Recurring]
Way = tuple[Aggregation, bool]
TIMED = re.compile(rf"(?P<way>.*?)[ ,(/-]+(?P<time>{folded(layouts.FLOW)}|{folded(layouts.STOCK)})\)?")


def unit(row: Row) -> UnitRow:
    name = row.need("name", text, "", _("The name of the unit is missing. Fill it in."))
    return UnitRow(
        code=row.need("code", text, "", _("The code of the unit is missing. Fill it in.")),
        name=name,
        short_name=row.optional("short_name") or name,
        kind=row.optional("kind"),
        role=row.optional("role"),
    )


def group(row: Row) -> GroupRow:
    return GroupRow(
        code=row.need("code", text, "", _("The code of the group is missing. Fill it in.")),
        name=row.need("name", text, "", _("The name of the group is missing. Fill it in.")),
        count=row.need("count", cells.count, 0, _("The number of assignments is missing. Fill it in.")),
    )


def indicator(row: Row, names: PlanUnitNames) -> IndicatorRow:
    measure = row.need("measure", text, "", _("The unit of measure is missing. Write it, such as hồ sơ."))
    percent = "%" in measure or folded("phần trăm") in folded(measure)
    read_goal = partial(cells.goal, percent=percent)
    direction = partial(cells.choice, choices=layouts.DIRECTIONS)
    lead = _lead(row, names, _("The leading unit is missing. Fill it in."))
    usual: Way = ("sum", False)
    aggregation, stock = row.need("aggregation", way, usual, _missing_aggregation())
    cooperating = _cooperating(row, names, lead)
    return IndicatorRow(
        number=_number(row),
        name=row.need("name", text, "", _("The name of the indicator is missing. Fill it in.")),
        measure=measure,
        goal=row.need("goal", read_goal, Decimal(0), _("The goal is missing. Write a number.")),
        direction=row.need("direction", direction, "up", _("The direction is missing. Write “tăng” or “giảm”.")),
        aggregation=aggregation,
        stock=stock,
        lead=lead,
        cooperating=cooperating,
        helping=_helping(row, names, cooperating),
        decimals=row.read("decimals", cells.decimals, DECIMALS),
        bounded=_flag(row, "bounded"),
        cumulative=_flag(row, "cumulative"),
        numerator_words=_counts(row, "numerator_words"),
        denominator_words=_counts(row, "denominator_words"),
    )


def way(cell: Cell) -> Way:
    """How it is summed up, and whether at a point of time: "tổng (thời điểm)". Without a word for that it is a flow,
    as it was before there were two; the latest value is a stock always. Raises CellFault.
    """
    found = TIMED.fullmatch(folded(text(cell)))
    written, time = (found["way"], found["time"]) if found else (text(cell), "")
    aggregation = cells.choice(replace(cell, value=written), layouts.AGGREGATIONS, layouts.ALSO_AGGREGATIONS)
    if time == folded(layouts.FLOW) and aggregation in STOCKS:
        message = _("“%(text)s” is always told at a point of time. Leave “%(flow)s” out.")
        raise cells.CellFault(message % {"text": written, "flow": layouts.FLOW})
    return aggregation, time == folded(layouts.STOCK) or aggregation in STOCKS


def _flag(row: Row, column: str) -> bool:
    """Yes or no; what is usual where nothing is written."""
    written = column in row.cells and row.cells[column].filled
    choice = partial(cells.choice, choices=layouts.FLAGS)
    return row.read(column, choice, OPTIONAL[column]) if written else OPTIONAL[column]


def _counts(row: Row, column: str) -> str | None:
    """What is counted; None where the sheet has no such column."""
    return row.optional(column) if column in row.cells else None


def _missing_aggregation() -> str:
    words = ", ".join(f"“{word}”" for word in layouts.AGGREGATIONS)
    sentence = _(
        "The way of summing up is missing. Write one of: %(words)s; with “(%(flow)s)” or “(%(stock)s)” after it."
    )
    return sentence % {"words": words, "flow": layouts.FLOW, "stock": layouts.STOCK}


def assignment(row: Row, names: PlanUnitNames, groups: dict[str, str] | None, year: int | None) -> AssignmentRow:
    """All of the "06 rõ" must be there; who only cooperates may be nobody, for the leading unit is responsible."""
    lead = _lead(row, names, _("“Rõ người, rõ trách nhiệm” is missing: write the leading unit."))
    nothing: Due = (None, "")
    read = partial(_due, year=year)
    due_on, recurring = row.need("due", read, nothing, _("“Rõ thời gian” is missing: write when it is due."))
    return AssignmentRow(
        number=_number(row),
        name=row.need("name", text, "", _("“Rõ việc” is missing: write the assignment.")),
        group=row.need("group", partial(_group_code, groups=groups), "", _("The group is missing. Write its code.")),
        product=row.need("product", text, "", _("“Rõ sản phẩm” is missing: write the product.")),
        due_on=due_on,
        recurring=recurring,
        due_text=row.read("due", _as_written, ""),
        lead=lead,
        cooperating=_cooperating(row, names, lead),
        authority=row.need("authority", text, "", _("“Rõ thẩm quyền” is missing: write who decides.")),
    )


def _as_written(cell: Cell) -> str:
    return " ".join(plain(cell).split())


def _due(cell: Cell, *, year: int | None) -> Due:
    text(cell)
    due = read_due(plain(cell), year)
    return due.on, due.recurring


def schedule(row: Row) -> ScheduleRow:
    monthly: Kind = "monthly"
    read_kind = partial(cells.choice, choices=layouts.KINDS)
    kind = row.need("kind", read_kind, monthly, _("The kind of report is missing. Write “Báo cáo tháng”."))
    unit_day, unit_month = _due_day(row, "unit", kind)
    ward_day, ward_month = _due_day(row, "ward", kind)
    if (unit_month or 0, unit_day) > (ward_month or 0, ward_day) > (0, 0):
        row.fault("ward", _("The ward is due before its units. Give the units the earlier day."))
    return ScheduleRow(kind, unit_day, unit_month, ward_day, ward_month, row.optional("basis"))


def _due_day(row: Row, column: str, kind: Kind) -> tuple[int, int | None]:
    """Day 0 where it is at fault."""
    nothing: tuple[int, int | None] = (0, None)
    day, month = row.need(column, cells.day_and_month, nothing, _("The day is missing. Write 05, or 05/12."))
    if day and kind == "annual" and month is None:
        row.fault(column, _("A report of the year needs a day and a month, such as 05/12."))
    elif day and kind == "monthly" and month is not None:
        row.fault(column, _("A report of each month needs a day alone, such as 05."))
    else:
        return day, month
    return nothing


def recipient(row: Row) -> str:
    return row.need("name", text, "", _("The recipient is missing. Fill it in, or delete the row."))


def _number(row: Row) -> int:
    return row.need("number", cells.whole, 0, _("The running number is missing. Fill it in."))


def _group_code(cell: Cell, *, groups: dict[str, str] | None) -> str:
    written = text(cell)
    code = written if groups is None else groups.get(folded(written))
    if code is None:
        message = _("The group “%(text)s” is not on the sheet “%(sheet)s”. Correct it here or add it there.")
        raise cells.CellFault(message % {"text": written, "sheet": layouts.GROUPS.sheet})
    return code


def one_unit(cell: Cell, *, names: PlanUnitNames) -> str:
    """The code of the one unit that the cell names. Raises CellFault."""
    codes = units_in(cell, names=names)
    if len(codes) != 1:
        raise cells.CellFault(_("One unit alone leads. Move the others to the cooperating units."))
    return codes[0]


def units_in(cell: Cell, *, names: PlanUnitNames) -> tuple[str, ...]:
    """The codes of all units that the cell names. Raises CellFault for a name that is no unit's."""
    text(cell)
    codes, strange = names.named_in(plain(cell))
    if strange and names.complete:
        message = _("The unit “%(unit)s” is not on the sheet “%(sheet)s”. Correct it here or add it there.")
        raise cells.CellFault(message % {"unit": "”, “".join(strange), "sheet": layouts.UNITS.sheet})
    return tuple(codes + strange)


def _lead(row: Row, names: PlanUnitNames, missing: str) -> str:
    return row.need("lead", partial(one_unit, names=names), "", missing)


def _cooperating(row: Row, names: PlanUnitNames, lead: str) -> tuple[str, ...]:
    nobody: tuple[str, ...] = ()
    units = row.read("cooperating", partial(units_in, names=names), nobody)
    if lead and lead in units:
        row.fault("cooperating", _("“%(unit)s” leads already. Take it out of the cooperating units.") % {"unit": lead})
    return units


def _helping(row: Row, names: PlanUnitNames, cooperating: tuple[str, ...]) -> tuple[str, ...] | None:
    """Those of the cooperating units that only help; None where the sheet has no such column."""
    if "helping" not in row.cells:
        return None
    nobody: tuple[str, ...] = ()
    units = row.read("helping", partial(units_in, names=names), nobody)
    for unit in units:
        if unit not in cooperating:
            sentence = _("“%(unit)s” only helps, but is not among the cooperating units. Add it there.")
            row.fault("helping", sentence % {"unit": unit})
    return tuple(unit for unit in cooperating if unit in units)
