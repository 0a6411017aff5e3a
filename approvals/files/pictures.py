"""The pages of kept PDF files as pictures for the screen: made when a page is first opened, then kept beside it."""

from hmac import compare_digest
from io import BytesIO
from threading import Lock

import pypdfium2
from django.utils.crypto import salted_hmac

from . import store

PAGE_WIDTH = 1000  # pixels of a page's picture
WIDTHS = {"": PAGE_WIDTH, "large": 2 * PAGE_WIDTH}
SEAL_LENGTH = 32  # bytes
PDFIUM = Lock()  # PDFium is not safe for threads: one call at a time in a process


def page_picture(sha256: str, number: int, size: str = "") -> bytes:
    """The PNG of a page, counted from 1, `size` of WIDTHS. Raises files.FileFault where the PDF is not the one kept.

    A kept picture ends with a seal: one that was made by somebody else, or of another page, is made anew.
    """
    path = store.page_path(sha256, number, size)
    kept = path.read_bytes() if path.is_file() else b""
    png, seal = kept[:-SEAL_LENGTH], kept[-SEAL_LENGTH:]
    if kept and compare_digest(seal, _seal(sha256, number, png, size)):
        return png
    png = picture(store.content(store.pdf_path(sha256), sha256), number, width=WIDTHS[size])
    store.write(path, sealed(sha256, number, png, size))
    return png


def sealed(sha256: str, number: int, png: bytes, size: str = "") -> bytes:
    """A picture as it is kept."""
    return png + _seal(sha256, number, png, size)


def _seal(sha256: str, number: int, png: bytes, size: str) -> bytes:
    return salted_hmac(f"approvals.pictures {sha256} {number}{size}", png, algorithm="sha256").digest()


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
