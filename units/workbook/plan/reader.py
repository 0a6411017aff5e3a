"""Read a plan from a workbook: every cell once, every fault noted, nothing guessed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, TypeVar

from openpyxl.utils import column_index_from_string

from units.places import KINDS, place_of
from units.workbook.content import AssignmentRow, GroupRow, IndicatorRow, PlanContent, ScheduleRow, UnitRow
from units.workbook.faults import Fault, FaultyPlan
from units.workbook.sheets import cells, checks
from units.workbook.sheets.archive import read_sheets
from units.workbook.sheets.cells import folded
from units.workbook.sheets.checks import Located
from units.workbook.sheets.grid import Sheet
from units.workbook.sheets.layout import Layout
from units.workbook.sheets.table import Row, read_table

from . import counts, layouts, rows
from .frontpage import FrontPage, front_page
from .names import PlanUnitNames

Value = TypeVar("Value")

ORDER = [folded(title) for title in layouts.SHEETS]


@dataclass(frozen=True)
class _Tables:
    """The rows of each sheet with their places; None where the sheet or its headings are missing."""

    units: Located[UnitRow] | None
    groups: Located[GroupRow] | None
    indicators: Located[IndicatorRow] | None
    assignments: Located[AssignmentRow] | None
    schedule: Located[ScheduleRow] | None
    recipients: Located[str] | None


def read_plan(file: BinaryIO, *, known_units: Collection[str] = ()) -> PlanContent:
    """The plan in this .xlsx file, read from where the file stands.

    `known_units` are codes of units that the plan may name besides those of its own sheet.

    Raises UnreadableWorkbook for the file as a whole, FaultyPlan with every fault of its content at once.
    """
    sheets = read_sheets(file, wanted=lambda title: folded(title) in ORDER)
    faults: list[Fault] = []
    front = front_page(read_table(sheets, layouts.PLAN, faults), faults)
    year = front.need("Năm", cells.year, None)
    read = _tables(sheets, year, known_units, faults)
    _check(front, read, faults)
    plan = _plan(front, read, year or 0, known_units)
    if faults:
        raise FaultyPlan(sorted(set(faults), key=_place))
    return plan


def _place(fault: Fault) -> tuple[int, int, int]:
    column = column_index_from_string(fault.column) if fault.column else 0
    return ORDER.index(folded(fault.sheet)), fault.row or 0, column


def _tables(sheets: Sequence[Sheet], year: int | None, known_units: Collection[str], faults: list[Fault]) -> _Tables:
    def located(table: Layout, read: Callable[[Row], Value]) -> Located[Value] | None:
        found = read_table(sheets, table, faults)
        return None if found is None else [(row, read(row)) for row in found]

    units = located(layouts.UNITS, rows.unit)
    names = PlanUnitNames(_values(units), known_units, complete=units is not None)
    groups = located(layouts.GROUPS, rows.group)
    codes = (
        None
        if groups is None
        else {folded(name): group.code for _, group in groups for name in (group.name, group.code)}
    )
    return _Tables(
        units=units,
        groups=groups,
        indicators=located(layouts.indicators(year), partial(rows.indicator, names=names)),
        assignments=located(layouts.ASSIGNMENTS, partial(rows.assignment, names=names, groups=codes, year=year)),
        schedule=located(layouts.SCHEDULE, rows.schedule),
        recipients=located(layouts.RECIPIENTS, rows.recipient),
    )


def _check(front: FrontPage, read: _Tables, faults: list[Fault]) -> None:
    checks.once(read.units, "code", lambda unit: folded(unit.code))
    checks.once(read.units, "name", lambda unit: folded(unit.name))
    checks.once(read.units, "short_name", lambda unit: folded(unit.short_name))
    checks.once(read.groups, "code", lambda group: folded(group.code))
    checks.once(read.indicators, "number", lambda indicator: indicator.number)
    checks.once(read.assignments, "number", lambda assignment: assignment.number)
    checks.once(read.schedule, "kind", lambda row: row.kind)
    counts.total(front, "Số chỉ tiêu", read.indicators, "Chỉ tiêu")
    counts.total(front, "Số nhiệm vụ", read.assignments, layouts.ASSIGNMENTS.sheet)
    counts.group_total(front, "Số nhiệm vụ", read.groups)
    counts.group_counts(read.groups, read.assignments)
    checks.filled(read.units, layouts.UNITS.sheet, faults)
    checks.filled(read.schedule, layouts.SCHEDULE.sheet, faults)
    checks.filled(read.recipients, layouts.RECIPIENTS.sheet, faults)


def _plan(front: FrontPage, read: _Tables, year: int, known_units: Collection[str]) -> PlanContent:
    names = PlanUnitNames(_values(read.units), known_units, complete=read.units is not None)
    return PlanContent(
        number=front.words("Số, ký hiệu"),
        issued_on=front.need("Ngày ban hành", cells.day, cells.UNKNOWN_DAY),
        year=year,
        title=front.words("Trích yếu"),
        issuer=front.words("Cơ quan ban hành"),
        ward_name=_ward_name(front),
        province=front.words("Tỉnh"),
        place=front.words("Địa danh"),
        coordinating_unit=front.need("Cơ quan tổng hợp", partial(rows.one_unit, names=names), ""),
        province_recipient=front.words("Nơi nhận báo cáo của tỉnh"),
        signer_authority=front.words("Quyền hạn ký"),
        signer_title=front.words("Chức danh ký"),
        signer_post=front.words("Chức vụ"),
        signer_name=front.words("Người ký"),
        note=front.note(),
        units=_values(read.units),
        groups=_values(read.groups),
        indicators=tuple(sorted(_values(read.indicators), key=lambda indicator: indicator.number)),
        assignments=tuple(sorted(_values(read.assignments), key=lambda assignment: assignment.number)),
        schedule=_values(read.schedule),
        recipients=_values(read.recipients),
    )


def _ward_name(front: FrontPage) -> str:
    """The row's label says which kind of place it is: "Phường", "Xã", "Đặc khu"."""
    kind = next((kind for kind in KINDS if front.row(kind)), KINDS[0])
    name = front.words(kind.capitalize())
    return name if kind == KINDS[0] or place_of(name).is_stated else f"{kind.capitalize()} {name}"


def _values(table: Located[Value] | None) -> tuple[Value, ...]:
    return tuple(value for _row, value in table or [])
