import pytest
from django.core.cache import cache
from django.urls import reverse

from approvals.clock import now
from tests import factories
from tests.factories import reread
from tests.workflows.traces import events
from units.offices import actions as offices
from units.people import actions as people
from workflows.prose import actions as prose
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-06 09:00"
FIGURE = "{{chỉ tiêu 9: trong kỳ}}"
pytestmark = pytest.mark.starts_from(factories.consolidated, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    cache.clear()
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


@pytest.fixture
def autosave(client, cast, report):
    client.force_login(cast.coordinator)

    def send(**texts):
        return client.post(reverse("ward_report_autosave", args=[report.pk]), {"seen": report.edits} | texts)

    return send


def test_a_part_is_saved_and_the_others_stay(report, autosave):
    was = report.difficulties
    answer = autosave(results=f"Đã cấp {FIGURE} tài khoản.").json()
    assert (answer["state"], answer["version"], answer["words"]) == ("saved", report.edits + 1, "Đã lưu 09:00")
    assert answer["saved"] == ["results"]
    assert reread(report).results == f"Đã cấp {FIGURE} tài khoản."
    assert reread(report).difficulties == was


def test_what_equals_the_text_writes_nothing(report, autosave):
    before = len(events(report))
    answer = autosave(results=report.results).json()
    assert (answer["version"], len(events(reread(report)))) == (report.edits, before)


def test_a_figure_that_is_none_is_told_and_the_rest_is_saved(report, autosave):
    answer = autosave(results="Đạt {{chỉ tiêu 99: lũy kế}}.", proposals="Bố trí kinh phí.").json()
    assert answer["saved"] == ["proposals"]
    assert "{{chỉ tiêu 99: lũy kế}}" in answer["errors"]["results"]
    assert reread(report).results == report.results


def test_a_text_over_its_limit_is_told_with_both_numbers(report, autosave):
    answer = autosave(results="a" * 100_001).json()
    assert "100000" in answer["errors"]["results"]
    assert "100001" in answer["errors"]["results"]
    assert reread(report).results == report.results


def test_after_another_saved_it_conflicts_and_says_who(cast, report, autosave):
    prose.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative={"results": "Lời của người khác"})
    response = autosave(results="Lời của tôi")
    assert (response.status_code, response.json()["state"]) == (409, "conflict")
    assert str(cast.coordinator) in response.json()["message"]
    assert reread(report).results == "Lời của người khác"


def test_a_save_whose_answer_was_lost_comes_again(report, autosave):
    first = autosave(results="Lời của tôi").json()
    again = autosave(results="Lời của tôi").json()
    assert (again["state"], again["version"]) == ("saved", first["version"])


def test_once_sent_it_is_too_late(cast, report, autosave):
    ward_reports.send_for_approval(report, by=cast.coordinator)
    response = autosave(results="Lời của tôi")
    assert (response.status_code, response.json()["state"]) == (409, "refused")


def test_nobody_else_saves(client, cast, report, autosave):
    client.force_login(cast.auditor)
    assert autosave(results="Lời của tôi").status_code == 403
    assert reread(report).results == report.results


@pytest.mark.parametrize("left_out", ["seen", "results", "both"])
def test_a_part_of_the_form_alone_is_no_error(client, cast, report, left_out):
    client.force_login(cast.coordinator)
    sent = {"seen": report.edits, "results": "Lời của tôi"}
    kept = {name: value for name, value in sent.items() if left_out not in (name, "both")}
    response = client.post(reverse("ward_report_autosave", args=[report.pk]), kept)
    assert response.status_code == (200 if "seen" in kept else 409)


def test_whoever_else_has_the_text_open_is_told(client, cast, report, on_day):
    edit, writers = (reverse(name, args=[report.pk]) for name in ("ward_report_edit", "ward_report_writers"))
    other = people.add_person(cast.ward, by=None, username="hai", name="Cán bộ tổng hợp thứ hai")
    offices.start_membership(other, by=None, unit=cast.units["VHXH"], office="coordinator", starts_at=now())
    client.force_login(cast.coordinator)
    assert client.post(writers).json() == {"others": ""}
    client.force_login(other)
    assert f"{cast.coordinator} cũng đang mở nội dung này từ 09:00" in client.get(edit).content.decode()
    client.force_login(cast.coordinator)
    assert str(other) in client.post(writers).json()["others"]
    on_day("2026-11-06 09:02")
    assert client.post(writers).json() == {"others": ""}


def test_who_may_not_edit_is_told_nothing(client, cast, report):
    client.force_login(cast.auditor)
    assert client.post(reverse("ward_report_writers", args=[report.pk])).status_code == 403
