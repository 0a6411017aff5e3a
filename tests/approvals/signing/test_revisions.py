"""Two signatures in one file, as a validator sees them, and what the eye sees."""

from datetime import UTC, date, datetime
from io import BytesIO

import page as checker
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pypdf import PdfReader
from pypdf.generic import ContentStream

from approvals.models import Document
from approvals.signing import levels, revisions
from approvals.signing.appearance.looks import Stamp
from approvals.signing.errors import SigningFailed
from tests import paper, signing
from workflows.documents.pdf.filling import fills_of

AT = datetime(2026, 11, 9, 9, 42, 5, tzinfo=UTC)
LINE = Document(number=5, symbol="BC-BCĐ", year=2026, issued_on=date(2026, 2, 5))


def person(image: bytes = b"") -> Stamp:
    return Stamp(signing.SIGNER, AT, signing.FONT, image)


def organ(image: bytes = b"") -> Stamp:
    return Stamp("Ban Chỉ đạo phường Minh Xuân", AT, signing.FONT, image)


@pytest.fixture
def certified() -> bytes:
    return revisions.certify(paper.page(), signing.stored(), person(signing.png()))


@pytest.fixture
def sealed(certified) -> bytes:
    return revisions.seal(certified, fills_of(LINE), signing.stored(signing.ORGAN), organ(signing.png(400, 400)))


def statuses(pdf: bytes) -> list:
    return [validate_pdf_signature(each, levels.trust()) for each in PdfFileReader(BytesIO(pdf)).embedded_signatures]


def test_both_signatures_are_valid_trusted_and_cover_what_they_signed(sealed):
    first, second = statuses(sealed)
    assert [status.bottom_line for status in (first, second)] == [True, True]
    assert (first.coverage, second.coverage) == (
        SignatureCoverageLevel.ENTIRE_REVISION,
        SignatureCoverageLevel.ENTIRE_FILE,
    )
    assert first.docmdp_ok


def test_the_first_certifies_and_lets_only_filling_in_and_signing_follow(certified):
    (signature,) = PdfFileReader(BytesIO(certified)).embedded_signatures
    assert signature.docmdp_level == MDPPerm.FILL_FORMS
    assert "/DocMDP" in PdfFileReader(BytesIO(certified)).root["/Perms"]


def test_each_revision_leaves_what_was_there_byte_for_byte(certified, sealed):
    assert certified.startswith(paper.page())
    assert sealed.startswith(certified)
    assert sealed.count(b"%%EOF") == 3


def test_a_changed_byte_breaks_both(sealed):
    place = paper.page().index(b"stream") + 20
    broken = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    before = [each.compute_digest() for each in PdfFileReader(BytesIO(sealed)).embedded_signatures]
    after = [each.compute_digest() for each in PdfFileReader(BytesIO(broken), strict=False).embedded_signatures]
    assert not set(before) & set(after)


def test_number_and_date_are_the_values_of_their_fields(sealed):
    fields = PdfReader(BytesIO(sealed)).get_fields()
    assert fields["number"]["/V"] == "05"
    assert fields["issued_on"]["/V"].replace("\u00a0", " ") == "ngày 05 tháng 02 năm 2026"


def test_before_they_are_filled_in_nothing_stands_in_the_places():
    fields = PdfReader(BytesIO(paper.page())).get_fields()
    assert set(fields) == {"number", "issued_on", "person", "organ"}
    assert not any("/V" in field for field in fields.values())


def boxes(pdf: bytes) -> dict[str, list[float]]:
    """Where the images of the signatures are drawn, from the page's left: left and right edge."""
    drawn = {}
    for each in PdfReader(BytesIO(pdf)).pages[0]["/Annots"]:
        widget = each.get_object()
        look = widget["/AP"]["/N"].get_data().decode()
        if "/Im0 Do" in look:
            width, _b, _c, _height, left, _low = (float(word) for word in look.split(" cm")[0].split()[1:])
            start = float(widget["/Rect"][0]) + left
            drawn[widget["/T"]] = [start, start + width]
    return drawn


