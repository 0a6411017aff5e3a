"""What a file is, told by its content alone: names and endings are what somebody wrote.

Office files with macros are none of these: what runs is no evidence.
"""

import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image, UnidentifiedImageError

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
}
VOICE_TYPES = {"m4a": "audio/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg"}  # that quick forms take alone
ENDINGS = {kind: (f".{kind}",) for kind in (*TYPES, *VOICE_TYPES)} | {"jpg": (".jpg", ".jpeg")}

ARCHIVE_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP archive can name
PICTURES = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg"}
MAIN_PARTS = {f"{TYPES[kind]}.main+xml": kind for kind in ("docx", "xlsx")}
PDF_TAIL = 2048  # bytes at the end of a PDF among which its last mark stands
MOST_PARTS, LARGEST_LIST = 5000, 1024 * 1024
NO_PICTURE = (
    *(UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError),
    *(SyntaxError, ValueError, LookupError, struct.error),
)
NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError, EOFError)


def kind_of(file: BinaryIO) -> str:
    """One of `TYPES`; "" for anything else, a damaged file too. Reads a bounded part of it."""
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"%PDF-"):
        return "pdf" if _ends_as_pdf(file) else ""
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    return _picture(file) if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) else ""


def voice_of(file: BinaryIO) -> str:
    """One of `VOICE_TYPES`, by how the file begins; "" for anything else."""
    file.seek(0)
    head = file.read(16)
    if head[4:8] == b"ftyp":
        return "m4a"
    if head.startswith(b"OggS"):
        return "ogg"
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2  # MPEG audio, layer III
    return "mp3" if head.startswith(b"ID3") or is_frame else ""


def with_ending(name: str, kind: str) -> str:
    """The name, with the ending of its kind where it has another."""
    return name if name.lower().endswith(ENDINGS[kind]) else f"{name}.{kind}"


def _ends_as_pdf(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(max(size - PDF_TAIL, 0))
    return b"%%EOF" in file.read(PDF_TAIL)


def _picture(file: BinaryIO) -> str:
    file.seek(0)
    try:
        with Image.open(file, formats=["PNG", "JPEG"]) as picture:
            kind = PICTURES.get(picture.format or "", "")
            picture.verify()
    except NO_PICTURE:
        return ""
    return kind


def _office(file: BinaryIO) -> str:
    """By the type that the package's own list gives its main part."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or any("vbaproject" in part.filename.lower() for part in parts):
                return ""
            with archive.open("[Content_Types].xml") as part:
                listed = part.read(LARGEST_LIST)
        types = {element.get("ContentType", "") for element in fromstring(listed)}
    except (*NO_ARCHIVE, KeyError, ParseError, DefusedXmlException):
        return ""
    if any("macroenabled" in each.lower() for each in types):
        return ""
    return next((kind for main, kind in MAIN_PARTS.items() if main in types), "")
