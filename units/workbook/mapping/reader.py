"""Read which indicators feed which lines of other forms: the sheets “Biểu” and “Dòng”, every fault noted at once."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import BinaryIO, Literal, TypeVar

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

from units.workbook.content import DECIMALS
from units.workbook.faults import Fault, FaultyMapping
from units.workbook.sheets import cells, checks
from units.workbook.sheets.archive import read_sheets
from units.workbook.sheets.cells import Cell, CellFault, folded, text
from units.workbook.sheets.checks import Located
from units.workbook.sheets.layout import Column, Layout, coded
from units.workbook.sheets.table import Row, read_table

from .conversions import PERCENT, Conversion, NotAConversion, parse

Value = TypeVar("Value")
Which = Literal["year", "period"]
Measures = Mapping[int, str]
Plans = Mapping[str, Measures]

WHICH: dict[str, Which] = {"lũy kế": "year", "trong kỳ": "period"}
LONGEST_CODE = 20
FORMS = Layout(
    "Biểu",
    (
        Column("code", ("Mã biểu", "Mã")),
        Column("name", ("Tên biểu",)),
        Column("basis", ("Căn cứ",)),
        Column("recipient", ("Nơi yêu cầu", "Cơ quan yêu cầu")),
        Column("plan", ("Kế hoạch", "Số kế hoạch")),
        Column("owner", ("Đơn vị phụ trách", "Phụ trách"), optional=True),
        Column("note", ("Ghi chú",), optional=True),
    ),
    coded,
)
LINES = Layout(
    "Dòng",
    (
        Column("code", ("Mã dòng", "STT")),
        Column("form", ("Mã biểu", "Biểu")),
        Column("name", ("Nội dung", "Tên dòng")),
        Column("measure", ("Đơn vị tính", "ĐVT"), longest=60),
        Column("indicator", ("Chỉ tiêu", "Số chỉ tiêu")),
        Column("which", ("Số liệu",), optional=True),
        Column("conversion", ("Quy đổi",)),
        Column("decimals", ("Số thập phân", "Số chữ số thập phân"), optional=True),
    ),
    coded,
)
ORDER = [folded(FORMS.sheet), folded(LINES.sheet)]


@dataclass(frozen=True)
class FormRow:
    """A form that somebody else asks for. `plan` is the number of the plan whose indicators feed it, `owner` the unit
    that answers for it, blank for the ward itself.
    """

    code: str
    name: str
    basis: str
    recipient: str
    plan: str
    note: str
    owner: str = ""


@dataclass(frozen=True)
class LineRow:
    """A line of a form. `indicator` is None where the plan does not measure it; `source_measure` is the indicator's."""

    form: str
    code: str
    name: str
    measure: str
    indicator: int | None
    source_measure: str
    which: Which
    conversion: str
    decimals: int


@dataclass(frozen=True)
class MappingContent:
    """A whole mapping, in the workbook's order. Text is NFC."""

    forms: tuple[FormRow, ...]
    lines: tuple[LineRow, ...]

    def digest(self) -> str:
        """SHA-256 of what the mapping says, however its cells were typed."""
        values = asdict(self)
        for form in values["forms"]:
            if not form["owner"]:  # what was imported before there were owners has the same digest
                del form["owner"]
        content = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


def read_mapping(file: BinaryIO, *, plans: Plans) -> MappingContent:
    """The mapping in this .xlsx file. `plans` are the ward's: the measure of each indicator, by number of the plan.

    Raises UnreadableWorkbook for the file as a whole, FaultyMapping with every fault of its content at once.
    """
    sheets = read_sheets(file, wanted=lambda title: folded(title) in ORDER)
    faults: list[Fault] = []

    def located(table: Layout, read: Callable[[Row], Value]) -> Located[Value] | None:
        rows = read_table(sheets, table, faults)
        return None if rows is None else [(row, read(row)) for row in rows]

    forms = located(FORMS, partial(_form, plans=plans))
    known = {folded(form.code): form for _row, form in forms} if forms is not None else None
    lines = located(LINES, partial(_line, forms=known, plans=plans))
    _check(forms, lines, faults)
    if faults:
        raise FaultyMapping(sorted(set(faults), key=_place))
    return MappingContent(tuple(form for _row, form in forms or []), tuple(line for _row, line in lines or []))


def _place(fault: Fault) -> tuple[int, int, int]:
    column = column_index_from_string(fault.column) if fault.column else 0
    return ORDER.index(folded(fault.sheet)), fault.row or 0, column


def _check(forms: Located[FormRow] | None, lines: Located[LineRow] | None, faults: list[Fault]) -> None:
    checks.once(forms, "code", lambda form: folded(form.code))
    checks.once(lines, "code", lambda line: line.code and (line.form, folded(line.code)))
    checks.filled(forms, FORMS.sheet, faults)
    checks.filled(lines, LINES.sheet, faults)
    fed = None if lines is None else {line.form for _row, line in lines}
    for row, form in forms or []:
        if form.code and fed is not None and form.code not in fed:
            message = _("The form “%(form)s” has no line. Add its lines to the sheet “%(sheet)s”.")
            row.fault("code", message % {"form": form.code, "sheet": LINES.sheet})


