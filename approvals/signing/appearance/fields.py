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
    """A field: its name, what a screen reader calls it, its page from 0, its box in points from the lower left.

    `mark` is the link that holds its place in page and structure tree, and becomes the field; without one it stands
    behind the field before it.
    """

    name: str
    title: str
    page: int
    box: Box
    mark: pydyf.Dictionary | None = None

    @property
    def is_signature(self) -> bool:
        return self.name in (PERSON, ORGAN)


@dataclass(frozen=True)
class PrintedPiece:
    """What is written into a gap between printed words: all that is printed before it, the gap itself, the text."""

    before: str
    gap: str
    text: str


@dataclass(frozen=True)
class FilledField:
    """A text field with its value, and the pieces of it that are not printed yet: none where all of it stands against
    what is printed behind the field. `size` in points.
    """

    field: str
    value: str
    font: Path
    pieces: Sequence[PrintedPiece] = ()
    size: float = 13


def add_fields(pdf: pydyf.PDF, fields: Iterable[Field]) -> None:
    """Add empty fields to a tagged file before it is written. Equal files and fields give equal bytes."""
    form = _Form(pdf)
    for field in fields:
        form.add(field)
    resources = pdf_object(pdf, pdf_object(pdf, pdf.page_references[0])["Resources"])
    entries = {"Fields": pydyf.Array([widget.reference for widget in form.widgets]), "DR": resources.reference}
    pdf.catalog["AcroForm"] = pydyf.Dictionary(entries)


class _Form:
    """The fields of a file, each at its place in the pages and in the structure tree."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.places = pdf_object(pdf, pdf_object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
        self.widgets: list[pydyf.Dictionary] = []
        self.holder = pydyf.Dictionary()

    def add(self, field: Field) -> None:
        page = pdf_object(self.pdf, self.pdf.page_references[field.page])
        widget = field.mark
        if widget is None:
            widget = pydyf.Dictionary({"StructParent": self.places[-2] + 1})
            self.pdf.add_object(widget)
            page.setdefault("Annots", pydyf.Array()).append(widget.reference)
        number = widget["StructParent"]
        widget.clear()
        widget.update(_values(self.pdf, page, field), StructParent=number)
        self.widgets.append(widget)
        self._tag(widget, number, field)

    def _tag(self, widget: pydyf.Dictionary, number: int, field: Field) -> None:
        """Where its mark stands; behind the field before it where it has none."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": "/Form", "Pg": widget["P"]})
        element["Alt"] = pydyf.String(field.title)
        # no array: pyHanko then knows that filling in a field touches no more of the tree
        element["K"] = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": widget["P"]})
        self.pdf.add_object(element)
        if field.mark is not None:
            place = self.places[::2].index(number) * 2 + 1
            self.holder = pdf_object(self.pdf, self.places[place])
            self.holder["K"][0], self.places[place] = element.reference, element.reference
        else:
            self.holder["K"].append(element.reference)
            self.places.extend([number, element.reference])
        element["P"] = self.holder.reference


def _values(pdf: pydyf.PDF, page: pydyf.Dictionary, field: Field) -> dict[str, Any]:
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
    return values


def _blank(pdf: pydyf.PDF, field: Field) -> pydyf.Stream:
    """The appearance of a field that nobody has filled in: nothing."""
    left, low, right, high = field.box
    size = pydyf.Array([0, 0, right - left, high - low])
    look = {"Type": "/XObject", "Subtype": "/Form", "BBox": size, "Resources": pydyf.Dictionary()}
    stream = pydyf.Stream([] if field.is_signature else [b"/Tx BMC", b"EMC"], look)
    pdf.add_object(stream)
    return stream


def pdf_object(pdf: pydyf.PDF, reference: bytes) -> Any:
    """The object that a reference points to."""
    return pdf.objects[int(reference.split()[0])]


def _first_font(pdf: pydyf.PDF, page: pydyf.Dictionary) -> str:
    fonts = pdf_object(pdf, pdf_object(pdf, page["Resources"])["Font"])
    return str(next(iter(fonts)))
