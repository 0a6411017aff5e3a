"""A unit report as an Excel workbook, to be filled in without a connection. Reads and makes files; saves nothing."""

from .reader import WorkbookReading, read
from .writer import write

__all__ = ["WorkbookReading", "read", "write"]
