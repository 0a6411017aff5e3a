import pytest

from tests import factories
from workflows.models import UnitReport


def post(client, person, report: UnitReport, page: str, **posted: object):
    client.force_login(person)
    return client.post(f"/reports/unit/{report.pk}/{page}/", posted)


def state(report: UnitReport) -> str:
    return factories.reread(report).state


def test_coordinator_takes_a_report(client, cast):
    report = factories.submitted(cast)
    post(client, cast.coordinator, report, "take")
    assert state(report) == "in_review"


def test_coordinator_puts_a_report_back_into_the_queue(client, cast):
    report = factories.in_review(cast)
    post(client, cast.coordinator, report, "hand_back")
    assert state(report) == "submitted"


def test_coordinator_accepts_the_version_that_was_read(client, cast):
    report = factories.in_review(cast)
    post(client, cast.coordinator, report, "accept", seen=report.version)
    assert state(report) == "accepted"


def test_head_withdraws_a_report(client, cast):
    report = factories.submitted(cast)
    post(client, cast["CA:unit_head"], report, "withdraw")
    assert state(report) == "draft"


@pytest.mark.parametrize("reason", ["", " \n\u00a0 "])
def test_return_without_a_reason_is_refused_beside_the_field(client, cast, reason):
    report = factories.in_review(cast)
    response = post(client, cast.coordinator, report, "return", reason=reason)
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    assert state(report) == "in_review"


def test_returned_report_shows_the_reason_to_the_unit(client, cast):
    report = factories.in_review(cast)
    post(client, cast.coordinator, report, "return", reason="Chỉ tiêu 3 chưa khớp số liệu")
    client.force_login(cast["CA:drafter"])
    page = client.get(f"/reports/unit/{report.pk}/").content.decode()
    assert state(report) == "returned"
    assert "Chỉ tiêu 3 chưa khớp số liệu" in page


def test_unit_is_waived_with_a_reason(client, cast):
    report = factories.unit_report(cast)
    post(client, cast.coordinator, report, "waive", reason="Đơn vị sắp xếp lại")
    assert state(report) == "waived"


@pytest.mark.parametrize("page", ["return", "waive"])
def test_reason_is_asked_of_the_coordinator_alone(client, cast, page):
    report = factories.in_review(cast) if page == "return" else factories.unit_report(cast)
    client.force_login(cast.coordinator)
    assert client.get(f"/reports/unit/{report.pk}/{page}/").status_code == 200
    client.force_login(cast["CA:unit_head"])
    assert client.get(f"/reports/unit/{report.pk}/{page}/").status_code == 403


@pytest.mark.parametrize("page", ["take", "hand_back", "accept", "withdraw", "submit"])
def test_reading_an_address_changes_nothing(client, cast, page):
    report = factories.submitted(cast)
    client.force_login(cast.coordinator)
    assert client.get(f"/reports/unit/{report.pk}/{page}/").status_code == 405


@pytest.mark.parametrize("page", ["take", "hand_back", "accept", "withdraw", "return", "waive", "submit"])
def test_report_of_another_unit_is_not_found(client, cast, page):
    report = factories.submitted(cast)
    response = post(client, cast["VP:unit_head"], report, page, seen=report.version, reason="Lý do")
    assert response.status_code == 404
    assert state(report) == "submitted"


def test_second_taker_reads_who_took_it(client, cast):
    report = factories.in_review(cast)
    response = post(client, cast.coordinator, report, "take")
    assert response.status_code == 409
    assert "Cán bộ tổng hợp" in response.content.decode()
