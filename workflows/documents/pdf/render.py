"""From content to HTML, from HTML to PDF. Equal content gives equal bytes, on every machine alike
that has the same font and the same versions of the packages.

Rendering takes about a second for five pages: do it in the worker, never in a page.
"""

import gc
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from pydyf import PDF, Array, Dictionary, Stream, String
from weasyprint import CSS, Attachment
from weasyprint.document import Document
from weasyprint.urls import URLFetcher, URLFetcherResponse

from approvals.signing.appearance.fields import add_fields
from approvals.text.fonts import Font, document_font
from workflows.documents.content import DocumentContent
from workflows.documents.data import figures_csv, figures_json
from workflows.documents.pages.columns import BREAKING, column_css
from workflows.documents.pages.layout import LaidDocument, lay_out
from workflows.pure.wording.words import blank_number

from . import tags
from .lines import KeptFonts
from .places import Places
from .shortcuts import ParsedPage, Written

STYLE = "css/document.css"
VARIANT = "pdf/a-3a"
LONG_WORD = re.compile(r"[^\s<>]{40,}")  # may be longer than a line of the text
FIGURES = "Số liệu của báo cáo"
# Across the middle of every page, in the margin's own box: no part of the text, nor of its tags.
WATERMARKED = """
@page {
  @bottom-center {
    color: #d0d0d0;
    content: "%s";
    font-size: 32pt;
    font-weight: bold;
    transform: translateY(-120mm) rotate(-35deg);
    white-space: nowrap;
    z-index: -1;
  }
}
"""


@dataclass(frozen=True)
class Rendering:
    """A finished PDF with its SHA-256 in hexadecimal and its number of pages."""

    pdf: bytes
    sha256: str
    pages: int


class FontFilesOnly(URLFetcher):
    """Lets a document load the faces of its font and nothing else, from no address at all."""

    def __init__(self, font: Font) -> None:
        super().__init__(allowed_protocols=("file",))
        self.allowed = {path.as_uri() for path in font.faces}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The face's file; `ValueError` for any other address."""
        if url not in self.allowed:
            raise ValueError(f"A document loads nothing but its font: {url}")
        return super().fetch(url, headers)


def render_html(content: DocumentContent) -> str:
    """The document as a page of its own, Vietnamese whatever language is active; its look is `css/document.css`."""
    return _html(lay_out(content))


def _html(laid: LaidDocument) -> str:
    return render_to_string("documents/document.html", {"document": laid})


def render_pdf(content: DocumentContent, *, digits: int = 2) -> Rendering:
    """The document as tagged PDF/A-3a with its font embedded, and the figures of a report on a plan.

    Raises `FontMissing`. Until it is issued it leaves room for a number of so many digits.
    """
    font, report = document_font(), lay_out(content)
    if content.number is None:
        report = replace(report, number=blank_number(digits))
    fetcher = FontFilesOnly(font)
    faces = KeptFonts()
    html = font.drawable(_html(report))
    columns = column_css(report, font) if report.annexes else ""
    style = font.css() + columns + (BREAKING if LONG_WORD.search(html) else "")
    style += WATERMARKED % report.watermark if report.watermark else ""
    own = CSS(string=style, font_config=faces, url_fetcher=fetcher)
    page = ParsedPage(html, fetcher)
    with _uncollected():
        laid = page.render(font_config=faces, stylesheets=[_parsed(style_sheet()), own], pdf_variant=VARIANT)
        finish = partial(_finish, places=Places(laid), annexes=_annexes(report))
        pdf = laid.write_pdf(pdf_variant=VARIANT, attachments=_attachments(content), finisher=finish)
    return Rendering(pdf, hashlib.sha256(pdf).hexdigest(), len(laid.pages))


@cache
def _parsed(style: str) -> CSS:
    """The sheet that all documents share, parsed once for each process."""
    return CSS(string=style, url_fetcher=URLFetcher(allowed_protocols=()))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles, which walks a document's boxes again and again: a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _attachments(content: DocumentContent) -> list[Attachment]:
    """The figures of a report on a plan as associated files (PDF/A-3, relationship Data), in order of their names."""
    if content.plan is None:
        return []
    made = content.made_at.astimezone(UTC)  # WeasyPrint writes the time as it stands and calls it UTC
    files = {"so-lieu.csv": figures_csv(content), "so-lieu.json": figures_json(content)}
    return [
        Attachment(
            file_obj=BytesIO(file), name=name, description=FIGURES, relationship="Data", created=made, modified=made
        )
        for name, file in files.items()
    ]


def _annexes(laid: LaidDocument) -> dict[str, str]:
    """The anchor of each annex with what stands before the numbers of its pages."""
    return {f"document-{annex.key}": f"{annex.numeral}-" for annex in laid.annexes}


def _finish(document: Document, pdf: PDF, *, places: Places, annexes: dict[str, str]) -> None:
    """The places for number, day and signatures, the tags, and what WeasyPrint leaves short of PDF/A-3: files named
    once only, metadata not compressed (ISO 19005-3, 6.6.2).
    """
    add_fields(pdf, places.fields())
    tags.mend(document, pdf)
    pdf.catalog["PageLabels"] = _page_labels(document, annexes)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False
    for each in pdf.objects:
        if isinstance(each, Stream) and each.compress:
            _compress(each)
    pdf.objects = [each if each.free == "f" else Written(each) for each in pdf.objects]


def _compress(stream: Stream) -> None:
    """Once, as hard as zlib does by default: pydyf does it as hard as it can, for the file and for its identifier."""
    _head, _between, body = Stream(stream.stream).data.partition(b"\nstream\n")
    stream.stream = [zlib.compress(body.removesuffix(b"\nendstream"))]
    stream.extra = {**stream.extra, "Filter": "/FlateDecode"}
    stream.compress = False


def _page_labels(document: Document, annexes: dict[str, str]) -> Dictionary:
    """As the pages count themselves: the text 1, 2, …, each annex from 1 again, under its own numeral."""
    ranges: list[Any] = [0, Dictionary({"S": "/D"})]
    for anchor, prefix in annexes.items():
        begins = next((number for number, page in enumerate(document.pages) if anchor in page.anchors), None)
        if begins is not None:
            ranges += [begins, Dictionary({"P": String(prefix), "S": "/D"})]
    return Dictionary({"Nums": Array(ranges)})


def style_sheet() -> str:
    """The sheet that paper and screen share. Raises `FileNotFoundError` where the static files were not shipped."""
    found = finders.find(STYLE)
    if not found:
        raise FileNotFoundError(STYLE)
    return Path(found).read_text(encoding="utf-8")
