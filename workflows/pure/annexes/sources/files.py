"""Which kind of file it is, by its content alone; what cannot be read is refused with the way out."""

import re
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from approvals.files.contents import kind_of
from approvals.lazy import lazy_import
from units.workbook.faults import UnreadableWorkbook
from units.workbook.sheets.archive import ENCRYPTED_STREAM, MAX_BYTES, OLE_MAGIC, ZIP_MAGIC
from workflows.pure.annexes.content import Table, UnreadableAnnex

from .excel import excel_tables
from .pasted import pasted_tables
from .scans import kept

pdf, word, scans = (lazy_import(f"workflows.pure.annexes.sources.{name}") for name in ("pdf", "word", "scans.reading"))
EXCEL_PART = b"xl/workbook"
OLD_EXCEL = "Workbook".encode("utf-16-le")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no text holds them
MAX_UNPACKED_BYTES = 100 * 1024 * 1024


def tables_of(content: bytes) -> list[Table]:
    """All tables of a DOCX, XLSX or PDF file, of a scan, or of tab-separated text. Raises UnreadableAnnex."""
    if len(content) > MAX_BYTES:
        sentence = _(
            "The file is larger than %(limit)s MB. Keep the annex alone, without pictures, or paste its table."
        )
        raise UnreadableAnnex(sentence % {"limit": MAX_BYTES // 1024 // 1024})
    if content.startswith(OLE_MAGIC):
        raise UnreadableAnnex(_of_old_office(content))
    if content.startswith(b"{\\rtf"):
        raise UnreadableAnnex(_("This is an RTF file. Open it in Word and save it as .docx, or paste its table here."))
    if content.startswith(kept.MAGIC):
        return kept.tables_kept(content)
    kind = kind_of(BytesIO(content))
    if kind == "xlsx":
        return _of_excel(content)
    if kind == "docx":
        _refuse_swollen(content)
        return word.word_tables(content)
    if kind == "pdf":
        return pdf.pdf_tables(content)
    if kind in {"png", "jpg"}:
        return scans.tables_of_picture(content)
    if content.startswith(ZIP_MAGIC) and EXCEL_PART in content:
        return _of_excel(content)  # refused there, with what is wrong with it
    return pasted_tables(_as_text(content))


def to_keep(content: bytes, tables: list[Table]) -> bytes:
    """The content from which the tables can be read again without waiting."""
    return kept.kept(tables) if any(table.scanned for table in tables) else content


def _of_excel(content: bytes) -> list[Table]:
    try:
        return excel_tables(content)
    except UnreadableWorkbook as error:
        raise UnreadableAnnex(str(error)) from error


def _of_old_office(content: bytes) -> str:
    if ENCRYPTED_STREAM in content:
        return _("The file is locked with a password. Remove the password in Word or Excel and save it again.")
    if OLD_EXCEL in content:
        return _(
            "This is an old .xls file. Open it in Excel and save it as .xlsx, or copy its table and paste it here."
        )
    return _("This is an old .doc file. Open it in Word and save it as .docx, or copy its table and paste it here.")


def _refuse_swollen(content: bytes) -> None:
    """Before it is unpacked: how large it says that it is, and whether it is locked."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise UnreadableAnnex(_("Unpacked, the file is far too large. Copy the table into a new document."))


def _as_text(content: bytes) -> str:
    try:
        text = (
            content.decode("utf-16") if content.startswith((b"\xff\xfe", b"\xfe\xff")) else content.decode("utf-8-sig")
        )
    except UnicodeDecodeError as error:
        raise UnreadableAnnex(_no_annex()) from error
    if not text.strip() or CONTROL.search(text):
        raise UnreadableAnnex(_no_annex())
    return text


def _no_annex() -> str:
    return _(
        "This file is damaged, or no Word, Excel or PDF file. Open it, save it as .docx or .xlsx, or paste its table."
    )
