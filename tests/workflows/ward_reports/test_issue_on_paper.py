import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Document, Rendition, Signature
from approvals.register.dispatch import metadata
from approvals.verification.checks.result import Result
from approvals.verification.verify import verify
from tests import factories, paper
from tests.dispatching import sent_to
from tests.workflows.traces import event_of, newest
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.issuing import on_paper

TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(factories.approved, on=TODAY)
SIGNED_ON_PAPER = "Ký trên giấy"


@pytest.fixture
def report(start, on_day):
    on_day(TODAY)
    return start


def scan(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("quet.pdf", paper.page("Bản quét") if content is None else content)


def entered(report, cast, content: bytes | None = None):
    """The number is kept and written, then the scan is entered."""
    on_paper.keep_number_for_paper(report, by=cast.clerk)
    return on_paper.issue_on_paper(report, by=cast.clerk, scan=scan(content))


def issued(report, cast) -> Rendition:
    entered(report, cast)
    return Rendition.objects.get(final=True)


def test_the_scan_is_the_issued_original_and_no_signature_is_noted(cast, report):
    rendition = issued(report, cast)
    assert files.content(files.pdf_path(rendition.sha256), rendition.sha256) == paper.page("Bản quét")
    assert (rendition.on_paper, Document.objects.get().code) == (True, "01/BC-BCĐ")
    assert not Signature.objects.exists()


def test_it_stands_in_the_trail_as_what_it_is(cast, report):
    row = entered(report, cast)
    assert newest(row) == event_of(cast.clerk, "issue_on_paper", "approved", "issued")


def test_the_number_that_was_written_is_the_one_that_was_kept(cast, report):
    line = on_paper.keep_number_for_paper(report, by=cast.clerk, number=7)
    on_paper.issue_on_paper(report, by=cast.clerk, scan=scan())
    assert Document.objects.get(state="issued").pk == line.pk
    assert Document.objects.get().number == 7


def test_the_data_beside_it_and_what_is_sent_tell_it(cast, report):
    rendition = issued(report, cast)
    assert json.loads(files.other_path(rendition.sha256, "json").read_text())["ky_giay"] is True
    document = Document.objects.get()
    assert metadata(sent_to(document, "Sở", by=cast.clerk), document, rendition)["signed_on_paper"] is True


def test_the_check_tells_it_and_proves_no_ink(cast, report):
    rendition = issued(report, cast)
    with files.pdf_path(rendition.sha256).open("rb") as file:
        answer = verify(file)
    assert answer.result == Result.UNKNOWN
    (told,) = [check for check in answer.checks if check.name == SIGNED_ON_PAPER]
    assert "ký trên giấy" in told.found
    assert [check.name for check in answer.checks if check.result == Result.FAIL] == []


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver"])
def test_nobody_else_issues_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        on_paper.issue_on_paper(report, by=cast[who], scan=scan())
    assert not Document.objects.exists()


def test_what_is_issued_already_takes_no_scan(cast, report):
    issuing.issue(report, by=cast.clerk)
    with pytest.raises(NotPossible):
        on_paper.issue_on_paper(report, by=cast.clerk, scan=scan())
    assert not Rendition.objects.get(final=True).on_paper


@pytest.mark.parametrize("content", [b"khong phai PDF", b"%PDF-1.7\ntrailer <<>>\nstartxref\n0\n%%EOF\n"])
def test_what_is_no_readable_pdf_is_refused(cast, report, content):
    with pytest.raises(NotPossible):
        on_paper.issue_on_paper(report, by=cast.clerk, scan=scan(content))
    assert not Document.objects.exists()


def test_the_page_keeps_the_number_then_takes_the_scan(cast, report, client):
    client.force_login(cast.clerk)
    page = reverse("ward_report_issue_on_paper", args=[report.pk])
    assert page in client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "01/BC-BCĐ" in client.get(page).content.decode()
    assert client.post(page, {"number": ""}).status_code == 302
    assert reverse("ward_report_pdf", args=[report.pk]) in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"scan": scan()}).status_code == 302
    told = client.get(reverse("document", args=[Document.objects.get().pk])).content.decode()
    assert SIGNED_ON_PAPER in told
    assert SIGNED_ON_PAPER in client.get(reverse("ward_report", args=[report.pk])).content.decode()


@pytest.mark.parametrize("later", ["2026-11-09 09:00", "2027-01-04 09:00"])
def test_number_and_day_stay_as_they_were_written_on_the_paper(cast, report, on_day, later):
    line = on_paper.keep_number_for_paper(report, by=cast.clerk)
    on_day(later)
    on_paper.issue_on_paper(report, by=cast.clerk, scan=scan())
    document = Document.objects.get()
    assert (document.pk, document.state, document.issued_on) == (line.pk, "issued", line.issued_on)


def test_without_a_kept_number_nothing_is_issued(cast, report):
    with pytest.raises(NotPossible, match="Giữ số trước"):
        on_paper.issue_on_paper(report, by=cast.clerk, scan=scan())


def test_a_file_that_is_kept_already_is_no_scan_of_it(cast, report):
    """Neither the document as it was printed here nor the scan of another: what lies beside it would be overwritten."""
    printed = Rendition.objects.filter(final=False).first()
    Rendition.objects.filter(pk=printed.pk).update(sha256=hashlib.sha256(paper.page("Bản quét")).hexdigest())
    on_paper.keep_number_for_paper(report, by=cast.clerk)
    with pytest.raises(NotPossible, match="đã được lưu"):
        on_paper._refuse_known(paper.page("Bản quét"))
