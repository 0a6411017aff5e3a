"""What is done to the ticked reports of a grid at once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.workflows import arrange
from tests.workflows.figures.test_last_known import september, tell
from tests.workflows.periods.arrange import asked as asked_for
from workflows.models import Reminder, UnitReport
from workflows.unit_reports.checking import sightings

TODAY = "2026-11-03 09:00"
ACCEPT, REMIND, WAIVE = (reverse(f"period_{act}", args=[factories.MONTH]) for act in ("accept", "remind", "waive"))


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def tick(report):
    return f"{report.pk}-{report.version}"


def sent(client, person, address, reports, **more):
    client.force_login(person)
    return client.post(address, {"report": [tick(report) for report in reports], **more}, follow=True)


def test_accepting_lists_what_it_takes_and_asks_once(client, cast):
    reports = [factories.in_review(cast, unit) for unit in ("CA", "MTTQ")]
    UnitReport.objects.filter(pk=reports[0].pk).update(found=3)
    sightings.look(factories.reread(reports[1]), by=cast.coordinator)
    html = sent(client, cast.coordinator, ACCEPT, reports).content.decode()
    assert {factories.reread(report).state for report in reports} == {"in_review"}
    assert "3 điểm cần lưu ý" in html
    assert html.count("chưa mở xem") == 1
    assert 'name="sure" value="1"' in html


def test_what_the_page_of_a_report_says_counts_as_opened(client, cast):
    report = factories.in_review(cast, "CA")
    client.force_login(cast.coordinator)
    assert client.post(reverse("unit_report_seen", args=[report.pk])).status_code == 204
    assert "chưa mở xem" not in sent(client, cast.coordinator, ACCEPT, [report]).content.decode()


def test_the_units_that_have_not_reported_are_reminded_together(client, cast):
    reports = [factories.unit_report(cast, unit) for unit in ("CA", "MTTQ")]
    page = sent(client, cast.coordinator, REMIND, reports)
    assert "Đã nhắc 2 báo cáo." in page.content.decode()
    assert {line.subject_id for line in Reminder.objects.all()} == {report.pk for report in reports}


def test_several_are_waived_for_one_reason(client, cast):
    reports = [factories.unit_report(cast, unit) for unit in ("CA", "MTTQ")]
    asked = sent(client, cast.coordinator, WAIVE, reports).content.decode()
    assert "Lý do" in asked
    blank = sent(client, cast.coordinator, WAIVE, reports, sure="1", reason=" ")
    assert blank.status_code == 422
    sent(client, cast.coordinator, WAIVE, reports, sure="1", reason="Sáp nhập đơn vị")
    assert {(report.state, report.reason) for report in map(factories.reread, reports)} == {
        ("waived", "Sáp nhập đơn vị")
    }


def test_who_filled_its_draft_meanwhile_is_not_waived_unread(client, cast):
    report = factories.unit_report(cast, "CA")
    UnitReport.objects.filter(pk=report.pk).update(version=report.version + 1, saved_by=cast["CA:drafter"])
    page = sent(client, cast.coordinator, WAIVE, [report], sure="1", reason="Không phát sinh").content.decode()
    assert factories.reread(report).state == "draft"
    assert "đã sửa báo cáo này" in page


def test_the_filters_stay_on(client, cast):
    page = sent(client, cast.coordinator, REMIND, [factories.unit_report(cast, "CA")], state="draft", mark="")
    assert "state=draft" in page.redirect_chain[-1][0]


@pytest.mark.parametrize("address", [REMIND, WAIVE])
@pytest.mark.parametrize("who", ["CA:unit_head", "MX:auditor"])
def test_nobody_but_the_coordinator_acts_on_several(client, cast, who, address):
    report = factories.unit_report(cast, "CA")
    assert sent(client, cast[who], address, [report], sure="1", reason="Thử").status_code == 403
    assert factories.reread(report).state == "draft"


def test_columns_are_chosen_in_the_address(client, cast):
    factories.open_month(cast)
    client.force_login(cast.coordinator)
    html = client.get(reverse("period", args=[factories.MONTH]), {"columns": ["state", "found"]}).content.decode()
    assert 'data-label="Trạng thái"' in html
    assert 'class="holder"' not in html


def told_of_waiver(html):
    """The sections of what a waiver means, without spaces."""
    return [" ".join(each.split()) for each in re.findall(r'<section class="panel".*?</section>', html, re.S)]


@pytest.mark.starts_from(september, on="2026-10-03 09:00")
def test_waiving_several_says_of_each_what_its_own_page_says(client, cast, start, on_day):
    tell(start, 4, "done")
    on_day(TODAY)
    arrange.draft(cast)
    reports = [factories.unit_report(cast, unit) for unit in ("CA", "VHXH", "MTTQ")]
    asked = told_of_waiver(sent(client, cast.coordinator, WAIVE, reports).content.decode())
    alone = [
        each
        for report in sorted(reports, key=lambda report: (report.unit.order, report.unit.code))
        for each in told_of_waiver(client.get(reverse("unit_report_waive", args=[report.pk])).content.decode())
    ]
    assert asked == alone
    assert any("Hoàn thành, chưa có số liệu kỳ này: 1<" in each for each in asked)


def test_waiving_more_units_takes_no_more_statements(client, cast, django_assert_num_queries):
    reports = [factories.unit_report(cast, unit) for unit in ("CA", "MTTQ", "VP")]
    sent(client, cast.coordinator, WAIVE, reports[:1])  # what a process reads once
    with CaptureQueriesContext(connection) as one:
        sent(client, cast.coordinator, WAIVE, reports[:1])
    with django_assert_num_queries(len(one)):
        sent(client, cast.coordinator, WAIVE, reports)


def test_a_report_in_words_alone_counts_no_entries(client, cast):
    period = asked_for(cast, "CA")
    client.force_login(cast.coordinator)
    address = reverse("period", args=[period.code])
    grid = client.get(address, {"kind": period.kind.code})
    assert grid.status_code == 200
    assert "0/0" not in grid.content.decode()
    report = period.unit_reports.get()
    page = sent(client, cast.coordinator, reverse("period_waive", args=[period.code]), [report], kind=period.kind.code)
    assert report.unit.short_name in page.content.decode()
    assert "0/0" not in page.content.decode()
