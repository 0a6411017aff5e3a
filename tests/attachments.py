"""Files to attach, each what its name says, and a clamd as a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image

from tests.scanner import EICAR

SCANNER = Path(__file__).parent / "scanner.py"


def pdf(text: str = "Biên bản") -> bytes:
    """As much of a PDF as tells that it is one; another text gives another file."""
    return f"%PDF-1.7\n% {text}\ntrailer <<>>\nstartxref\n0\n%%EOF\n".encode()


def picture(form: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 3), "white").save(file, form)
    return file.getvalue()


def docx() -> bytes:
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def xlsx() -> bytes:
    file = BytesIO()
    Workbook().save(file)
    return file.getvalue()


def infected() -> bytes:
    return pdf() + EICAR + b"\n%%EOF\n"


def upload(content: bytes | None = None, name: str = "bien-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


@contextmanager
def scanner(mode: str = "honest", *socket: Path) -> Iterator[str]:
    """Yields the address of a scanner: "honest", "error" or "hang"; on a TCP port, or on the socket given."""
    command = [sys.executable, SCANNER, mode, *socket]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)
