import time
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.urls import reverse

from approvals.files import store as files
from approvals.models import Document, Incident, OutboxMessage, Rendition, TrailEvent
from approvals.pages.uploads import LimitedUpload
from approvals.register import actions as register
from approvals.verification import views as page
from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading

from . import samples
from .office import ISSUED, pdf_of

pytestmark = pytest.mark.usefixtures("installation")

ADDRESS = "/verify/"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


def upload(client, content: bytes, name: str = "van-ban.pdf"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def test_anybody_reads_the_page_without_an_account(client, cast):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert "Kiểm tra văn bản" in response.content.decode()


@ISSUED
def test_an_issued_document_passes_for_a_stranger(client, issued):
    response = upload(client, pdf_of(issued))
    text = response.content.decode()
    assert response.status_code == 200
    assert "verdict-pass" in text
    assert "01/BC-BCĐ" in text


@ISSUED
def test_a_changed_one_fails_and_every_check_is_listed(client, issued):
    pdf = bytearray(pdf_of(issued))
    pdf[pdf.index(b"/DocMDP") - 100] ^= 1
    response = upload(client, bytes(pdf))
    text = response.content.decode()
    assert "verdict-fail" in text
    assert text.count('class="result') == len(response.context["answer"].checks)
    assert "Điều không chứng minh" in text


@ISSUED
@pytest.mark.parametrize(("head", "tail"), [(b"", b"\n-- \nscanned\n"), (b"\xef\xbb\xbf\r\n", b"")])
def test_a_document_with_something_around_it_is_told_and_handed_out_as_it_was_issued(client, issued, head, tail):
    page = upload(client, head + pdf_of(issued) + tail)
    assert "verdict-unknown" in page.content.decode()
    assert "Bản gốc đúng nằm trong tệp này" in page.content.decode()
    original = client.get(reverse("verify_original", args=[page.context["token"]]))
    assert b"".join(original.streaming_content) == pdf_of(issued)


@ISSUED
def test_the_original_is_handed_out_for_an_hour_and_to_nobody_who_made_up_the_address(client, issued, on_day):
    token = upload(client, pdf_of(issued) + b"tail").context["token"]
    made_up = signing.dumps(Rendition.objects.get(final=True).sha256)
    draft = signing.dumps(Rendition.objects.get(final=False).sha256, salt=page.ORIGINAL)
    for wrong in (made_up, draft, token + "x"):
        assert client.get(reverse("verify_original", args=[wrong])).status_code == 404
    with freeze(seconds=3700):
        assert client.get(reverse("verify_original", args=[token])).status_code == 404


@ISSUED
def test_a_recalled_document_is_not_handed_out(client, cast, issued):
    token = upload(client, pdf_of(issued) + b"tail").context["token"]
    Document.objects.update(recalled_at="2026-11-10T00:00:00Z", reason="Sai", ended_by=cast.clerk)
    assert client.get(reverse("verify_original", args=[token])).status_code == 404
    assert upload(client, pdf_of(issued) + b"tail").context["token"] == ""


@ISSUED
def test_a_recalled_document_is_called_genuine_and_no_longer_in_force(client, cast, issued):
    register.recall(issued, by=cast.clerk, reason="Sai số liệu")
    text = upload(client, pdf_of(issued)).content.decode()
    assert "Văn bản thật, còn nguyên vẹn, nhưng không còn hiệu lực" in text
    assert "verdict-ended" in text
    assert "Không nên tin tệp này" not in text
    assert "Sai số liệu" in text


@ISSUED
def test_an_original_whose_file_was_changed_is_not_handed_out(client, issued, monkeypatch):
    token = upload(client, pdf_of(issued) + b"tail").context["token"]
    monkeypatch.setattr(files, "digest", lambda file: "0" * 64)
    assert client.get(reverse("verify_original", args=[token])).status_code == 409
    assert Incident.objects.get().message.topic == "file"


@ISSUED
def test_a_misleading_name_is_told_beside_the_result(client, issued):
    text = upload(client, pdf_of(issued), "2026-02-BC-BCĐ.pdf").content.decode()
    assert "verdict-pass" in text
    assert "Tên tệp ghi 2026-02-BC-BCĐ" in text


@ISSUED
def test_a_voided_number_is_told_by_the_hash(client, cast, issued):
    sha256 = Rendition.objects.get(final=True).sha256
    Document.objects.update(state="voided", voided_at="2026-11-10T00:00:00Z", reason="Nhầm", ended_by=cast.clerk)
    assert "đã bị hủy" in client.get(ADDRESS, {"sha256": sha256}).content.decode()


@contextmanager
def freeze(*, seconds: int):
    """As if so many seconds had passed for what is signed with a time."""
    real = time.time
    with patch("django.core.signing.time.time", lambda: real() + seconds):
        yield


@ISSUED
def test_nothing_is_changed_or_kept(client, issued, settings):
    before = (TrailEvent.objects.count(), OutboxMessage.objects.count(), sorted(settings.DOCUMENTS_DIR.rglob("*")))
    upload(client, samples.issued())
    after = (TrailEvent.objects.count(), OutboxMessage.objects.count(), sorted(settings.DOCUMENTS_DIR.rglob("*")))
    assert before == after


@ISSUED
def test_a_hash_alone_tells_what_the_register_knows(client, issued):
    sha256 = Rendition.objects.get(final=True).sha256
    text = client.get(ADDRESS, {"sha256": sha256}).content.decode()
    assert "01/BC-BCĐ" in text
    assert issued.abstract in text


@ISSUED
def test_the_hash_of_a_draft_tells_nothing(client, issued):
    sha256 = Rendition.objects.get(final=False).sha256
    assert "01/BC-BCĐ" not in client.get(ADDRESS, {"sha256": sha256}).content.decode()


@ISSUED
def test_a_recalled_document_is_told_by_its_hash(client, cast, issued):
    Document.objects.update(recalled_at="2026-11-10T00:00:00Z", reason="Sai", ended_by=cast.clerk)
    sha256 = Rendition.objects.get(final=True).sha256
    assert "Đã bị thu hồi" in client.get(ADDRESS, {"sha256": sha256}).content.decode()


@ISSUED
def test_the_page_takes_few_queries(client, issued, django_assert_max_num_queries):
    pdf = pdf_of(issued)
    with django_assert_max_num_queries(14):
        upload(client, pdf)
    with django_assert_max_num_queries(6):
        client.get(reverse("verify"))


def test_a_file_from_elsewhere_leaves_doubt(client, cast):
    assert "verdict-unknown" in upload(client, samples.issued()).content.decode()


def test_without_a_file_the_page_says_what_to_do(client, cast):
    response = client.post(ADDRESS, {})
    assert response.status_code == 422
    assert "Hãy chọn tệp PDF" in response.content.decode()


@pytest.mark.parametrize("content", [b"MZ", b"%PDF-1.7\n" + b"\0" * 999, b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_pdf_gets_a_sentence(client, cast, content):
    response = upload(client, content)
    assert response.status_code == 200
    assert "không phải tệp PDF" in response.content.decode()


def test_a_file_is_refused_by_its_declared_size_before_it_is_read(client, cast, monkeypatch):
    def read_nothing(*_arguments, **_how):
        raise AssertionError("The body was read.")

    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", read_nothing)
    length = str(51 * 1024 * 1024)
    response = client.post(ADDRESS, {}, CONTENT_LENGTH=length)
    assert response.status_code == 413
    assert "lớn hơn 50 MB" in response.content.decode()


def test_a_file_is_refused_while_it_streams_where_its_size_is_not_declared(client, cast, monkeypatch):
    monkeypatch.setattr(page.settings, "LARGEST_CHECKED", 200_000)
    monkeypatch.setattr(page, "declared_length", lambda request: 0)
    response = upload(client, b"%PDF-1.7\n" + b"\0" * 400_000)
    assert response.status_code == 413


def test_the_upload_stops_at_its_size_and_keeps_nothing_in_memory(rf):
    handler = LimitedUpload(rf.post(ADDRESS), 100_000)
    handler.new_file("file", "a.pdf", "application/pdf", 0)
    handler.receive_data_chunk(b"\0" * 60_000, 0)
    assert handler.file.tell() == 60_000
    with pytest.raises(StopUpload) as stopped:
        handler.receive_data_chunk(b"\0" * 60_000, 60_000)
    assert stopped.value.connection_reset
    assert handler.too_large


def test_a_busy_verifier_says_so(client, cast, monkeypatch):
    monkeypatch.setattr(process, "read", lambda file: Reading(fault="busy"))
    response = upload(client, b"%PDF")
    assert response.status_code == 503
    assert "thử lại" in response.content.decode()


def test_too_many_tries_wait(client, cast, monkeypatch):
    monkeypatch.setattr(process, "read", lambda file: Reading(fault="unreadable"))
    statuses = [upload(client, b"%PDF").status_code for _each in range(21)]
    assert statuses == [200] * 20 + [429]


@pytest.mark.parametrize("sha256", ["0" * 64, "x", "' OR 1=1", "0" * 63])
def test_an_unknown_or_odd_hash_does_no_harm(client, cast, sha256):
    assert client.get(ADDRESS, {"sha256": sha256}).status_code == 200
