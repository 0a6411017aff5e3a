"""The tree of tags as a reader of the PDF needs it, where WeasyPrint leaves it short.

WeasyPrint tags each page by itself: what runs over several pages is several tables, sections, paragraphs there, and the
repeated heads of a table are rows of it. Here it becomes one again, repeated heads become artifacts, and heads say what
they are the head of (ISO 32000-1, 14.8.5.7). It reads WeasyPrint's boxes, which are not its public interface: the
version is pinned, and tests hold the tree.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes

from approvals.signing.appearance.fields import pdf_object

UNTAGGED = ("html", "body")
NULL = "null"


def mend(document: Document, pdf: pydyf.PDF) -> None:
    """Set the tree of a file right that is not written yet; equal documents give equal trees."""
    root = pdf_object(pdf, pdf.catalog["StructTreeRoot"])
    whole = pdf_object(pdf, root["K"][0])
    tops = [pdf_object(pdf, each) for each in whole["K"]]
    kept = tops[:1]
    for (before, after), top in zip(pairwise(document.pages), tops[1:], strict=True):
        depth = _continued(before, after)
        if depth:
            _join(pdf, kept[-1], top, depth)
        else:
            kept.append(top)
    whole["K"] = pydyf.Array(top.reference for top in kept)
    for top in kept:
        _say_scopes(pdf, top)


def _continued(before: Any, after: Any) -> int:
    """How many nested elements that end the one page begin the next."""
    pairs = zip(_spine(before._page_box, last=True), _spine(after._page_box, last=False), strict=False)
    shared = 0
    for one, other in pairs:
        if one is not other:
            break
        shared += 1
    return shared


def _spine(box: Any, *, last: bool) -> Iterator[Any]:
    """The tagged elements down the last, or the first, of each box's boxes; the heads of tables are passed over."""
    seen = None
    while True:
        if box.element is not None and box.element_tag not in UNTAGGED and box.element is not seen:
            seen = box.element
            yield seen
        if not isinstance(box, boxes.ParentBox):
            return
        inner = [each for each in box.children if not isinstance(each, boxes.MarginBox) and not _is_head(each)]
        if not inner or isinstance(inner[0], boxes.LineBox):
            return
        box = inner[-1 if last else 0]


def _is_head(box: Any) -> bool:
    return isinstance(box, boxes.TableRowGroupBox) and box.is_header


def _join(pdf: pydyf.PDF, left: pydyf.Dictionary, right: pydyf.Dictionary, depth: int) -> None:
    """Add to an element what the next page has of it; `depth` is how far down both go on."""
    kids = [pdf_object(pdf, each) for each in right["K"]]
    if left["S"] == "/Table":
        for head in [kid for kid in kids if kid["S"] == "/THead"]:
            _hide(pdf, head)
            kids.remove(head)
    if left["S"] == "/TR":
        cells = [pdf_object(pdf, each) for each in left["K"]][-len(kids) :]
        for cell, rest in zip(cells, kids, strict=True):
            _adopt(pdf, cell, [pdf_object(pdf, each) for each in rest["K"]])
        return
    if depth > 1 and kids and left["K"]:
        ended = pdf_object(pdf, left["K"][-1])
        if ended["S"] == kids[0]["S"]:
            _join(pdf, ended, kids.pop(0), depth - 1)
    _adopt(pdf, left, kids)


def _adopt(pdf: pydyf.PDF, parent: pydyf.Dictionary, kids: list[pydyf.Dictionary]) -> None:
    for kid in kids:
        kid["P"] = parent.reference
        parent["K"].append(kid.reference)


def _hide(pdf: pydyf.PDF, element: pydyf.Dictionary) -> None:
    """Make artifacts of all that the element holds on its page."""
    page = pdf_object(pdf, element["Pg"])
    stream = pdf_object(pdf, page["Contents"]).stream
    listed = _listed(pdf, page["StructParents"])
    hidden = set(_contents(pdf, element))
    marks = [place for place, each in enumerate(stream) if isinstance(each, pydyf.Dictionary) and "MCID" in each]
    for place in reversed(marks):
        mcid = stream[place]["MCID"]
        if mcid in hidden:
            stream[place - 1 : place + 2] = ["/Artifact", b"BMC"]
            listed[mcid] = NULL


def _listed(pdf: pydyf.PDF, page: int) -> pydyf.Array:
    """The page's elements by the number of their content."""
    numbers = pdf_object(pdf, pdf_object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    return dict(zip(numbers[::2], numbers[1::2], strict=True))[page]


def _contents(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterator[int]:
    for kid in element["K"]:
        if isinstance(kid, int):
            yield kid
        else:
            yield from _contents(pdf, pdf_object(pdf, kid))


def _say_scopes(pdf: pydyf.PDF, element: pydyf.Dictionary, *, group: str = "") -> None:
    """Heads of columns and of groups say so, in place of the links from each cell to those of its own page alone."""
    for kid in element["K"]:
        if not isinstance(kid, bytes):
            continue
        inner = pdf_object(pdf, kid)
        kind = inner.get("S", "")
        if kind == "/TH":
            inner["A"]["Scope"] = "/Column" if group == "/THead" else "/Row"
            inner.pop("ID", None)
        elif kind == "/TD":
            inner["A"].pop("Headers", None)
        if inner.get("S") != "/Form" and "K" in inner:
            _say_scopes(pdf, inner, group=kind if kind in ("/THead", "/TBody") else group)
