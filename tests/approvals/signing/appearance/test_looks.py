"""What the eye sees of both signatures on one page, by its ink: nothing stands over what has to be read."""

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import product

import pypdfium2
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from approvals.models import Document
from approvals.signing import revisions
from approvals.signing.appearance.drawing import PlacedWords
from approvals.signing.appearance.fields import PERSON
from approvals.signing.appearance.looks import BLUE, Stamp
from tests import paper, signing
from workflows.documents.pdf.filling import fills_of

AT = datetime(2026, 11, 9, 9, 42, 5, tzinfo=UTC)
LINE = Document(number=5, symbol="BC-BCĐ", year=2026, issued_on=date(2026, 2, 5))
SHORT = "Ủy ban nhân dân phường Minh Xuân"
LONG = (
    "Ban Chỉ đạo về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số, "
    "cải cách hành chính và Đề án 06 phường Minh Xuân"
)
NAMES = [signing.SIGNER, "Nguyễn Hoàng Phương Thảo Nguyên Khánh Linh"]
Box = tuple[int, int, int, int]


def person(name: str = signing.SIGNER, image: bytes = b"") -> Stamp:
    return Stamp(name, AT, signing.FONT, image)


def certified(stamp: Stamp) -> bytes:
    return revisions.certify(paper.page(), signing.stored(), stamp)


def sealed(pdf: bytes, name: str, image: bytes = b"") -> bytes:
    stamp = Stamp(name, AT, signing.FONT, image)
    return revisions.seal(pdf, fills_of(LINE), signing.stored(signing.ORGAN), stamp)


def inks(pdf: bytes) -> dict[str, set[tuple[int, int]]]:
    """The pixels of the first page that are blue, red and black."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    picture = document[0].render(scale=2, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRA).to_pil()
    document.close()
    found: dict[str, set[tuple[int, int]]] = {"blue": set(), "red": set(), "black": set()}
    for place, (red, green, blue) in enumerate(picture.convert("RGB").get_flattened_data()):
        if min(red, green, blue) < 200:
            name = "red" if red > blue + 60 else "blue" if blue > red + 60 else "black"
            found[name].add((place % picture.width, place // picture.width))
    return found


def box(pixels: set[tuple[int, int]]) -> Box:
    across, down = [x for x, _y in pixels], [y for _x, y in pixels]
    return min(across), min(down), max(across), max(down)


def overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


@pytest.mark.parametrize(("name", "organ"), list(product(NAMES, [SHORT, LONG])))
def test_the_words_of_both_stand_beside_each_other(name, organ):
    ink = inks(sealed(certified(person(name)), organ))
    assert not overlap(box(ink["blue"]), box(ink["red"]))
    assert ink["blue"] == inks(certified(person(name)))["blue"]


@pytest.mark.parametrize("size", [(600, 200), (300, 300), (900, 200)])
def test_the_organs_words_stand_beside_the_persons_image(size):
    ink = inks(sealed(certified(person(image=signing.png(*size))), LONG))
    assert ink["red"]
    assert not overlap(box(ink["blue"]), box(ink["red"]))


def test_the_seal_stands_beside_the_persons_words():
    ink = inks(sealed(certified(person()), SHORT, red_square()))
    assert not overlap(box(ink["blue"]), box(ink["red"]))


def red_square() -> bytes:
    file = BytesIO()
    Image.new("RGBA", (400, 400), (205, 20, 30, 255)).save(file, "PNG")
    return file.getvalue()


def test_the_words_stay_clear_of_the_printed_lines():
    printed = inks(paper.page())["black"]
    assert printed <= inks(sealed(certified(person()), LONG))["black"]


def test_words_that_an_earlier_version_signed_stay_legible():
    """It set them from the left edge of the person's place."""
    revision = revisions.Revision(paper.page())
    texts = ("Ký bởi: Vũ Xuân Quỳnh", "Thời gian: 09/11/2026", "16:42:05 +07:00")
    marks = [PlacedWords(text, 1, 43 - 12 * place, 10, signing.FONT, BLUE) for place, text in enumerate(texts)]
    signed = revision.sign(PERSON, signing.stored(), person(), marks)
    ink = inks(sealed(signed, LONG))
    assert ink["red"]
    assert not overlap(box(ink["blue"]), box(ink["red"]))


def test_an_unsigned_document_says_so_in_a_text_that_no_viewer_replaces():
    filled = revisions.fill_unsigned(paper.page(), fills_of(LINE), person())
    fields = {field.get_object()["/T"]: field.get_object() for field in form(filled)}
    assert {name: field["/FT"] for name, field in fields.items()} == dict.fromkeys(fields, "/Tx")
    assert fields[PERSON]["/V"].startswith("Bản không ký số\nNgười duyệt: Vũ Xuân Quỳnh")


def form(pdf: bytes):
    return PdfFileReader(BytesIO(pdf)).root["/AcroForm"]["/Fields"]
