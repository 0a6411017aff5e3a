"""The pages of kept PDF files as pictures for the screen: made when a page is first opened, then kept beside it."""

from io import BytesIO
from pathlib import Path
from threading import Lock

import pypdfium2

from . import files

PAGE_WIDTH = 1000  # pixels of a page's picture
PDFIUM = Lock()  # PDFium is not safe for threads: one call at a time in a process


def page_picture(sha256: str, number: int) -> Path:
    """The file of a page's picture, counted from 1. Raises FileNotFoundError where the PDF is not here."""
    path = files.page_path(sha256, number)
    if not path.is_file():
        files.write(path, picture(files.pdf_path(sha256).read_bytes(), number, width=PAGE_WIDTH))
    return path


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