def _form(row: Row, plans: Plans) -> FormRow:
    return FormRow(
        code=row.need("code", _code, "", _("The code of the form is missing. Fill it in.")),
        name=row.need("name", text, "", _("The name of the form is missing. Fill it in.")),
        basis=row.need("basis", text, "", _("The basis is missing: write the document that asks for the form.")),
        recipient=row.need("recipient", text, "", _("Who asks for the form is missing. Fill it in.")),
        plan=row.need(
            "plan", partial(_plan, plans=plans), "", _("The plan is missing. Write its number, such as 01/KH-BCĐ.")
        ),
        note=row.optional("note"),
        owner=row.optional("owner"),
    )


def _line(row: Row, forms: Mapping[str, FormRow] | None, plans: Plans) -> LineRow:
    form = row.need("form", partial(_form_code, forms=forms), "", _("The form is missing. Write its code."))
    measures = plans.get(forms[folded(form)].plan) if forms and folded(form) in forms else None
    indicator = _indicator(row, measures)
    measure = row.need("measure", text, "", _("The unit of measure is missing. Write it, such as hồ sơ."))
    source = (measures or {}).get(indicator or 0, "")
    return LineRow(
        form=form,
        code=row.need("code", _code, "", _("The code of the line is missing. Fill it in.")),
        name=row.need("name", text, "", _("The name of the line is missing. Fill it in.")),
        measure=measure,
        indicator=indicator,
        source_measure=source,
        which=_which(row),
        conversion=_conversion(row, source, measure).words,
        decimals=row.read("decimals", cells.decimals, DECIMALS),
    )


def _code(cell: Cell) -> str:
    written = text(cell)
    if isinstance(cell.value, date):
        raise CellFault(_("Excel took this code for a date. Format the column as text and type the code again."))
    if len(written.split()) > 1 or len(written) > LONGEST_CODE:
        message = _("“%(text)s” is no code. Write one word of at most %(limit)d letters.")
        raise CellFault(message % {"text": written, "limit": LONGEST_CODE})
    return written


def _plan(cell: Cell, *, plans: Plans) -> str:
    by_name = {folded(number): number for number in plans}
    written = text(cell)
    if folded(written) not in by_name:
        message = _("The ward has no plan “%(text)s”. Import the plan first, or correct its number here.")
        raise CellFault(message % {"text": written})
    return by_name[folded(written)]


def _form_code(cell: Cell, *, forms: Mapping[str, FormRow] | None) -> str:
    written = text(cell)
    if forms is None:
        return written
    if folded(written) not in forms:
        message = _("The form “%(text)s” is not on the sheet “%(sheet)s”. Correct it here or add it there.")
        raise CellFault(message % {"text": written, "sheet": FORMS.sheet})
    return forms[folded(written)].code


def _indicator(row: Row, measures: Measures | None) -> int | None:
    """The number of the plan's indicator; None where the line is left to be filled in by hand."""
    if "indicator" not in row.cells or not row.cells["indicator"].filled:
        return None
    number = row.read("indicator", cells.whole, None)
    if number and measures is not None and number not in measures:
        message = _("The plan has no indicator %(number)d. Correct it, or leave it blank where the plan measures none.")
        row.fault("indicator", message % {"number": number})
    return number


def _which(row: Row) -> Which:
    usual: Which = "year"
    written = "which" in row.cells and row.cells["which"].filled
    return row.read("which", partial(cells.choice, choices=WHICH), usual) if written else usual


def _conversion(row: Row, source: str, measure: str) -> Conversion:
    """What the cell says, held against the two measures; `source` is blank where no indicator is known."""
    conversion = row.read("conversion", _converting, Conversion())
    values = {"source": source, "measure": measure}
    indicator = row.cells.get("indicator")
    if indicator is None or "conversion" not in row.cells or not measure:
        return conversion
    if not indicator.filled and conversion.words:
        row.fault("conversion", _("There is nothing to convert without an indicator. Name one, or leave it blank."))
    elif not source:
        return conversion
    elif conversion.needs and (conversion.needs == PERCENT) != (PERCENT in source):
        message = _("The conversion does not begin with the indicator's unit of measure, “%(source)s”.")
        row.fault("conversion", message % values)
    elif conversion.gives and (conversion.gives == PERCENT) != (PERCENT in measure):
        message = _("The conversion does not end in the line's unit of measure, “%(measure)s”.")
        row.fault("conversion", message % values)
    elif not row.cells["conversion"].filled and folded(source) != folded(measure):
        message = _(
            "The indicator is measured in “%(source)s”, this line in “%(measure)s”. "
            "Write the conversion, or ×1 where the two mean the same."
        )
        row.fault("conversion", message % values)
    return conversion


def _converting(cell: Cell) -> Conversion:
    try:
        return parse(text(cell))
    except NotAConversion as error:
        raise CellFault(str(error)) from error
