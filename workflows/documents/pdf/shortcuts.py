"""What WeasyPrint and pydyf work out again for each box and each object, worked out once.

The functions return what theirs return: a test compares the bytes, and both versions are pinned.
"""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from cssselect2 import ElementWrapper
from lxml.etree import HTMLParser, fromstring
from pydyf import PDF, Object
from weasyprint import HTML
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, table
from weasyprint.urls import URLFetcher

from .lines import KeptFonts

SIDES = ("top", "right", "bottom", "left")
MEASURES = (
    *(f"{part}_{side}" for part in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)

strut, resolve_percentages = inline.strut, inline.resolve_percentages


class Builder(TreeBuilder):
    """Builds the tree that WeasyPrint reads from what lxml finds in a page."""

    def start(self, tag: str, attrs: Mapping[str, str], /) -> Element:
        """An element begins, with its attributes."""
        return super().start(tag, dict(attrs))


class ParsedPage(HTML):
    """A page as WeasyPrint has it, parsed in C: its own parser in Python takes thirty times as long."""

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        parser = HTMLParser(target=Builder())
        self.wrapper_element = ElementWrapper.from_html_root(fromstring(html, parser), content_language=None)
        self.etree_element = self.wrapper_element.etree_element
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"


class Written(Object):
    """An object that is spelt once: pydyf does so for the file, and again for its identifier."""

    def __init__(self, spelt: Object) -> None:
        super().__init__()
        self.number, self.compresses, self.spelt = spelt.number, spelt.compressible, spelt.data

    @property
    def data(self) -> bytes:
        """As pydyf spelt it."""
        return self.spelt

    @property
    def compressible(self) -> bool:
        """Whether it may stand among compressed objects."""
        return self.compresses


def _strut(style: Any) -> tuple[float, float]:
    """Like WeasyPrint's, which spells the style out as a text to find what it kept."""
    if not isinstance(style.font_config, KeptFonts):
        return strut(style)
    if not hasattr(style, "kept_strut"):
        style.kept_strut = strut(style)
    return style.kept_strut


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """Like WeasyPrint's; boxes of one style have the same measures in a block of the same size."""
    style = box.style
    if not isinstance(style.font_config, KeptFonts) or isinstance(box, boxes.PageBox):
        return resolve_percentages(box, containing_block)
    within = isinstance(containing_block, boxes.Box)
    size = (containing_block.width, containing_block.height) if within else tuple(containing_block)
    own = box.__dict__
    key = (size, *(own.get(f"border_{side}_width") for side in SIDES))
    if not hasattr(style, "kept_measures"):
        style.kept_measures = {}
    measures = style.kept_measures.get(key)
    if measures is None:
        resolve_percentages(box, containing_block)
        style.kept_measures[key] = {name: own[name] for name in MEASURES}
    else:
        own.update(measures)


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Like pydyf's, which lists all pages for each element of the structure tree."""
    kids = pdf.pages["Kids"]
    if len(pdf.__dict__.get("kept_pages", ())) * 3 != len(kids):
        pdf.kept_pages = tuple(f"{number} 0 R".encode() for number in kids[::3])
    return pdf.kept_pages


PDF.page_references = property(_page_references)
inline.strut = _strut
inline.resolve_percentages = block.resolve_percentages = table.resolve_percentages = _resolve_percentages
