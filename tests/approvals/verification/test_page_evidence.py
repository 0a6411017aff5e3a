import time
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from approvals.evidence import gathering as evidence
from approvals.models import Document, Rendition, TrailEvent
from approvals.trail import checkpoints

from .office import ISSUED

pytestmark = [ISSUED, pytest.mark.usefixtures("installation")]


@pytest.fixture
def opened(client, cast, issued):
    """The page of the document's evidence, as the auditor sees it."""
    client.force_login(cast.auditor)
    return lambda name="evidence": client.get(reverse(name, args=[issued.pk]))


def test_the_page_tells_who_did_what(opened):
    text = opened().content.decode()
    for sentence in ("tiếp nhận", "tổng hợp", "ký duyệt", "ban hành"):
        assert sentence in text
    assert "Vũ Xuân Quỳnh" in text


def test_the_page_shows_hashes_and_the_root(opened, issued):
    text = opened().content.decode()
    for rendition in Rendition.objects.all():
        assert rendition.sha256 in text
        assert rendition.content in text
    last = TrailEvent.objects.filter(subject_kind__in=["wardreport", "document"]).order_by("pk").last()
    assert last.hash in text
    assert "Điểm kiểm tra kế tiếp" in text
    assert checkpoints.make().root in opened().content.decode()


def test_the_qr_code_leads_to_the_check(opened, issued, settings):
    gathered = evidence.gather(issued)
    sha256 = Rendition.objects.get(final=True).sha256
    assert gathered.address == f"{settings.SITE_URL}/verify/?sha256={sha256}"
    assert gathered.qr in opened().content.decode()
    assert "style=" not in gathered.qr


def test_the_sheet_is_a_pdf_with_the_same_story(opened):
    response = opened("evidence_pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    read = PdfReader(BytesIO(response.content))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert "PHIẾU MINH CHỨNG" in text
    assert "ký duyệt" in text
    assert Rendition.objects.get(final=True).sha256 in text.replace(" ", "")
    fonts = {font["/BaseFont"].split("+")[-1] for font in fonts_of(read)}
    assert all(font.startswith("Tinos") for font in fonts)


def fonts_of(read: PdfReader):
    return [font.get_object() for page in read.pages for font in page["/Resources"].get("/Font", {}).values()]


def test_the_sheet_is_vietnamese_whatever_the_reader_chose(opened, client):
    client.cookies["django_language"] = "en"
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(opened("evidence_pdf").content)).pages)
    assert "PHIẾU MINH CHỨNG" in text


def test_the_sheet_is_made_within_two_seconds_of_processor(opened):
    opened("evidence_pdf")
    before = time.process_time()
    opened("evidence_pdf")
    assert time.process_time() - before < 2


@pytest.mark.parametrize("name", ["evidence", "evidence_pdf"])
def test_who_may_not_read_the_document_finds_no_evidence(client, cast, issued, name):
    Document.objects.update(scope=cast.ward.pk + 100_000)
    client.force_login(cast.auditor)
    assert client.get(reverse(name, args=[issued.pk])).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, issued):
    assert client.get(reverse("evidence", args=[issued.pk])).status_code == 302


def test_the_page_takes_few_queries(opened, django_assert_max_num_queries):
    opened()
    with django_assert_max_num_queries(10):
        opened()


def test_the_document_leads_to_its_evidence(client, cast, issued):
    client.force_login(cast.auditor)
    assert reverse("evidence", args=[issued.pk]) in client.get(reverse("document", args=[issued.pk])).content.decode()


def test_what_is_not_made_of_parts_has_its_own_story_alone(cast, issued):
    Document.objects.update(subject_kind="letter", subject_id=5)
    gathered = evidence.gather(Document.objects.get())
    assert {event.subject_kind for event in gathered.events} == {"document"}
