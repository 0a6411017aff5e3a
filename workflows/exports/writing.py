"""The lines as CSV, XLSX and Parquet, written as they are read: memory stays the same however many there are."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import Workbook

from approvals.clock import ZONE
from approvals.lazy import lazy_import
from approvals.pages import tables
from approvals.pages.tables import harmless

from .lines import COLUMNS, DAYS, NUMBERS, TIMES, Line, plain

ROW_GROUP = 5_000  # rows of Parquet that are held at a time
MOST_XLSX = 1_048_575  # rows of a sheet below its headings
WHOLE = ("entry", "indicator")

pyarrow = lazy_import("pyarrow")
parquet = lazy_import("pyarrow.parquet")


class TooManyRows(Exception):
    """More than a sheet of Excel holds."""


def csv_lines(lines: Iterable[Line]) -> Iterator[str]:
    return tables.csv_lines(COLUMNS, ([_cell(value) for value in line] for line in lines))


def _cell(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else plain(value)


def write_csv(file: BinaryIO, lines: Iterable[Line]) -> int:
    count = -1
    for text in csv_lines(lines):
        file.write(text.encode())
        count += 1
    return count


def write_xlsx(file: BinaryIO, lines: Iterable[Line]) -> int:
    """Row by row: openpyxl keeps none of them. Raises TooManyRows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("entries")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    count = 0
    for line in lines:
        if count == MOST_XLSX:
            raise TooManyRows
        sheet.append([_excel(value) for value in line])
        count += 1
    book.save(file)
    return count


def _excel(value: Any) -> Any:
    """Text that begins as a formula does is told as text; times are those of Vietnam."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).replace(tzinfo=None)
    return harmless(value) if isinstance(value, str) else value


def write_parquet(file: BinaryIO, lines: Iterable[Line]) -> int:
    """In row groups, each written before the next is read."""
    schema, rest, count = _schema(), iter(lines), 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rest, ROW_GROUP)):
            columns = zip(*group, strict=True)
            arrays = [pyarrow.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            count += len(group)
    return count


def _schema() -> Any:
    return pyarrow.schema([pyarrow.field(name, _type(name)) for name in COLUMNS])


def _type(name: str) -> Any:
    if name in NUMBERS:
        return pyarrow.decimal128(18, 4)
    if name in DAYS:
        return pyarrow.date32()
    if name in TIMES:
        return pyarrow.timestamp("us", tz="Asia/Ho_Chi_Minh")
    if name == "stock":
        return pyarrow.bool_()
    return pyarrow.int64() if name in WHOLE else pyarrow.string()


WRITERS: dict[str, Callable[[BinaryIO, Iterable[Line]], int]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
