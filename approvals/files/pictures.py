"""The pages of kept PDF files as pictures for the screen: made when a page is first opened, then kept beside it."""

from hmac import compare_digest
from io import BytesIO
from threading import Lock

import pypdfium2
from django.utils.crypto import salted_hmac

from . import store

PAGE_WIDTH = 1000  # pixels of a page's picture
SEAL_LENGTH = 32  # bytes
PDFIUM = Lock()  # PDFium is not safe for threads: one call at a time in a process


def page_picture(sha256: str, number: int) -> bytes:
    """The PNG of a page, counted from 1. Raises files.FileFault where the PDF is missing or another.

    A kept picture ends with a seal: one that was made by somebody else, or of another page, is made anew.
    """
    path = store.page_path(sha256, number)
    kept = path.read_bytes() if path.is_file() else b""
    png, seal = kept[:-SEAL_LENGTH], kept[-SEAL_LENGTH:]
    if kept and compare_digest(seal, _seal(sha256, number, png)):
        return png
    png = picture(store.content(store.pdf_path(sha256), sha256), number, width=PAGE_WIDTH)
    store.write(path, sealed(sha256, number, png))
    return png


def sealed(sha256: str, number: int, png: bytes) -> bytes:
    """A picture as it is kept."""
    return png + _seal(sha256, number, png)


def _seal(sha256: str, number: int, png: bytes) -> bytes:
    return salted_hmac(f"approvals.pictures {sha256} {number}", png, algorithm="sha256").digest()


def pages_of(pdf: bytes) -> int:
    """How many pages it has."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def picture(pdf: bytes, number: int, *, width: int) -> bytes:
    """A page, counted from 1, as a PNG of this width in pixels, with what its fields show."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            document.init_forms()
            page = document[number - 1]
            image = page.render(scale=width / page.get_width()).to_pil()
            page.close()
        finally:
            document.close()
    file = BytesIO()
    image.save(file, "PNG", optimize=False)
    return file.getvalue()
