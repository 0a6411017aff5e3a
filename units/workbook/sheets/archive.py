"""From an untrusted file to cells: nothing is unpacked or parsed before its size is known and its XML is harmless."""

import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from units.workbook.faults import UnreadableWorkbook

from .grid import Sheet, read_sheet
from .outline import read_outline

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 200
SMALL_PART_BYTES = 1024 * 1024
MAX_PARTS = 1000
MACROS = ("vbaproject.bin", "xl/macrosheets/")
TYPES = "[Content_Types].xml"

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ParseError,
    InvalidFileException,
    ValueError,
    ArithmeticError,
    RecursionError,
    LookupError,
    TypeError,
    AttributeError,
)


def read_sheets(file: BinaryIO, *, wanted: Callable[[str], bool]) -> list[Sheet]:
    """The worksheets whose titles are wanted, in the workbook's order, with the saved results of formulas.

    Raises UnreadableWorkbook. Reads MAX_BYTES at most, unpacks MAX_UNPACKED_BYTES at most.
    """
    content = file.read(MAX_BYTES + 1)
    _refuse_by_content(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_by_size(archive.infolist())
            _refuse_macros(archive)
            outlines = {part.filename: read_outline(archive, part) for part in archive.infolist() if _is_xml(part)}
        with closing(
            openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        ) as workbook:
            # openpyxl drops merged areas when it reads row by row, and tells only here which part a sheet is.
            return [
                read_sheet(sheet, outlines[sheet._worksheet_path])
                for sheet in workbook.worksheets
                if wanted(sheet.title)
            ]
    except DefusedXmlException as error:
        raise UnreadableWorkbook(
            _("The workbook declares XML entities, which may hide an attack. Save it anew in Excel.")
        ) from error
    except DAMAGE as error:
        raise UnreadableWorkbook(_damaged()) from error


def _refuse_by_content(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise UnreadableWorkbook(
            _("The file is larger than %(limit)s MB. A workbook needs far less: remove pictures and other sheets.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    if content.startswith(OLE_MAGIC) and ENCRYPTED_STREAM in content:
        raise UnreadableWorkbook(
            _("The workbook is locked with a password. Remove the password and save it again as .xlsx.")
        )
    if content.startswith(OLE_MAGIC):
        raise UnreadableWorkbook(_("This is an old .xls file. Open it in Excel and save it as .xlsx."))
    if not content.startswith(ZIP_MAGIC):
        raise UnreadableWorkbook(_("This file is no Excel workbook. Choose an .xlsx file."))


def _refuse_by_size(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableWorkbook(
            _("The workbook is locked with a password. Remove the password and save it again as .xlsx.")
        )
    swollen = [part for part in parts if part.file_size > max(SMALL_PART_BYTES, MAX_RATIO * part.compress_size)]
    if swollen or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise UnreadableWorkbook(_("Unpacked, the workbook is far too large. Copy its sheets into a new workbook."))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnreadableWorkbook(_damaged())


def _refuse_macros(archive: zipfile.ZipFile) -> None:
    """Whatever the file is called: a workbook with macros says so in its parts, or in the list of their types."""
    names = [name.lower() for name in archive.namelist()]
    types = archive.read(TYPES) if TYPES in archive.namelist() else b""
    if any(mark in name for mark in MACROS for name in names) or b"macroEnabled" in types:
        raise UnreadableWorkbook(
            _("The workbook holds macros, which are not accepted. Save it as .xlsx, without macros.")
        )


def _damaged() -> str:
    return _("The file is damaged, or is no Excel workbook. Open it in Excel and save it as .xlsx.")


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))
