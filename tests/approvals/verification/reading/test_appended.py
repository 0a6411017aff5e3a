"""What somebody appends to a signed file, each caught by what it touches."""

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from approvals.verification.checks.result import Result
from tests.approvals.verification import samples

from .attacks import annotation, refilled, result, script, sealed_with, wrong


@pytest.mark.parametrize("pages", [5, 40])
@pytest.mark.parametrize("archive", [False, True])
def test_a_document_as_it_was_issued_passes(looked, pages, archive):
    reading = looked(samples.issued(pages, archive))
    assert (result(reading), wrong(reading)) == (Result.PASS, set())
    assert reading.fields == {"number": "05", "issued_on": "ngày 09 tháng 11"}
    assert {each.level for each in reading.signatures if not each.stamp} == {"B-LTA" if archive else "B-B"}


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
