import pytest
from django.urls import reverse

from tests import factories
from workflows.prose import actions as prose
from workflows.ward_reports import actions as ward_reports

WORDS = {"results": "Kết quả", "difficulties": "Khó khăn", "proposals": "Đề xuất", "directions": "Phương hướng"}


TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(factories.consolidated, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


@pytest.fixture
def edit(client, cast, report):
    client.force_login(cast.coordinator)

    def send(seen, **words):
        return client.post(reverse("ward_report_edit", args=[report.pk]), {**WORDS, **words, "seen": seen})

    return send


def test_the_drafted_text_is_there_to_be_edited(client, cast, report):
    client.force_login(cast.coordinator)
    page = client.get(reverse("ward_report_edit", args=[report.pk])).content.decode()
    assert "Trong tháng 10 năm 2026" in page


def test_what_is_saved_stands_in_the_document(client, report, edit):
    response = edit(report.edits, difficulties="Thiếu máy quét tốc độ cao.")
    assert response.status_code == 302
    assert "Thiếu máy quét tốc độ cao." in client.get(response.url).content.decode()


def test_text_is_kept_in_nfc(report, edit):
    edit(report.edits, proposals="Đê\u0300 xuâ\u0301t")
    assert factories.reread(report).proposals == "Đề xuất"


def test_a_newer_save_stands_beside_what_was_typed_and_nothing_is_overwritten(cast, report, edit):
    prose.edit_narrative(report, by=cast.coordinator, seen=0, narrative={"results": "Lời của người khác"})
    response = edit(0, results="Lời của tôi")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Lời của tôi" in page
    assert "Lời của người khác" in page
    assert factories.reread(report).results == "Lời của người khác"


def test_after_comparing_it_can_be_saved(cast, report, edit):
    prose.edit_narrative(report, by=cast.coordinator, seen=0, narrative={"results": "Lời của người khác"})
    assert 'name="seen" value="1"' in edit(0, results="Lời của tôi").content.decode()
    edit(1, results="Lời chung")
    assert factories.reread(report).results == "Lời chung"


def test_only_the_coordinator_edits(client, cast, report):
    client.force_login(cast.auditor)
    assert client.get(reverse("ward_report_edit", args=[report.pk])).status_code == 403


def test_once_sent_the_text_is_closed(client, cast, report):
    ward_reports.send_for_approval(report, by=cast.coordinator)
    client.force_login(cast.coordinator)
    assert client.get(reverse("ward_report_edit", args=[report.pk])).status_code == 409


def test_before_it_is_consolidated_there_is_nothing_to_edit(client, cast, report):
    ward_reports.reopen(report, by=cast.coordinator, reason="Số liệu chưa khớp")
    client.force_login(cast.coordinator)
    assert "ward_report_edit" not in client.get(reverse("ward_report", args=[report.pk])).content.decode()


def test_what_leads_and_directs_is_written_by_a_person_and_opens_the_document(client, report, edit):
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO" not in page
    response = edit(report.edits, leadership="Đã ban hành 02 văn bản chỉ đạo.")
    page = client.get(response.url).content.decode()
    assert "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO" in page
    assert "Đã ban hành 02 văn bản chỉ đạo." in page


def test_a_figure_that_is_no_more_is_named_when_the_page_opens(client, cast, report):
    client.force_login(cast.coordinator)
    address = reverse("ward_report_edit", args=[report.pk])
    assert 'role="status" hidden' in client.get(address).content.decode()
    type(report).objects.filter(pk=report.pk).update(results="Đạt {{chỉ tiêu 99: lũy kế}}.")
    page = client.get(address).content.decode()
    assert "<strong>{{chỉ tiêu 99: lũy kế}}</strong>" in page
    assert 'role="status" hidden' not in page


def test_a_text_over_its_limit_is_told_and_comes_back_whole(report, edit):
    response = edit(report.edits, results="a" * 100_001)
    assert response.status_code == 422
    assert "a" * 100_001 in response.content.decode()
    assert factories.reread(report).results == report.results


def test_the_parts_stand_where_the_document_has_them(client, cast, report):
    client.force_login(cast.coordinator)
    page = client.get(reverse("ward_report_edit", args=[report.pk])).content.decode()
    headings = (
        "CÔNG TÁC LÃNH ĐẠO",
        "I. TÌNH HÌNH BÁO CÁO",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. ĐÁNH GIÁ CHUNG",
        "Trên đây là",
    )
    places = [page.index(heading) for heading in headings]
    assert places == sorted(places)
    assert page.index("II. KẾT QUẢ THỰC HIỆN") < page.index('id="id_results"') < page.index("III. ĐÁNH GIÁ CHUNG")


def test_what_the_browser_keeps_is_kept_for_this_person_and_goes_when_they_sign_out(client, cast, report):
    client.force_login(cast.coordinator)
    page = client.get(reverse("ward_report_edit", args=[report.pk])).content.decode()
    assert f'data-keep="entry:text:{cast.coordinator.pk}:{report.pk}:"' in page
    assert 'data-clears="entry:"' in page
    assert f'data-autosave="{reverse("ward_report_autosave", args=[report.pk])}"' in page


def test_beside_a_newer_text_nothing_is_saved_by_itself(cast, report, edit):
    prose.edit_narrative(report, by=cast.coordinator, seen=0, narrative={"results": "Lời của người khác"})
    assert "data-autosave" not in edit(0, results="Lời của tôi").content.decode()
