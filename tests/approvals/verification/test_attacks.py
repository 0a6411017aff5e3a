"""What somebody may do to a signed file, each caught by what it does. The tests' own keys sign the files."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfTimeStamper
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field

from approvals.verification.checks.of_file import file_checks
from approvals.verification.checks.result import Result, verdict
from approvals.verification.reading.facts import Reading
from approvals.verification.reading.pdf import read
from approvals.verification.reading.revisions import MENTION

from . import certificates, samples

SPARE = 900_000  # a number that no object of a sample has


@pytest.fixture(scope="module")
def roots(tmp_path_factory) -> list[str]:
    return [str(certificates.home().publish(tmp_path_factory.mktemp("roots"), samples.SIGNED_AT))]


@pytest.fixture
def looked(roots):
    """Read bytes as the verifier's process does."""
    return lambda pdf: read(BytesIO(pdf), roots)


def result(reading: Reading) -> Result:
    return verdict(file_checks(reading))


def wrong(reading: Reading) -> set[str]:
    return {each for increment in reading.increments for each in increment.wrong}


@pytest.mark.parametrize("pages", [5, 40])
@pytest.mark.parametrize("archive", [False, True])
def test_a_document_as_it_was_issued_passes(looked, pages, archive):
    reading = looked(samples.issued(pages, archive))
    assert (result(reading), wrong(reading)) == (Result.PASS, set())
    assert reading.fields == {"number": "05", "issued_on": "ngày 09 tháng 11"}
    assert {each.level for each in reading.signatures if not each.stamp} == {"B-LTA" if archive else "B-B"}


# What is appended to the issued document, and what that touches.


def annotation(writer):
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 700, 200, 720))),
            pdf_name("/Contents"): pdf_string("15"),
        }
    )
    page = writer.find_page_for_modification(-1)[0].get_object()
    page.setdefault("/Annots", generic.ArrayObject()).append(writer.add_object(note))
    writer.update_container(page)


def page_added(writer):
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Page"), pdf_name("/Parent"): writer.root.raw_get("/Pages")}
    )
    pages["/Kids"].append(writer.add_object(page))
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)


def page_taken_away(writer):
    pages = writer.root["/Pages"]
    pages["/Kids"].pop()
    writer.update_container(pages)


def contents_replaced(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def contents_overwritten(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    ref = page.raw_get("/Contents")
    ref = ref[0] if isinstance(ref, generic.ArrayObject) else ref
    writer.objects[(ref.generation, ref.idnum)] = generic.StreamObject(stream_data=b"BT ET")


def stamped(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    stamp = writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 1 100 700 cm Q"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stamp])
    writer.update_container(page)


def resources_changed(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Resources"] = generic.DictionaryObject()
    writer.update_container(page)


def layers(writer):
    group = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/OCG"), pdf_name("/Name"): pdf_string("layer")})
    groups = generic.ArrayObject([writer.add_object(group)])
    writer.root["/OCProperties"] = generic.DictionaryObject({pdf_name("/OCGs"): groups})
    writer.update_root()


def action_on_opening(writer):
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("1")}
    )
    writer.update_root()


def refilled(writer):
    samples.fill(writer, {"number": "50"})


def look_of_the_number(writer):
    for ref in writer.root["/AcroForm"]["/Fields"]:
        if str(ref.get_object()["/T"]) == "number":
            look = generic.DictionaryObject({pdf_name("/N"): samples.appearance(writer, "50")})
            ref.get_object()["/AP"] = look
            writer.mark_update(ref)


def look_overwritten(writer):
    field = next(
        ref.get_object() for ref in writer.root["/AcroForm"]["/Fields"] if str(ref.get_object()["/T"]) == "number"
    )
    ref = field["/AP"].raw_get("/N")
    writer.objects[(ref.generation, ref.idnum)] = generic.StreamObject(stream_data=b"50")


def signature_taken_away(writer):
    field = next(
        ref.get_object() for ref in writer.root["/AcroForm"]["/Fields"] if str(ref.get_object()["/T"]) == "person"
    )
    del field["/V"]
    writer.update_container(field)


def title_changed(writer):
    writer.trailer["/Info"]["/Title"] = pdf_string("Báo cáo khác")
    writer.update_container(writer.trailer["/Info"])


def xmp_changed(writer):
    ref = writer.root.raw_get("/Metadata")
    old = ref.get_object()
    text = old.data.replace("Kết quả".encode(), "Kết cục".encode())
    assert text != old.data
    writer.objects[(ref.generation, ref.idnum)] = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}, stream_data=text
    )


