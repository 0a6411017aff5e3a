"""Where the page has left room for number, date and signatures: read from the laid-out page, in points."""

from dataclasses import dataclass
from typing import Any

from weasyprint import Document

from approvals.signing.appearance.fields import ISSUED_ON, NUMBER, ORGAN, PERSON, Box, Field

NUMBER_ANCHOR, DATE_ANCHOR, SPACE_ANCHOR = "document-number", "document-issued-on", "document-signature"
POINT = 0.75  # of a CSS pixel
MILLIMETRE = 72 / 25.4
SEAL = 36 * MILLIMETRE  # the round seal's true size
IMAGE = (50 * MILLIMETRE, 25 * MILLIMETRE)  # the person's signature, as wide and high as it may be
COVERED = 1 / 3  # of the person's image lies under the seal, on its left (NĐ 30/2020, Phụ lục I, II.8)
SPACE = 2.5  # points of the space before the number, for one that has more digits than expected
NUMBER_TITLE = "Số văn bản"
DATE_TITLE = "Ngày, tháng ban hành"
PERSON_TITLE = "Chữ ký số của người ký văn bản"
ORGAN_TITLE = "Chữ ký số của cơ quan ban hành"


class Places:
    """The elements of a laid-out document that become its fields, marked as links to themselves before it is written:
    WeasyPrint then gives each a place in the page and in the structure tree.
    """

    def __init__(self, laid: Document) -> None:
        self.found = {anchor: _mark(laid, anchor) for anchor in (NUMBER_ANCHOR, DATE_ANCHOR, SPACE_ANCHOR)}

    def fields(self) -> list[Field]:
        """The four fields, in reading order."""
        number, date, space = self.found.values()
        left, low, right, high = number.box
        person = _centred(space.box, *IMAGE)
        return [
            Field(NUMBER, NUMBER_TITLE, number.page, (left - SPACE, low, right, high), number.element.link_annotation),
            Field(ISSUED_ON, DATE_TITLE, date.page, date.box, date.element.link_annotation),
            Field(PERSON, PERSON_TITLE, space.page, person, space.element.link_annotation),
            Field(ORGAN, ORGAN_TITLE, space.page, _beside(person)),
        ]


@dataclass(frozen=True)
class PlaceOnPage:
    """An element on its page, counted from 0, with its box in points."""

    page: int
    box: Box
    element: Any


def _mark(laid: Document, anchor: str) -> PlaceOnPage:
    for number, page in enumerate(laid.pages):
        if anchor in page.anchors:
            left, top, right, bottom = page.anchors[anchor]
            element = next(box for box in page._page_box.descendants() if _id(box) == anchor)
            page.links.append(("internal", anchor, (left, top, right, bottom), element))
            box = (left, page.height - bottom, right, page.height - top)
            return PlaceOnPage(number, (box[0] * POINT, box[1] * POINT, box[2] * POINT, box[3] * POINT), element)
    raise KeyError(anchor)


def _id(box: Any) -> str | None:
    return None if box.element is None else box.element.get("id")


def _centred(box: Box, width: float, height: float) -> Box:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return across - width / 2, up - height / 2, across + width / 2, up + height / 2


def _beside(person: Box) -> Box:
    """Room for the seal wherever a third of the person's image may begin, which is drawn in the middle of its box."""
    left, low, right, high = person
    middle = (low + high) / 2
    return left + (right - left) * COVERED - SEAL, middle - SEAL / 2, (left + right) / 2, middle + SEAL / 2
