"""Files kept by their SHA-256, outside of what the web serves: a name that says what is inside, written once.

Documents lie below DOCUMENTS_DIR. What people attach lies below FILES_DIR, without a name or an ending of its own.
Bytes on the disk are not trusted: read a file by `opened` or `content`, which compare them with the SHA-256 that a row
has. `approvals.register.inventory` reports files that are missing or changed.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


ABSENT = (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError)


class FileFault(OSError):
    """A kept file is missing, or its bytes are not those that were kept. What the system lacks is another OSError."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"{path.name}: {fault}")
        self.path, self.fault = path, fault


def opened(path: Path, sha256: str) -> BinaryIO:
    """The file, at its beginning, once its bytes are those of this SHA-256. Raises FileFault."""
    try:
        file = path.open("rb")
    except ABSENT as error:
        raise FileFault(path, "missing") from error
    found = _fault_in(file, sha256)
    if found:
        file.close()
        raise FileFault(path, found)
    file.seek(0)
    return file


def _fault_in(file: BinaryIO, sha256: str) -> str:
    try:
        return "" if digest(file) == sha256 else "changed"
    except OSError:
        return "unreadable"


def content(path: Path, sha256: str) -> bytes:
    """The bytes of the file, which are those of this SHA-256. Raises FileFault."""
    with opened(path, sha256) as file:
        return file.read()


def fault(path: Path, sha256: str) -> str:
    """What is wrong with the file: "missing", "changed", "unreadable" (a broken disk) or nothing."""
    try:
        opened(path, sha256).close()
    except FileFault as found:
        return found.fault
    return ""


def pdf_path(sha256: str) -> Path:
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}.pdf"


def page_path(sha256: str, page: int, size: str = "") -> Path:
    """The picture of page `page`, counted from 1; `size` names one of another size than usual."""
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}-{page}{size and f'-{size}'}.png"


def content_path(sha256: str) -> Path:
    """What the PDF says, as JSON: read to tell what changed between two of them. Not for people, and not sent out."""
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}-content.json"


def other_path(sha256: str, form: str) -> Path:
    """The same document in another form, one of `TYPES`, beside the PDF of this SHA-256."""
    return settings.DOCUMENTS_DIR / sha256[:2] / f"{sha256}.{form}"


def other_forms(sha256: str) -> list[str]:
    """Which of `TYPES` are kept beside the PDF."""
    return [form for form in TYPES if other_path(sha256, form).is_file()]


def keep(pdf: bytes, others: Mapping[str, bytes] | None = None) -> str:
    """Keep a PDF and its other forms; returns its SHA-256. Idempotent."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    for form, content in (others or {}).items():
        write(other_path(sha256, form), content)
    write(pdf_path(sha256), pdf)
    return sha256


def forget(sha256s: Collection[str]) -> None:
    """Remove documents that no row names any more, with all that lies beside them. Idempotent."""
    for sha256 in sha256s:
        for path in pdf_path(sha256).parent.glob(f"{sha256}[-.]*"):
            path.unlink(missing_ok=True)


def beside(sha256: str) -> dict[str, str]:
    """What lies beside the PDF now: the SHA-256 of each file by what its name has behind the PDF's (".docx").

    Not the pictures of its pages, which are made anew from the PDF at any time.
    """
    kept = {}
    for path in pdf_path(sha256).parent.glob(f"{sha256}[-.]*"):
        if path.suffix not in (".pdf", ".png"):
            with path.open("rb") as file:
                kept[path.name.removeprefix(sha256)] = digest(file)
    return kept


def stored_path(sha256: str) -> Path:
    return settings.FILES_DIR / sha256[:2] / sha256


def digest(file: BinaryIO) -> str:
    """The SHA-256 of the whole file, which stands at its start after."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found


def store(file: BinaryIO) -> str:
    """Keep what a person attached; returns its SHA-256. Idempotent, but that its age begins anew."""
    sha256 = digest(file)
    with _whole(stored_path(sha256)) as target:
        shutil.copyfileobj(file, target)
    return sha256


def stored_files() -> Iterator[Path]:
    """All files below FILES_DIR, those too that a crash left half written."""
    return (path for path in settings.FILES_DIR.glob("*/*") if path.is_file())


def document_files() -> Iterator[Path]:
    """All files of documents, those too that a crash left half written."""
    return (path for path in settings.DOCUMENTS_DIR.glob("??/*") if path.is_file())


def write(path: Path, content: bytes) -> None:
    with _whole(path) as target:
        target.write(content)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all: written into a neighbouring one first, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)  # what was renamed is not there any more