def xmp_rewritten(writer, wrap):
    ref = writer.root.raw_get("/Metadata")
    text = wrap(ref.get_object().data.decode())
    writer.objects[(ref.generation, ref.idnum)] = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}, stream_data=text.encode()
    )


def title_of(text: str) -> str:
    start = text.index("<dc:title")
    return text[start : text.index("</dc:title>") + 11]


def xmp_hidden_by_a_comment(writer):
    """The title that was signed goes into a comment, whose marks stand in elements that any software writes anew."""
    begin, end = (f"<xmp:ModifyDate>{mark}</xmp:ModifyDate>" for mark in ("<!--", "-->"))

    def wrap(text: str) -> str:
        title = title_of(text)
        hidden = text.replace(title, begin + title + end)
        assert "<!--" in hidden
        return hidden

    xmp_rewritten(writer, wrap)


def xmp_inside_the_date_of_change(writer):
    """A second title, inside an element that any software writes anew."""

    def wrap(text: str) -> str:
        title = title_of(text)
        return text.replace(title, f"<xmp:ModifyDate>{title.replace('quả', 'cục')}</xmp:ModifyDate>{title}")

    xmp_rewritten(writer, wrap)


def archive_exchanged(writer):
    writer.root["/DSS"] = writer.add_object(
        generic.DictionaryObject({pdf_name("/Certs"): generic.ArrayObject(), pdf_name("/AA"): script()})
    )
    writer.update_root()


def archive_that_acts(writer):
    of_one = generic.DictionaryObject({pdf_name("/X"): generic.DictionaryObject({pdf_name("/AA"): script()})})
    writer.root["/DSS"] = writer.add_object(generic.DictionaryObject({pdf_name("/VRI"): of_one}))
    writer.update_root()


def extension_that_acts(writer):
    level = {pdf_name("/BaseVersion"): pdf_name("/1.7"), pdf_name("/ExtensionLevel"): generic.NumberObject(8)}
    more = generic.DictionaryObject(level | {pdf_name("/AA"): script()})
    writer.root["/Extensions"] = generic.DictionaryObject({pdf_name("/X"): more})
    writer.update_root()


def script() -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("1")})


APPENDED = {
    annotation: "annotation",
    page_added: "object",
    page_taken_away: "object",
    contents_replaced: "page",
    contents_overwritten: "object",
    stamped: "page",
    resources_changed: "page",
    layers: "catalog",
    action_on_opening: "catalog",
    refilled: "field",
    look_of_the_number: "field",
    look_overwritten: "object",
    title_changed: "metadata",
    xmp_changed: "metadata",
    xmp_hidden_by_a_comment: "metadata",
    xmp_inside_the_date_of_change: "metadata",
    archive_exchanged: "archive",
    archive_that_acts: "archive",
    extension_that_acts: "catalog",
}


@pytest.mark.parametrize("change", APPENDED, ids=lambda change: change.__name__)
@pytest.mark.parametrize("archive", [False, True], ids=["plain", "archive"])
def test_a_later_increment_is_caught(looked, change, archive):
    reading = looked(samples.changed(samples.issued(archive=archive), change))
    assert result(reading) == Result.FAIL
    assert APPENDED[change] in wrong(reading)


FILLED = (refilled, look_of_the_number, look_overwritten)  # of a field that the same revision fills: no forgery


@pytest.mark.parametrize(
    "change", [each for each in APPENDED if each not in FILLED], ids=lambda change: change.__name__
)
def test_what_is_slipped_in_with_number_and_seal_is_caught(looked, change):
    reading = looked(sealed_with(samples.certified(samples.blank()), change))
    assert result(reading) == Result.FAIL
    assert APPENDED[change] in wrong(reading)


