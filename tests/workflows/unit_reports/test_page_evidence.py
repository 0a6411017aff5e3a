"""The pages of evidence: attach, read, download, remove."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from approvals.files import store as files
from approvals.models import Document, Incident
from tests import attachments, factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.attaching import attach
from workflows import tasks
from workflows.models import Evidence
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.evidence import actions as evidence_actions

pytestmark = [pytest.mark.starts_from.with_args(arrange.draft), pytest.mark.usefixtures("kept")]

HX = {"HX-Request": "true"}
READERS = ["CA:drafter", "CA:unit_head", "VHXH:coordinator", "MX:auditor", "BCĐ:approver"]


@pytest.fixture
def report(start, client, cast):
    client.force_login(cast["CA:drafter"])
    return start


def address(report, part="8"):
    return reverse("entry_evidence", args=[report.pk, part])


def post(client, report, content=None, headers=None, name="bien-ban.pdf", **typed):
    upload = {} if content == b"" else {"file": attachments.upload(content, name)}
    return client.post(address(report), upload | typed, headers=headers)


def download(client, evidence):
    return client.get(reverse("evidence_file", args=[evidence.pk]))


def test_a_file_is_attached_without_a_script(client, report):
    answer = post(client, report)
    assert (answer.status_code, answer["Location"]) == (302, address(report))
    assert "bien-ban.pdf" in client.get(address(report)).content.decode()


def test_a_link_is_attached_without_a_script(client, report):
    assert post(client, report, b"", link="https://example.vn/a", name="Tin").status_code == 302
    page = client.get(address(report)).content.decode()
    assert 'href="https://example.vn/a" rel="noopener noreferrer nofollow"' in page


def test_in_the_panel_the_list_is_answered_with_the_new_piece(client, report):
    page = post(client, report, headers=HX).content.decode()
    assert "bien-ban.pdf" in page
    assert "<html" not in page


def test_nothing_chosen_is_told_at_the_field(client, report):
    answer = post(client, report, b"")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == ["Hãy chọn một tệp hoặc dán một liên kết."]


def test_both_at_once_are_told_at_the_field_and_the_link_is_kept(client, report):
    answer = post(client, report, link="https://example.vn/a")
    assert answer.status_code == 422
    assert 'value="https://example.vn/a"' in answer.content.decode()


@pytest.mark.parametrize("headers", [None, HX])
def test_what_is_refused_is_told_at_the_field(client, report, headers):
    answer = post(client, report, b"<html></html>", headers=headers)
    assert answer.status_code == (422 if headers else 409)
    assert "Đây không phải tệp PDF" in answer.content.decode()


def test_a_file_too_large_is_refused_on_its_way(client, report, settings):
    settings.LARGEST_FILE = 100_000
    answer = post(client, report, attachments.pdf() + b" " * 200_000)
    assert answer.status_code == 422
    assert "lớn hơn" in answer.context["form"].errors["file"][0]
    assert Evidence.objects.count() == 0


def test_infected_files_are_named_plainly(client, report, settings):
    with attachments.scanner() as settings.SCANNER_URL:
        page = post(client, report, attachments.infected()).content.decode()
    assert "Tệp có mã độc (Eicar-Test-Signature)" in page


def test_another_site_cannot_post(client, report, cast):
    client.handler.enforce_csrf_checks = True
    assert post(client, report).status_code == 403
    assert Evidence.objects.count() == 0


def test_with_the_pages_own_token_one_can(client, report, cast):
    client.handler.enforce_csrf_checks = True
    client.get(address(report))
    token = client.cookies["csrftoken"].value
    assert post(client, report, csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.parametrize("part", ["999", "results", "08"])
def test_what_the_report_does_not_hold_is_not_found(client, report, part):
    assert client.get(address(report, part)).status_code == 404


def test_another_units_people_find_nothing(client, cast, report):
    made = attach(cast, report)
    client.force_login(cast["VP:drafter"])
    for page in (address(report), reverse("evidence_file", args=[made.pk]), reverse("evidence_remove", args=[made.pk])):
        assert client.get(page).status_code == 404, page
    assert post(client, report).status_code == 404


@pytest.mark.parametrize("who", READERS)
def test_whoever_sees_the_report_downloads_the_file(client, cast, report, who):
    made = attach(cast, report)
    client.force_login(cast[who])
    answer = download(client, made)
    assert b"".join(answer.streaming_content) == attachments.pdf()


@pytest.mark.parametrize("who", READERS[1:])
def test_readers_are_offered_no_form_and_cannot_post(client, cast, report, who):
    client.force_login(cast[who])
    assert 'type="file"' not in client.get(address(report)).content.decode()
    assert post(client, report).status_code == 403


def test_a_file_is_saved_and_never_shown_by_the_browser(client, cast, report):
    answer = download(client, attach(cast, report, attachments.picture(), "ảnh chụp.html"))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Disposition"].endswith(".html.png")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_waits_for_the_scanner_is_handed_to_nobody(client, cast, report, settings):
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    made = attach(cast, report)
    assert download(client, made).status_code == 409
    page = client.get(address(report)).content.decode()
    assert "đang chờ quét mã độc" in page
    assert f'href="{reverse("evidence_file", args=[made.pk])}"' not in page


def test_what_held_malware_is_said_and_handed_to_nobody(client, cast, report, settings):
    made = attach(cast, report, attachments.infected())
    with attachments.scanner() as settings.SCANNER_URL:
        tasks.scan_kept()
    assert download(client, made).status_code == 409
    assert "có mã độc, đã xóa" in client.get(address(report)).content.decode()


def test_without_a_scanner_it_says_so_beside_the_file(client, cast, report):
    attach(cast, report)
    assert "chưa quét" in client.get(address(report)).content.decode()


def test_a_file_that_was_changed_on_the_disk_is_handed_to_nobody(client, cast, report):
    made = attach(cast, report)
    path = files.stored_path(made.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    client.force_login(cast["CA:drafter"])
    response = client.get(reverse("evidence_file", args=[made.pk]))
    assert response.status_code == 409
    assert Incident.objects.get().what == made.name


def test_what_is_missing_is_told(client, cast, report):
    made = attach(cast, report)
    files.stored_path(made.sha256).unlink()
    assert download(client, made).status_code == 409


def test_a_link_is_no_file_to_download(client, cast, report):
    made = evidence_actions.attach_link(report, by=cast["CA:drafter"], part="8", link="https://example.vn/", name="")
    assert download(client, made).status_code == 404


def test_removing_asks_first(client, cast, report):
    page = reverse("evidence_remove", args=[attach(cast, report).pk])
    assert client.get(page).status_code == 200
    assert Evidence.objects.count() == 1
    assert client.post(page)["Location"] == address(report)
    assert Evidence.objects.count() == 0


def test_nothing_is_removed_from_what_is_handed_in(client, cast, report):
    page = reverse("evidence_remove", args=[attach(cast, report).pk])
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert (client.get(page).status_code, client.post(page).status_code) == (409, 409)
    assert Evidence.objects.count() == 1


def test_the_office_finds_it_beside_the_entry_it_reviews(client, cast, report):
    made = attach(cast, report)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    client.force_login(cast.coordinator)
    for page in (f"/reports/unit/{report.pk}/", f"/reports/unit/{report.pk}/parts/8/"):
        assert reverse("evidence_file", args=[made.pk]) in client.get(page).content.decode()


def test_the_head_reads_what_was_attached_since_they_last_looked(client, cast, report):
    client.force_login(cast["CA:unit_head"])
    check = f"/reports/unit/{report.pk}/check/"
    client.get(check)
    attach(cast, report)
    attach(cast, report, attachments.pdf("Khác"), "anh.pdf")
    news = [(row["field"], row["old"], row["new"]) for row in client.get(check).context["news"]]
    assert news == [("Chỉ tiêu 8: minh chứng", "–", "bien-ban.pdf"), ("Chỉ tiêu 8: minh chứng", "–", "anh.pdf")]


def elsewhere(cast, report):
    """The same file in the police's report of September, and in the office's of October."""
    earlier = factories.unit_report(cast, "CA", "2026-09")
    attach(cast, earlier)
    other = factories.unit_report(cast, "VP")
    entry = other.indicator_entries.first().indicator.number
    attach(cast, other, part=str(entry))
    attach(cast, report)
    return earlier, other


def places(client, report):
    (piece,) = client.get(address(report)).context["pieces"]
    return " ".join(piece.places)


def test_the_same_file_is_pointed_out_as_far_as_the_reader_sees(client, cast, report):
    earlier, other = elsewhere(cast, report)
    assert "tháng 9/2026" in places(client, report)
    assert other.unit.short_name not in places(client, report)
    client.force_login(cast.coordinator)
    assert earlier.unit.short_name in places(client, report)
    assert other.unit.short_name in places(client, report)
    assert "Tệp này còn được dùng ở nơi khác" in client.get(f"/reports/unit/{report.pk}/").content.decode()


def test_a_file_used_once_is_not_pointed_out(client, cast, report):
    attach(cast, report)
    attach(cast, report, part="9")
    assert places(client, report) == ""


def test_in_the_panel_an_entrys_course_tells_of_it(client, cast, report):
    attach(cast, report)
    entry = report.indicator_entries.get(indicator__number=8)
    page = client.get(f"/reports/unit/{report.pk}/entries/i{entry.pk}/", headers=HX)
    assert "bien-ban.pdf" in page.content.decode()
    assert 'type="file"' in page.content.decode()
    assert [event.action for event in page.context["course"].events] == ["attach_evidence", "save_draft"]


def test_without_a_script_the_panel_leads_to_the_page(client, cast, report):
    entry = report.indicator_entries.get(indicator__number=8)
    page = client.get(f"/reports/unit/{report.pk}/entries/i{entry.pk}/").content.decode()
    assert address(report) in page
    assert 'type="file"' not in page


@pytest.mark.parametrize("pieces", [1, 6])
def test_pages_cost_the_same_however_much_is_attached(client, cast, report, statements, pieces):
    earlier = factories.unit_report(cast, "CA", "2026-09")
    for number in range(pieces):
        content = attachments.pdf(str(number))
        attach(cast, report, content)
        attach(cast, earlier, content)
    with statements() as counted:
        client.get(address(report))
    assert len(counted) == 7, counted.sql
    with statements() as counted:
        client.get(f"/reports/unit/{report.pk}/")
    assert len(counted) <= 12, counted.sql


def test_what_is_returned_in_part_opens_only_the_ticked_entries(client, cast, report):
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    unit_reports.take(reread(report), by=cast.coordinator)
    unit_reports.return_for_revision(reread(report), by=cast.coordinator, reason="Thiếu", parts={"9": ""})
    assert 'type="file"' not in client.get(address(report, "8")).content.decode()
    assert 'type="file"' in client.get(address(report, "9")).content.decode()


def test_the_documents_evidence_tells_count_and_hash_of_each(client, cast, report):
    kept, gone = attach(cast, report), attach(cast, report, attachments.pdf("Khác"))
    evidence_actions.remove_evidence(gone, by=cast["CA:drafter"])
    arrange.issued(cast)
    document = Document.objects.get()
    client.force_login(cast.auditor)
    text = client.get(reverse("evidence", args=[document.pk])).content.decode()
    assert kept.sha256 in text
    assert gone.sha256 not in text
    sheet = PdfReader(BytesIO(client.get(reverse("evidence_pdf", args=[document.pk])).content))
    printed = "".join(page.extract_text() for page in sheet.pages)
    assert kept.sha256 in "".join(printed.split())
