"""The document with other bytes before or behind it: it lies inside, or what lies around it is not its own."""

import pytest
from pyhanko.pdf_utils.generic import pdf_string

from approvals.files import store as files
from approvals.models import Signature
from approvals.verification.checks.result import Result

from . import samples
from .office import ISSUED, failed, pdf_of, sha256_of
from .reading.attacks import refilled

pytestmark = pytest.mark.usefixtures("installation")


@ISSUED
@pytest.mark.parametrize(
    "tail",
    [b"\r\n", b"\n-- \nThis mail was scanned.\n", b"<html>" + b"x" * 5000 + b"</html>"],
    ids=["end", "mail", "long"],
)
def test_bytes_that_a_mail_gateway_appends_leave_the_document_inside(issued, verified, tail):
    answer = verified(pdf_of(issued) + tail)
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])
    assert (answer.document, answer.original) == (issued, sha256_of(pdf_of(issued)))
    known = next(check for check in answer.checks if check.name == "Có trong hệ thống")
    assert "Bản gốc đúng nằm trong tệp này" in known.found


@ISSUED
def test_a_document_that_a_viewer_saved_again_is_told_to_lie_inside(issued, verified):
    def saved(writer):
        writer.trailer["/Info"]["/ModDate"] = pdf_string("D:20261120080000+07'00'")
        writer.update_container(writer.trailer["/Info"])

    answer = verified(samples.changed(pdf_of(issued), saved))
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])
    assert answer.original == sha256_of(pdf_of(issued))


TINY = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
TINY += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


@ISSUED
@pytest.mark.parametrize(
    "head",
    [b"\xef\xbb\xbf", b" \r\n", b"X-Gateway: scanned\r\n\r\n", b"%PDF-1.3\n", b"%PDF-" * 3 + b"%%EOF\n"],
    ids=["BOM", "space", "mail", "header", "headers"],
)
@pytest.mark.parametrize("tail", [b"", b"\n-- \nThis mail was scanned.\n"], ids=["", "mail behind"])
def test_bytes_before_the_document_leave_it_inside(issued, verified, head, tail):
    answer = verified(head + pdf_of(issued) + tail)
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])
    assert (answer.document, answer.original) == (issued, sha256_of(pdf_of(issued)))
    known = next(check for check in answer.checks if check.name == "Có trong hệ thống")
    assert "Bản gốc đúng nằm trong tệp này" in known.found


@ISSUED
def test_another_pdf_before_the_document_fails_and_the_document_is_told(issued, verified):
    answer = verified(TINY + pdf_of(issued))
    assert (answer.result, failed(answer)) == (Result.FAIL, ["Tệp đọc được"])
    assert answer.original == sha256_of(pdf_of(issued))


@ISSUED
@pytest.mark.parametrize("front", [samples.blank, samples.issued], ids=["unsigned", "signed elsewhere"])
def test_a_long_pdf_in_front_is_never_taken_for_the_document_behind_it(issued, verified, front):
    answer = verified(front() + pdf_of(issued))
    assert answer.result != Result.PASS
    assert answer.document is None


@ISSUED
def test_a_forged_revision_behind_bytes_before_the_document_fails(issued, verified):
    answer = verified(b" \n" + samples.changed(pdf_of(issued), refilled))
    assert "Phần thêm sau khi ký" in failed(answer)


@ISSUED
def test_bytes_before_a_changed_document_hide_nothing(issued, verified):
    pdf = bytearray(pdf_of(issued))
    pdf[pdf.index(b"/DocMDP") - 100] ^= 1
    assert verified(b"\xef\xbb\xbf" + bytes(pdf)).result == Result.FAIL


@ISSUED
def test_bytes_before_the_first_signed_revision_are_no_document(issued, verified):
    first = files.pdf_path(Signature.objects.get(field="person").after).read_bytes()
    assert "Có trong hệ thống" in failed(verified(b"\xef\xbb\xbf" + first))


def test_bytes_before_a_file_from_elsewhere_leave_doubt(cast, verified):
    answer = verified(b"\xef\xbb\xbf" + samples.issued())
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])
    assert "Phần trước văn bản" in [check.name for check in answer.checks]
