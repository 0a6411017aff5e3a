"""Bytes changed, appended or hidden."""

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from approvals.verification.checks.result import Result
from approvals.verification.reading.revisions import MENTION
from tests.approvals.verification import samples

from .attacks import SPARE, caught, result, sealed_with, wrong


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
