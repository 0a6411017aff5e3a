"""What is kept beside a PDF: its pages as pictures, and the same document in other forms."""

from collections.abc import Iterator
from io import BytesIO
from threading import Lock

import pypdfium2

from .content import WardReportContent
from .figures import figures_csv, figures_json
from .word import render_docx

PAGE_WIDTH = 1000  # pixels of a page's picture
PDFIUM = Lock()  # PDFium is not safe for threads: one call at a time in a process


def other_forms(content: WardReportContent) -> dict[str, bytes]:
    """The document as Word file and its figures: what is kept beside its PDF (approvals/files.py)."""
    return {"docx": render_docx(content), "csv": figures_csv(content), "json": figures_json(content)}


def page_images(pdf: bytes, *, width: int) -> Iterator[bytes]:
    """Each page as a PNG of this width in pixels, in order, one in memory at a time, with what its fields show."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        count = len(document)
    try:
        for number in range(count):
            yield _picture(document, number, width)
    finally:
        with PDFIUM:
            document.close()


def _picture(document: pypdfium2.PdfDocument, number: int, width: int) -> bytes:
    with PDFIUM:
        page = document[number]
        image = page.render(scale=width / page.get_width()).to_pil()
        page.close()
    file = BytesIO()
    image.save(file, "PNG", optimize=False)
    return file.getvalue()
