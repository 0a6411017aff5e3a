"""The workbook of a unit report: what may be filled in is open and checked, everything else is locked."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from units.workbook.sheets.cells import Cell
from units.workbook.sheets.grid import Cells
from workflows.models import AssignmentStatus
from workflows.unit_reports.entries.forms import EntriesForm

from .cells import Place, digest, excel, status_label
from .layout import (
    FIGURES,
    FIRST_ROW,
    FORMAT,
    HIDDEN,
    LONGEST,
    LONGEST_TEXT,
    Content,
    OpenCell,
    Quotient,
    Table,
    tables_of,
)

OPEN = PatternFill("solid", start_color="FFF6D6")
HEADING = PatternFill("solid", start_color="E3E8EF")
EDGE = Border(*(Side("thin", "B8C0CC"),) * 4)
TOP = Alignment(vertical="top", wrap_text=True)
MOST_IN_A_RULE = 255  # letters of a list in Excel
FREEZE_AFTER = 2  # columns: the number and the name


def write(form: EntriesForm) -> bytes:
    """The report to which the unbound `form` belongs as an .xlsx file, in the language of the moment."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    hidden = workbook.create_sheet(HIDDEN)
    report = form.entries.report
    _note(hidden, "report", FORMAT, report.pk, report.version, str(report))
    for table in tables_of(form):
        _sheet(workbook.create_sheet(table.title, len(workbook.sheetnames) - 1), table, hidden, title=str(report))
    hidden.sheet_state = "veryHidden"
    workbook.active = 0
    workbook.security.lockStructure = True
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _sheet(sheet: Worksheet, table: Table, hidden: Worksheet, *, title: str) -> None:
    _head(sheet, table, title)
    for number, contents in enumerate(table.rows, start=FIRST_ROW):
        sheet.row_dimensions[number].height = table.height
        for column, content in enumerate(contents, start=1):
            _fill_in(sheet.cell(number, column), content)
    _validate(sheet, table)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # in Excel's sense: not forbidden
    _remember(hidden, sheet, table)


def _head(sheet: Worksheet, table: Table, title: str) -> None:
    """The report's name, a word of help, the headings; they stay in sight."""
    sheet["A1"], sheet["A1"].font = title, Font(bold=True, size=14)
    sheet["A2"] = _("Fill in the yellow cells alone; leave blank what you do not know: blank is not zero.")
    for column, (heading, width) in enumerate(table.columns, start=1):
        cell = sheet.cell(FIRST_ROW - 1, column, heading)
        cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), HEADING, EDGE, TOP
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(FIRST_ROW, min(FREEZE_AFTER, len(table.columns) - 1) + 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"


def _fill_in(cell: ExcelCell, content: Content) -> None:
    cell.border, cell.alignment = EDGE, TOP
    if isinstance(content, Quotient):
        parts = [cell.offset(0, step).coordinate for step in (1, 2)]
        cell.value = '=IF(AND(ISNUMBER({0}),ISNUMBER({1})),IF({1}>0,{0}/{1}*100,""),"")'.format(*parts)
        cell.number_format = "0.00"
        return
    _put(cell, _shown(content))
    if isinstance(content, OpenCell):
        cell.protection, cell.fill = Protection(locked=False), OPEN


def _shown(content: Content) -> int | float | str | None:
    """The cell's value: of a field its stored one."""
    if isinstance(content, OpenCell):
        kept = content.kept
        return excel(status_label(kept) if content.part == "status" and isinstance(kept, str) else kept)
    return None if isinstance(content, Quotient) else excel(content)


def _put(cell: ExcelCell, value: int | float | str | None) -> None:
    """Text stays text, whatever sign it begins with: none becomes a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", True


def _validate(sheet: Worksheet, table: Table) -> None:
    """The rules that Excel checks. A figure that breaks them is warned about, not refused: it may be text."""
    rules: dict[tuple[str, tuple[str, ...]], DataValidation] = {}
    for place, content in _places(table):
        if isinstance(content, OpenCell):
            rule = rules.setdefault((content.part, content.options), _rule(content))
            rule.add(f"{get_column_letter(place[1])}{place[0]}")
    for rule in rules.values():
        sheet.add_data_validation(rule)


def _rule(content: OpenCell) -> DataValidation:
    part = content.part
    if part in FIGURES:
        rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0", errorStyle="warning")
        rule.error = _("This is no number from 0 on. Write it as 85 or 1.234,5.")
    elif part == "status":
        labels = ",".join(status_label(code) for code in AssignmentStatus.values if code)
        rule = DataValidation("list", formula1=f'"{labels}"')
        rule.error = _("Choose the progress from the list.")
    elif content.options and _fits_a_list(content.options):
        rule = DataValidation("list", formula1=f'"{",".join(content.options)}"')
        rule.error = _("Choose one of the list.")
    else:
        longest = LONGEST.get(part, LONGEST_TEXT)
        rule = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(longest))
        rule.error = _("Write %(number)d letters at most.") % {"number": longest}
    rule.allow_blank = rule.showErrorMessage = True
    return rule


def _fits_a_list(options: Sequence[str]) -> bool:
    """Whether Excel can hold them in a rule of its own: commas part them, and quotes end it."""
    together = ",".join(options)
    return len(together) <= MOST_IN_A_RULE and not any(sign in option for option in options for sign in ',"')


def _remember(hidden: Worksheet, sheet: Worksheet, table: Table) -> None:
    """On the hidden sheet: the checksum of what is locked, and each open cell with its field and what it holds."""
    apart = {place: content for place, content in _places(table) if isinstance(content, OpenCell | Quotient)}
    last = (FIRST_ROW + len(table.rows) - 1, len(table.columns))
    _note(hidden, "sheet", table.title, *last, digest(_read_back(sheet), last=last, without=apart))
    for (row, column), content in apart.items():
        name = content.name if isinstance(content, OpenCell) else None
        _note(hidden, "cell", table.title, row, column, name, _shown(content))


def _note(hidden: Worksheet, *values: int | float | str | None) -> None:
    row = hidden.max_row + 1 if hidden["A1"].value else 1
    for column, value in enumerate(values, start=1):
        _put(hidden.cell(row, column), value)


def _read_back(sheet: Worksheet) -> Cells:
    """The sheet's filled cells as the reader of workbooks will find them."""
    cells: Cells = {}
    for row in sheet.iter_rows():
        for each in row:
            cell = Cell(each.row, each.column, each.value)
            if cell.filled:
                cells.setdefault(cell.row, {})[cell.column] = cell
    return cells


def _places(table: Table) -> Iterator[tuple[Place, Content]]:
    for number, contents in enumerate(table.rows, start=FIRST_ROW):
        for column, content in enumerate(contents, start=1):
            yield (number, column), content
