"""A sheet beside a document, printed in the document's own font: `approvals` names it by APPROVALS_PRINTER."""

from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from approvals.text.fonts import document_font

from .render import VARIANT, FontFilesOnly

STYLE = "css/sheet.css"


def printed(html: str, style: str = STYLE) -> bytes:
    """The HTML as tagged PDF/A-3a, its look from that style sheet. Raises `FontMissing`."""
    font = document_font()
    fetcher, faces = FontFilesOnly(font), FontConfiguration()
    sheet = Path(str(finders.find(style))).read_text(encoding="utf-8")
    look = CSS(string=font.css() + sheet, font_config=faces, url_fetcher=fetcher)
    page = HTML(string=font.drawable(html), url_fetcher=fetcher)
    return page.write_pdf(font_config=faces, stylesheets=[look], pdf_variant=VARIANT)


def pictured(svg: str, width: int, height: int) -> bytes:
    """One picture as PDF on a page of its size, in pixels of CSS. Raises `FontMissing`."""
    font = document_font()
    fetcher, faces = FontFilesOnly(font), FontConfiguration()
    page = f"@page {{ margin: 0; size: {width}px {height}px }} "
    bare = "body { font-family: Tinos; margin: 0 } svg { display: block }"
    look = CSS(string=font.css() + page + bare, font_config=faces, url_fetcher=fetcher)
    return HTML(string=font.drawable(svg), url_fetcher=fetcher).write_pdf(font_config=faces, stylesheets=[look])
