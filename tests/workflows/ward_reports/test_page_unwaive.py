"""The waiver and its undoing on pages: what it means is said before it is given."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.corrections import override
from tests.workflows.figures.test_last_known import month, september, tell
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-03 09:00"
REASON = "Đang kiện toàn tổ chức"
START = pytest.mark.starts_from(september, on="2026-10-03 09:00")


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def shown(client, person, name, report):
    client.force_login(person)
    response = client.get(reverse(name, args=[report.pk]))
    assert response.status_code == 200
    return response.content.decode()


def in_words(html):
    return " ".join(html.split())


def test_the_page_says_what_the_draft_holds(client, cast):
    report = arrange.draft(cast)
    figures, tasks = report.indicator_entries.count(), report.assignment_entries.count()
    page = in_words(shown(client, cast.coordinator, "unit_report_waive", report))
    assert f"Chỉ tiêu đã điền: {figures}/{figures}" in page
    assert f"Nhiệm vụ đã điền, kể cả phần mang sang từ kỳ trước: {tasks}/{tasks}" in page
    assert "Phần lời đã viết: Kết quả" in page
    assert cast["CA:drafter"].name in page


def test_an_empty_draft_holds_nothing(client, cast):
    assert "Chưa có gì." in shown(client, cast.coordinator, "unit_report_waive", factories.unit_report(cast))


@START
def test_the_page_says_how_the_units_tasks_are_told_then(client, cast, start, on_day):
    tell(start, 4, "done")
    on_day(TODAY)
    page = in_words(shown(client, cast.coordinator, "unit_report_waive", factories.unit_report(cast, "VHXH")))
    assert "Hoàn thành, chưa có số liệu kỳ này: 1<" in page
    assert "Quá hạn, chưa có số liệu kỳ này: 7<" in page
    assert "Đang thực hiện, chưa có số liệu kỳ này: 3<" in page


@START
def test_silent_tasks_are_named_before_the_report_is_sent_and_where_it_is_approved(client, cast, start, on_day):
    tell(start, 4, "done")
    on_day(TODAY)
    report = month(cast, "VHXH")
    tasks = f"{cast.units['VHXH'].name}: 11 nhiệm vụ"
    before = in_words(shown(client, cast.coordinator, "ward_report", report))
    assert tasks in before
    assert "Hoàn thành, chưa có số liệu kỳ này" in before
    report = reread(ward_reports.send_for_approval(report, by=cast.coordinator))
    page = in_words(shown(client, cast.approver, "ward_report_approval", report))
    assert page.count(f"{cast.units['VHXH'].name}: ") == 11  # each by itself, so that the count is that of the document


def test_the_coordinator_takes_a_waiver_back_on_its_page(client, cast):
    report = reread(unit_reports.waive(arrange.draft(cast), by=cast.coordinator, reason=REASON))
    address = reverse("unit_report_unwaive", args=[report.pk])
    assert address in shown(client, cast.coordinator, "unit_report", report)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "Tỉnh yêu cầu bổ sung"}).status_code == 302
    assert reread(report).state == "draft"


def test_without_a_reason_it_stays(client, cast):
    report = reread(unit_reports.waive(arrange.draft(cast), by=cast.coordinator, reason=REASON))
    client.force_login(cast.coordinator)
    assert client.post(reverse("unit_report_unwaive", args=[report.pk]), {"reason": " "}).status_code == 422
    assert reread(report).state == "waived"


def test_too_late_it_is_refused_and_what_was_typed_is_kept(client, cast):
    arrange.approved(cast)
    report = factories.unit_report(cast, "TTDVC")
    client.force_login(cast.coordinator)
    refused = client.post(reverse("unit_report_unwaive", args=[report.pk]), {"reason": "Gõ rất lâu"})
    assert (refused.status_code, reread(report).state) == (409, "waived")
    assert "Gõ rất lâu" in refused.content.decode()


@pytest.mark.parametrize(("who", "offered"), [("coordinator", True), ("approver", False)])
def test_grid_and_report_offer_it_to_the_coordinator_alone(client, cast, who, offered):
    report = arrange.consolidated(cast)
    address = reverse("unit_report_unwaive", args=[factories.unit_report(cast, "TTDVC").pk])
    assert (address in shown(client, getattr(cast, who), "ward_report", report)) == offered
    assert (address in client.get(reverse("period", args=[factories.MONTH])).content.decode()) == offered


def test_once_the_report_is_approved_nobody_is_offered_it(client, cast):
    report = arrange.approved(cast)
    unit = factories.unit_report(cast, "TTDVC")
    address = reverse("unit_report_unwaive", args=[unit.pk])
    assert address not in shown(client, cast.coordinator, "ward_report", report)
    assert address not in client.get(reverse("period", args=[factories.MONTH])).content.decode()
    assert address not in shown(client, cast.coordinator, "unit_report", unit)


def test_the_report_names_its_adjusted_figures_and_those_that_wait(client, cast):
    report = arrange.consolidated(cast)
    override(cast, report, reason="Theo báo cáo của tỉnh")
    page = in_words(shown(client, cast.coordinator, "ward_report", report))
    assert reverse("ward_report_figure", args=[report.pk, 9]) in page
    assert "số tổng hợp: 50" in page
    ward_reports.reopen(report, by=cast.coordinator, reason="Bổ sung")
    waits = in_words(shown(client, cast.coordinator, "ward_report", report))
    assert "Số điều chỉnh được giữ lại" in waits
    assert "Theo báo cáo của tỉnh" in waits