@pytest.mark.parametrize("size", [(600, 200), (300, 300), (900, 200)])
def test_the_seal_covers_a_third_of_the_persons_image_on_its_left(size):
    certified = revisions.certify(paper.page(), signing.stored(), person(signing.png(*size)))
    sealed = revisions.seal(certified, fills_of(LINE), signing.stored(signing.ORGAN), organ(signing.png(400, 400)))
    (left, right), (start, end) = boxes(sealed)["person"], boxes(sealed)["organ"]
    assert start < left
    assert (end - left) / (right - left) == pytest.approx(1 / 3, abs=0.01)
    assert (end - start) * 25.4 / 72 == pytest.approx(36, abs=0.1)


def test_who_has_no_image_is_named_with_the_time_in_vietnam():
    certified = revisions.certify(paper.page(), signing.stored(), person())
    sealed = revisions.seal(certified, fills_of(LINE), signing.stored(signing.ORGAN), organ())
    assert boxes(sealed) == {}
    assert "09/11/2026 16:42:05" in shown_texts(sealed, "person")
    assert "+07:00" in shown_texts(sealed, "person")
    assert "Ban Chỉ đạo phường Minh Xuân" in shown_texts(sealed, "organ")
    assert [status.bottom_line for status in statuses(sealed)] == [True, True]


def shown_texts(pdf: bytes, field: str) -> str:
    """What a field's appearance says, by the text that it carries for readers."""
    reader = PdfReader(BytesIO(pdf))
    widgets = [each.get_object() for each in reader.pages[0]["/Annots"]]
    (widget,) = [each for each in widgets if each["/T"] == field]
    drawn = ContentStream(widget["/AP"]["/N"], reader)
    return " ".join(operands[1]["/ActualText"] for operands, operator in drawn.operations if operator == b"BDC")


def test_without_signatures_the_document_says_so():
    filled = revisions.fill_unsigned(paper.page(), fills_of(LINE), person())
    assert not PdfFileReader(BytesIO(filled)).embedded_signatures
    assert "Bản không ký số" in shown_texts(filled, "person")
    assert PdfReader(BytesIO(filled)).get_fields()["number"]["/V"] == "05"


def test_the_font_of_what_is_filled_in_is_embedded(sealed):
    for each in PdfReader(BytesIO(sealed)).pages[0]["/Annots"]:
        fonts = each.get_object()["/AP"]["/N"]["/Resources"].get("/Font", {})
        for font in fonts.values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "Tinos" in font.get_object()["/BaseFont"]
            assert "/FontFile2" in descriptor.get_object()


def test_every_field_is_named_prints_and_stands_in_the_structure_tree():
    reader = PdfReader(BytesIO(paper.page()))
    root = reader.trailer["/Root"]
    assert tagged_fields(root["/StructTreeRoot"]["/K"][0]) == ["number", "issued_on", "person", "organ"]
    assert "/NeedAppearances" not in root["/AcroForm"]
    for each in reader.pages[0]["/Annots"]:
        widget = each.get_object()
        assert (widget["/F"] & 4, bool(widget["/TU"]), "/N" in widget["/AP"]) == (4, True, True)


def tagged_fields(element) -> list[str]:
    """The names of the fields below an element of the structure tree, as they are read."""
    found = []
    kids = element.get_object().get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid if isinstance(kid, int) else kid.get_object()
        if isinstance(inner, int):
            continue
        found += [inner["/Obj"].get_object()["/T"]] if "/Obj" in inner else tagged_fields(inner)
    return found


def test_a_signature_that_does_not_fit_is_an_outage(monkeypatch):
    monkeypatch.setattr(revisions, "RESERVED", 64)
    with pytest.raises(SigningFailed):
        revisions.certify(paper.page(), signing.stored(), person())


def failures(pdf: bytes) -> set[str]:
    return {failure.rule_id for failure in checker.validate_pdf_bytes(pdf, profile="3a").failures}


def test_every_revision_stays_a_file_for_the_archive(certified, sealed):
    """The checker knows one signature a file: that the first covers its own revision alone it takes for a fault."""
    unsigned = revisions.fill_unsigned(paper.page(), fills_of(LINE), person())
    named = revisions.certify(paper.page(), signing.stored(), person())
    first = failures(paper.page())
    assert (failures(certified), failures(named), failures(unsigned)) == (first, first, first)
    assert failures(sealed) - first == {"PDFA3A-SIGNATURE-BYTERANGE-001"}
