"""The places that a document leaves for what comes after it: number, date and signatures, as fields of a form.

They are in the file before anyone signs, so that filling them in is all that the first signature has to allow. PDF/A
asks for an appearance of every field, PDF/UA for its name and its place in the structure tree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf

NUMBER, ISSUED_ON, PERSON, ORGAN = "number", "issued_on", "person", "organ"
PRINT = 4
READ_ONLY, MULTILINE = 1, 4096  # flags of a text field
TEXT_LOOK = "0 g /{font} 13 Tf"

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Field:
    """A field: its name, what a screen reader calls it, its page from 0, its box in points from the lower left."""

    name: str
    title: str
    page: int
    box: Box

    @property
    def is_signature(self) -> bool:
        return self.name in (PERSON, ORGAN)


@dataclass(frozen=True)
class Piece:
    """What is written into a gap between printed words: all that is printed before it, the gap itself, the text."""

    before: str
    gap: str
    text: str


@dataclass(frozen=True)
class Fill:
    """A text field with its value, and the pieces of it that are not printed yet; `size` in points."""

    field: str
    value: str
    pieces: Sequence[Piece]
    font: Path
    size: float = 13


def add_fields(pdf: pydyf.PDF, fields: Iterable[Field]) -> None:
    """Add empty fields to a tagged file before it is written. Equal files and fields give equal bytes."""
    widgets = [_widget(pdf, field) for field in fields]
    resources = _object(pdf, _object(pdf, pdf.page_references[0])["Resources"])
    form = {"Fields": pydyf.Array([widget.reference for widget in widgets]), "DR": resources.reference}
    pdf.catalog["AcroForm"] = pydyf.Dictionary(form)
    _tag(pdf, widgets)


def _widget(pdf: pydyf.PDF, field: Field) -> pydyf.Dictionary:
    page = _object(pdf, pdf.page_references[field.page])
    values: dict[str, Any] = {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Sig" if field.is_signature else "/Tx",
        "T": pydyf.String(field.name),
        "TU": pydyf.String(field.title),
        "Rect": pydyf.Array(field.box),
        "P": page.reference,
        "F": PRINT,
        "AP": pydyf.Dictionary({"N": _blank(pdf, field).reference}),
    }
    if not field.is_signature:
        values |= {"Ff": READ_ONLY, "DA": pydyf.String(TEXT_LOOK.format(font=_first_font(pdf, page)))}
    widget = pydyf.Dictionary(values)
    pdf.add_object(widget)
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    return widget


def _blank(pdf: pydyf.PDF, field: Field) -> pydyf.Stream:
    """The appearance of a field that nobody has filled in: nothing."""
    left, low, right, high = field.box
    size = pydyf.Array([0, 0, right - left, high - low])
    look = {"Type": "/XObject", "Subtype": "/Form", "BBox": size, "Resources": pydyf.Dictionary()}
    stream = pydyf.Stream([] if field.is_signature else [b"/Tx BMC", b"EMC"], look)
    pdf.add_object(stream)
    return stream


def _tag(pdf: pydyf.PDF, widgets: list[pydyf.Dictionary]) -> None:
    """Put the widgets into the structure tree, at its end, and note where for each."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    document = _object(pdf, root["K"][0])
    places = _object(pdf, root["ParentTree"])["Nums"]
    for number, widget in enumerate(widgets, start=places[-2] + 1):
        content = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": widget["P"]})
        kids = {"K": content, "P": document.reference, "Pg": widget["P"]}
        element = pydyf.Dictionary({"Type": "/StructElem", "S": "/Form", **kids})
        pdf.add_object(element)
        document["K"].append(element.reference)
        widget["StructParent"] = number
        places.extend([number, element.reference])


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _first_font(pdf: pydyf.PDF, page: pydyf.Dictionary) -> str:
    fonts = _object(pdf, _object(pdf, page["Resources"])["Font"])
    return str(next(iter(fonts)))
