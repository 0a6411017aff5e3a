"""Days from a file: an iCalendar file (RFC 5545), or a workbook like the one that the page offers.

In a workbook a day stands in each row, or a first and a last one. An event of an iCalendar file is off; one whose title
begins with "Làm" (làm bù, làm việc) is worked.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar as ICalendar
from openpyxl import Workbook
from openpyxl.styles import Font

from approvals.clock import ZONE
from approvals.errors import NotPossible
from approvals.text.plain import one_line
from units.workbook.faults import Fault, UnreadableWorkbook
from units.workbook.sheets import cells
from units.workbook.sheets.archive import read_sheets
from units.workbook.sheets.layout import Column, Layout, worded
from units.workbook.sheets.table import Row, read_table

from .actions import MOST
from .days import DayOfWard

MAX_BYTES = 1_000_000
SHEET, OFF, WORKED = "Lịch", "Nghỉ", "Làm việc"
WORDS = {OFF: False, WORKED: True}
LAYOUT = Layout(
    sheet=SHEET,
    columns=(
        Column("first", ("Từ ngày", "Ngày")),
        Column("last", ("Đến hết ngày", "Đến ngày"), optional=True),
        Column("working", ("Nghỉ hay làm việc",)),
        Column("name", ("Lý do", "Tên")),
    ),
    begins=worded,
)


class FaultyFile(NotPossible):
    """The file's days do not hold. `faults` are translated sentences."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


def read(content: bytes) -> list[DayOfWard]:
    """The days of a file, in its order. Raises FaultyFile, for all that is wrong at once."""
    if len(content) > MAX_BYTES:
        raise FaultyFile(_("The file is larger than 1 MB: a year's days need far less. Keep its days alone."))
    days = _events(content) if b"BEGIN:VCALENDAR" in content[:200].upper() else _rows(content)
    if not days:
        raise FaultyFile(_("The file names no day."))
    return days


def written(days: list[DayOfWard]) -> bytes:
    """A workbook with these days, as `read` takes it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    for column, (heading, width) in enumerate([*((column.titles[0], 24) for column in LAYOUT.columns)], start=1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions["ABCD"[column - 1]].width = width
    for number, each in enumerate(days, start=2):
        for column, value in enumerate((each.day, each.day, WORKED if each.working else OFF, each.name), start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # text is text, also where it begins as a formula does
            else:
                cell.number_format = "dd/mm/yyyy"
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def span(first: date, last: date) -> list[date]:
    """Every day from the first to the last. Raises FaultyFile where the last comes before it, or far too late."""
    shown = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    if last < first:
        raise FaultyFile(_("The last day %(last)s comes before the first, %(first)s.") % shown)
    if (last - first).days >= MOST:
        raise FaultyFile(_("From %(first)s to %(last)s is more than a year. Check the year.") % shown)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _rows(content: bytes) -> list[DayOfWard]:
    faults: list[Fault] = []
    try:
        table = read_table(read_sheets(BytesIO(content), wanted=lambda title: True), LAYOUT, faults)
    except UnreadableWorkbook as unreadable:
        raise FaultyFile(*(str(fault) for fault in unreadable.faults)) from unreadable
    days = [day for row in table or [] for day in _of_row(row)]
    if faults:
        raise FaultyFile(*(str(fault) for fault in faults))
    return days


def _of_row(row: Row) -> Iterator[DayOfWard]:
    first = row.need("first", cells.day, date.min, _("Write the day."))
    last = row.read("last", cells.day, first) if "last" in row.cells and row.cells["last"].filled else first
    working = row.need("working", lambda cell: cells.choice(cell, WORDS), False, _("Write “Nghỉ” or “Làm việc”."))
    name = row.need("name", cells.text, "", _("Say why the day is off or worked."))
    try:
        yield from (DayOfWard(day, working, one_line(name)[:200]) for day in span(first, last))
    except FaultyFile as fault:
        row.fault("first", str(fault))


def _events(content: bytes) -> list[DayOfWard]:
    try:
        days = (day for event in ICalendar.from_ical(content).walk("VEVENT") for day in _of_event(event))
        found = list(islice(days, MOST + 1))
    except FaultyFile:
        raise
    except (ValueError, KeyError, AttributeError, TypeError, IndexError, OverflowError) as error:
        raise FaultyFile(
            _("The calendar file cannot be read: a date in it does not exist, or it is torn. Export it anew.")
        ) from error
    if len(found) > MOST:
        raise FaultyFile(_("The file names more than %(most)d days. Keep those of one year.") % {"most": MOST})
    return found


def _of_event(event: Any) -> list[DayOfWard]:
    """The days in Vietnam that an event touches: its end, a day or an instant, is the first that is outside
    (RFC 5545, 3.6.1). Raises FaultyFile for one that recurs.
    """
    name = one_line(str(event.get("SUMMARY", "")))[:200]
    if "RRULE" in event or "RDATE" in event:
        raise FaultyFile(_("“%(name)s” recurs. Write each of its days as an event of its own.") % {"name": name})
    start, end = event.start, event.end
    if isinstance(start, datetime):
        first, last = _day(start), _day(max(start, end - timedelta(microseconds=1)))
    else:
        first, last = start, max(start, end - timedelta(days=1))
    return [DayOfWard(day, name.casefold().startswith("làm"), name) for day in span(first, last)]


def _day(instant: datetime) -> date:
    """In Vietnam; a time without a zone is meant as it stands."""
    return (instant.astimezone(ZONE) if instant.tzinfo else instant).date()
