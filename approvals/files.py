"""Files kept by their SHA-256 below DOCUMENTS_DIR: a name that says what is inside, and a file written once."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def pdf_path(sha256: str) -> Path:
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}.pdf"


def page_path(sha256: str, page: int) -> Path:
    """The picture of page `page`, counted from 1."""
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}-{page}.png"


def content_path(sha256: str) -> Path:
    """What the PDF says, as JSON: read to tell what changed between two of them. Not for people, and not sent out."""
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}-content.json"


def other_path(sha256: str, form: str) -> Path:
    """The same document in another form, one of `TYPES`, beside the PDF of this SHA-256."""
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}.{form}"


def other_forms(sha256: str) -> list[str]:
    """Which of `TYPES` are kept beside the PDF."""
    return [form for form in TYPES if other_path(sha256, form).is_file()]


def keep(pdf: bytes, pages: Iterable[bytes], others: Mapping[str, bytes] | None = None) -> str:
    """Keep a PDF, the pictures of its pages and its other forms; returns its SHA-256. Twice is once."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    for number, picture in enumerate(pages, start=1):
        write(page_path(sha256, number), picture)
    for form, content in (others or {}).items():
        write(other_path(sha256, form), content)
    write(pdf_path(sha256), pdf)
    return sha256


def write(path: Path, content: bytes) -> None:
    """Write whole or not at all: into a neighbouring file first, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)
