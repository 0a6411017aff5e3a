"""Where the page has left room for number, date and signatures: read from the laid-out page, in points."""

from weasyprint import Document

from approvals.signing.form import ISSUED_ON, NUMBER, ORGAN, PERSON, Box, Field

POINT = 0.75  # of a CSS pixel
MILLIMETRE = 72 / 25.4
SEAL = 36 * MILLIMETRE  # the round seal's true size
IMAGE = (50 * MILLIMETRE, 25 * MILLIMETRE)  # the person's signature, as wide and high as it may be
COVERED = 1 / 3  # of the person's image lies under the seal, on its left (NĐ 30/2020, Phụ lục I, II.8)
NUMBER_TITLE = "Số văn bản"
DATE_TITLE = "Ngày, tháng ban hành"
PERSON_TITLE = "Chữ ký số của người ký văn bản"
ORGAN_TITLE = "Chữ ký số của cơ quan ban hành"


def fields_of(laid: Document) -> list[Field]:
    """The four fields, in reading order."""
    number, date, space = (
        _place(laid, name) for name in ("document-number", "document-issued-on", "document-signature")
    )
    person = _centred(space[1], *IMAGE)
    return [
        Field(NUMBER, NUMBER_TITLE, *number),
        Field(ISSUED_ON, DATE_TITLE, *date),
        Field(PERSON, PERSON_TITLE, space[0], person),
        Field(ORGAN, ORGAN_TITLE, space[0], _beside(person)),
    ]


def _place(laid: Document, anchor: str) -> tuple[int, Box]:
    """The page and the box of the element with this id."""
    for number, page in enumerate(laid.pages):
        if anchor in page.anchors:
            left, top, right, bottom = page.anchors[anchor]
            box = (left, page.height - bottom, right, page.height - top)
            return number, (box[0] * POINT, box[1] * POINT, box[2] * POINT, box[3] * POINT)
    raise KeyError(anchor)


def _centred(box: Box, width: float, height: float) -> Box:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return across - width / 2, up - height / 2, across + width / 2, up + height / 2


def _beside(person: Box) -> Box:
    """Room for the seal wherever a third of the person's image may begin, which is drawn in the middle of its box."""
    left, low, right, high = person
    middle = (low + high) / 2
    return left + (right - left) * COVERED - SEAL, middle - SEAL / 2, (left + right) / 2, middle + SEAL / 2