def sealed_with(pdf: bytes, change) -> bytes:
    """Numbered and sealed, and `change` in the same revision."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    samples.fill(writer, {"number": "05", "issued_on": "ngày 09 tháng 11"})
    change(writer)
    seal = PdfSignatureMetadata(field_name="organ", subfilter=SigSeedSubFilter.PADES)
    return samples.signed(writer, seal, certificates.organ(), None)


# A time stamp that is true, in a field that does more than to hold it.


def time_stamped(pdf: bytes, more=lambda writer, field: None) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec("stamp", on_page=0))
    more(writer, writer.root["/AcroForm"]["/Fields"][-1])
    stamper = PdfTimeStamper(certificates.home().stamper(samples.SIGNED_AT), field_name="stamp")
    return stamper.timestamp_pdf(writer, "sha256").getvalue()


def act_of_its_own(writer, field):
    field["/AA"] = generic.DictionaryObject({pdf_name("/PO"): script()})


def act_when_chosen(writer, field):
    field["/A"] = script()


def white_overlay(writer, field):
    """A widget below the field lays white over the page."""
    white = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800))),
        },
        stream_data=b"1 1 1 rg 0 0 600 800 re f",
    )
    look = generic.DictionaryObject({pdf_name("/N"): writer.add_object(white)})
    widget = {
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Subtype"): pdf_name("/Widget"),
        pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800))),
        pdf_name("/AP"): look,
        pdf_name("/P"): writer.find_page_for_modification(0)[0],
    }
    field["/Kids"] = generic.ArrayObject([writer.add_object(generic.DictionaryObject(widget))])


def look_of_its_own(writer, field):
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): samples.appearance(writer, "50")})


def border(writer, field):
    field["/MK"] = generic.DictionaryObject({pdf_name("/BG"): generic.ArrayObject([generic.NumberObject(1)])})


def below_another(writer, field):
    field["/Parent"] = writer.root["/AcroForm"]["/Fields"].raw_get(0)


STAMPED = (act_of_its_own, act_when_chosen, white_overlay, look_of_its_own, border, below_another)


@pytest.mark.parametrize("archive", [False, True], ids=["plain", "archive"])
def test_a_later_time_stamp_is_no_change(looked, archive):
    reading = looked(time_stamped(samples.issued(archive=archive)))
    assert (result(reading), wrong(reading)) == (Result.PASS, set())


@pytest.mark.parametrize("more", STAMPED, ids=lambda more: more.__name__)
def test_a_time_stamp_whose_field_does_more_is_caught(looked, more):
    reading = looked(time_stamped(samples.issued(), more))
    assert wrong(reading) & {"field", "annotation"}
    assert result(reading) == Result.FAIL


# What the seal's own revision may fill in is letters and pictures.


def look_with(entries: dict[str, object]):
    """The appearance of the number, with these entries beside its letters."""

    def change(writer):
        field = next(
            ref.get_object() for ref in writer.root["/AcroForm"]["/Fields"] if ref.get_object()["/T"] == "number"
        )
        stream = field["/AP"]["/N"]
        stream.update({pdf_name(key): value for key, value in entries.items()})
        writer.update_container(stream)

    return change


SLIPPED_IN = {
    "a hidden layer": {"/OC": generic.DictionaryObject({pdf_name("/Type"): pdf_name("/OCG")})},
    "a page of another file": {"/Ref": generic.DictionaryObject({pdf_name("/F"): pdf_string("other.pdf")})},
    "an attached file": {"/AF": generic.ArrayObject()},
    "marked layers": {
        "/Resources": generic.DictionaryObject({pdf_name("/Properties"): generic.DictionaryObject()}),
    },
    "no form": {"/Subtype": pdf_name("/PS")},
}


@pytest.mark.parametrize("entries", SLIPPED_IN.values(), ids=SLIPPED_IN)
def test_an_appearance_that_does_more_than_draw_is_caught(looked, entries):
    reading = looked(sealed_with(samples.certified(samples.blank()), look_with(entries)))
    assert wrong(reading) == {"field"}
    assert result(reading) == Result.FAIL


def test_a_number_that_is_no_text_is_caught(looked):
    def change(writer):
        field = next(
            ref.get_object() for ref in writer.root["/AcroForm"]["/Fields"] if ref.get_object()["/T"] == "number"
        )
        field["/V"] = script()
        writer.update_container(field)

    assert wrong(looked(sealed_with(samples.certified(samples.blank()), change))) == {"field"}


def form_taken_away(writer):
    del writer.root["/AcroForm"]
    writer.update_root()


@pytest.mark.parametrize("change", [signature_taken_away, form_taken_away], ids=lambda change: change.__name__)
def test_a_signature_that_is_taken_away_is_missed(looked, change):
    reading = looked(samples.changed(samples.issued(), change))
    assert "person" in reading.lost
    assert result(reading) == Result.FAIL


def test_a_further_signature_in_a_field_of_its_own_is_caught(looked):
    writer = IncrementalPdfFileWriter(BytesIO(samples.issued()))
    append_signature_field(writer, SigFieldSpec("other", on_page=0, box=(100, 690, 200, 720)))
    other = PdfSignatureMetadata(field_name="other", subfilter=SigSeedSubFilter.PADES)
    reading = looked(samples.signed(writer, other, certificates.foreign().issue("Người lạ"), None))
    assert wrong(reading) & {"field", "annotation"}
    assert result(reading) == Result.FAIL


def test_a_file_cut_off_after_the_first_signature_lacks_the_seal(looked):
    issued = samples.issued()
    cut = issued[: issued.index(b"%%EOF", issued.index(b"/DocMDP")) + 6]
    reading = looked(cut)
    assert [each.field for each in reading.signatures] == ["person"]
    assert result(reading) == Result.FAIL


@pytest.mark.parametrize("share", [0.03, 0.2, 0.4, 0.6, 0.99])
def test_a_byte_changed_anywhere_is_caught(looked, share):
    issued = bytearray(samples.issued())
    place = int(len(issued) * share)
    issued[place] ^= 0x01
    assert caught(looked, bytes(issued))


def test_a_byte_changed_in_a_signature_is_caught(looked):
    """In its value, which stands at the end, and in what fills up the room behind it."""
    issued = samples.issued()
    for start in (issued.index(b"/Contents <") + 11, issued.rindex(b"/Contents <") + 11):
        length = 2 * (4 + int(issued[start + 4 : start + 8], 16))
        for place in (start + length - 10, start + length + 10):
            forged = bytearray(issued)
            forged[place] = ord("0") if forged[place] != ord("0") else ord("1")
            assert caught(looked, bytes(forged))


def test_a_byte_changed_in_a_cross_reference_is_caught(looked):
    issued = bytearray(samples.issued())
    for found in (issued.index(b"/XRef"), issued.rindex(b"/XRef")):
        start = issued.index(b"stream", found) + 10
        forged = bytearray(issued)
        forged[start] ^= 0x10
        assert caught(looked, bytes(forged))


def caught(looked, pdf: bytes) -> bool:
    """Whether the file fails, or cannot be read at all."""
    try:
        return result(looked(pdf)) == Result.FAIL
    except Exception:  # the reading process says "unreadable" for whatever it is
        return True


def test_bytes_behind_the_end_are_caught(looked):
    assert "structure" in wrong(looked(samples.issued() + b"\n999 0 obj\n<< /Type /Page >>\nendobj\n"))


@pytest.mark.parametrize("tail", [b"\n-- \nMail-Gateway: clean\n", b"\0" * 500, b"object trailers"])
def test_bytes_behind_the_end_that_no_reader_looks_for_leave_doubt(looked, tail):
    reading = looked(samples.issued() + tail)
    assert (wrong(reading), result(reading)) == ({"tail"}, Result.UNKNOWN)


def test_an_object_that_the_cross_reference_does_not_list_is_caught(looked):
    pdf = samples.changed(samples.issued(), lambda writer: writer.add_object(pdf_string("harmless")))
    end = pdf.rindex(b"startxref")
    # behind the cross-reference stream: a reader that repairs files would take it
    forged = pdf[:end] + b"7 0 obj\n<< /Type /Page >>\nendobj\n" + pdf[end:]
    assert "structure" in wrong(looked(forged))


def test_content_prepared_to_appear_later_is_caught(looked):
    """The shadow attack: the signed page points to an object that is not there yet."""
    prepared = samples.changed(samples.blank(), dangle)
    certified = samples.certified(prepared)

    def reveal(writer):
        values = {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp")}
        writer.objects[(0, SPARE)] = generic.DictionaryObject(values)

    reading = looked(sealed_with(certified, reveal))
    assert "hidden" in wrong(reading)
    assert result(reading) == Result.FAIL


def dangle(writer):
    page = writer.find_page_for_modification(-1)[0].get_object()
    page["/Annots"] = generic.ArrayObject([generic.IndirectObject(SPARE, 0, writer)])
    writer.update_container(page)


def test_a_pointer_written_with_a_comment_inside_is_still_seen():
    assert MENTION.findall(b"[ 12 % hidden\n 0\t R ]") == [b"12"]
    assert MENTION.findall(b"[0012 0 R]") == [b"12"]
    assert MENTION.findall(b"12 0 RG 1 0 obj") == []


def test_a_number_filled_in_before_the_seal_by_an_unsigned_revision_is_caught(looked):
    filled = samples.changed(samples.certified(samples.blank()), lambda writer: samples.fill(writer, {"number": "04"}))
    reading = looked(samples.sealed(filled))
    assert "field" in wrong(reading)


def test_a_number_that_is_filled_in_without_a_seal_is_caught(looked):
    filled = samples.changed(samples.certified(samples.blank()), lambda writer: samples.fill(writer, {"number": "04"}))
    assert wrong(looked(filled)) == {"field"}


@pytest.mark.parametrize("permits", [{"certify": False}, {"docmdp_permissions": MDPPerm.ANNOTATE}], ids=str)
def test_a_first_signature_that_permits_more_fails(looked, permits):
    reading = looked(samples.sealed(samples.certified(samples.blank(), **permits)))
    assert wrong(reading) == set()
    assert result(reading) == Result.FAIL


def test_archive_data_may_grow_but_not_change(looked):
    def emptied(writer):
        writer.root["/DSS"]["/Certs"] = generic.ArrayObject()
        writer.update_container(writer.root["/DSS"])

    assert "archive" in wrong(looked(samples.changed(samples.issued(archive=True), emptied)))


def test_a_foreign_certificate_is_not_trusted(looked):
    stranger = certificates.foreign().issue("Vũ Xuân Quỳnh")
    reading = looked(samples.sealed(samples.certified(samples.blank(), stranger)))
    assert not reading.signature("person").trusted
    assert reading.signature("organ").trusted
    assert result(reading) == Result.UNKNOWN


def test_a_signature_that_leaves_out_a_part_of_the_file_is_caught(looked):
    """The universal signature forgery: a byte range whose gap is wider than the signature."""
    issued = samples.issued()
    start = issued.rindex(b"/ByteRange")
    forged = issued[:start] + issued[start:].replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1)
    assert caught(looked, forged)


def test_a_document_without_signatures_proves_nothing(looked):
    assert result(looked(samples.blank())) == Result.UNKNOWN


def test_a_certificate_that_had_expired_or_was_revoked_fails(looked, tmp_path):
    authority = certificates.Authority("Chứng thực thứ hai")
    past = authority.issue("Vũ Xuân Quỳnh", until=certificates.SINCE.replace(year=2021))
    revoked = authority.issue("Vũ Xuân Quỳnh")
    authority.revoked.append((revoked.signing_cert.serial_number, certificates.SINCE.replace(month=6)))
    roots = [str(authority.publish(tmp_path / "roots", samples.SIGNED_AT))]
    for signer in (past, revoked):
        pdf = samples.sealed(samples.certified(samples.blank(), signer))
        assert result(read(BytesIO(pdf), roots)) == Result.FAIL
