import re
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows import arrange
from workflows.boards.grid import grid_of
from workflows.models import UnitReport
from workflows.templatetags.rows import grid_rows
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.findings import entries_of

ACCEPT = reverse("period_accept", args=[factories.MONTH])


TODAY = "2026-11-03 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def page(client, person, name, *args, **query):
    client.force_login(person)
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def grid(cast, person):
    return grid_of(person, factories.open_month(cast))


def tick(report):
    return f"{report.pk}-{report.version}"


def test_the_list_shows_the_newest_period_first_with_its_progress(client, cast):
    factories.open_month(cast, "2026-09")
    factories.accepted(cast, "CA")
    html = page(client, cast.coordinator, "periods")
    assert html.index("tháng 10/2026") < html.index("tháng 9/2026")
    assert f">1/{UnitReport.objects.filter(period__code=factories.MONTH).count()}</span>" in html


def test_the_list_says_why_it_is_empty(client, cast):
    assert "Chưa mở kỳ báo cáo nào" in page(client, cast.coordinator, "periods")


def test_unit_people_count_only_their_own_reports(client, cast):
    factories.accepted(cast, "CA")
    assert ">1/1</span>" in page(client, cast["CA:drafter"], "periods")


def test_the_coordinator_sees_all_units_down_the_grid(cast):
    assert len(grid(cast, cast.coordinator).rows) == UnitReport.objects.count() > 1


def test_unit_people_see_only_their_own_row_and_no_ward_report(cast):
    seen = grid(cast, cast["CA:drafter"])
    assert [row.report.unit.code for row in seen.rows] == ["CA"]
    assert seen.ward_report is None


def test_a_row_says_how_far_its_report_is_filled_in(cast):
    factories.submitted(cast, "CA")
    rows = {row.report.unit.code: row for row in grid(cast, cast.coordinator).rows}
    assert rows["CA"].filled == rows["CA"].entries > 0
    assert rows["MTTQ"].filled < rows["MTTQ"].entries


def test_a_row_names_who_holds_its_report(cast):
    factories.in_review(cast, "CA")
    rows = {row.report.unit.code: row for row in grid(cast, cast.coordinator).rows}
    assert rows["CA"].holder == str(cast.coordinator)
    assert rows["MTTQ"].holder == cast.units["MTTQ"].short_name


def test_a_report_not_submitted_by_its_due_time_is_overdue(cast, on_day):
    factories.submitted(cast, "CA")
    on_day("2026-11-06 09:00")
    seen = grid(cast, cast.coordinator)
    on_time = {row.report.unit.code: row.on_time for row in seen.rows}
    assert (on_time["CA"], on_time["MTTQ"]) == (True, False)
    assert seen.overdue == len(seen.rows) - 1


def test_a_waived_report_is_neither_expected_nor_missing(cast):
    unit_reports.waive(factories.unit_report(cast, "CA"), by=cast.coordinator, reason="Đơn vị mới thành lập")
    seen = grid(cast, cast.coordinator)
    assert seen.expected == len(seen.rows) - 1
    assert "CA" not in [row.report.unit.code for row in seen.missing]


def test_the_grid_is_filtered_by_state(client, cast):
    report = factories.submitted(cast, "CA")
    html = page(client, cast.coordinator, "period", factories.MONTH, state="submitted")
    rows = re.findall(r'<th scope="row"[^>]*><a href="([^"]+)"', html)
    assert rows == [reverse("unit_report", args=[report.pk])]


def test_a_filter_that_finds_nothing_says_so(client, cast):
    factories.open_month(cast)
    assert "Không có báo cáo nào" in page(client, cast.coordinator, "period", factories.MONTH, state="accepted")


def test_what_waits_for_the_office_or_the_unit_can_be_ticked_and_what_is_accepted_cannot(client, cast):
    accepted = factories.accepted(cast, "CA")
    html = page(client, cast.coordinator, "period", factories.MONTH)
    ticks = re.findall(r'name="report" value="([^"]+)"', html)
    assert sorted(ticks) == sorted(map(tick, UnitReport.objects.exclude(pk=accepted.pk)))


def test_the_auditor_sees_the_grid_and_no_button(client, cast):
    factories.in_review(cast, "CA")
    html = page(client, cast.auditor, "period", factories.MONTH)
    assert 'name="report"' not in html
    assert reverse("unit_report_waive", args=[factories.unit_report(cast, "MTTQ").pk]) not in html
    assert "/consolidate/" not in html


def test_who_is_missing_can_be_waived_from_the_grid(client, cast):
    report = factories.unit_report(cast, "MTTQ")
    html = page(client, cast.coordinator, "period", factories.MONTH)
    assert f'href="{reverse("unit_report_waive", args=[report.pk])}"' in html


def test_the_ward_report_can_be_consolidated_from_the_grid(client, cast):
    report = factories.all_accepted(cast)
    html = page(client, cast.coordinator, "period", factories.MONTH)
    assert f'action="{reverse("ward_report_consolidate", args=[report.pk])}"' in html
    assert "Đã đủ báo cáo đơn vị" in html


def test_once_consolidated_there_is_no_such_button(client, cast):
    report = factories.consolidated(cast)
    html = page(client, cast.coordinator, "period", factories.MONTH)
    assert reverse("ward_report_consolidate", args=[report.pk]) not in html


def test_a_period_of_another_ward_is_not_found(client, cast):
    client.force_login(cast.coordinator)
    assert client.get(reverse("period", args=["2026-08"])).status_code == 404


def test_ticked_reports_are_accepted_together(client, cast):
    reports = [factories.in_review(cast, unit) for unit in ("CA", "MTTQ")]
    client.force_login(cast.coordinator)
    response = client.post(ACCEPT, {"sure": "1", "report": [tick(report) for report in reports]}, follow=True)
    assert {factories.reread(report).state for report in reports} == {"accepted"}
    assert [str(message) for message in response.context["messages"]] == ["Đã tiếp nhận 2 báo cáo."]


def test_one_message_names_the_reports_that_were_refused(client, cast):
    good, late = factories.in_review(cast, "CA"), factories.accepted(cast, "MTTQ")
    client.force_login(cast.coordinator)
    response = client.post(ACCEPT, {"sure": "1", "report": [tick(good), tick(late)]}, follow=True)
    (message,) = response.context["messages"]
    assert "Đã tiếp nhận 1 báo cáo." in str(message)
    assert f"Không tiếp nhận được báo cáo của {late.unit.short_name}" in str(message)


def test_a_report_that_changed_since_it_was_seen_is_not_accepted(client, cast):
    report = factories.in_review(cast, "CA")
    client.force_login(cast.coordinator)
    client.post(ACCEPT, {"sure": "1", "report": [f"{report.pk}-{report.version - 1}"]})
    assert factories.reread(report).state == "in_review"


def test_a_report_that_waits_in_the_queue_is_taken_and_accepted_in_one_go(client, cast):
    report = factories.submitted(cast, "CA")
    client.force_login(cast.coordinator)
    client.post(ACCEPT, {"sure": "1", "report": [tick(report)]})
    report = factories.reread(report)
    assert (report.state, report.reviewer) == ("accepted", cast.coordinator)


def test_taking_without_accepting_is_undone(client, cast):
    """Who wrote it may take it and not accept it: it stays in the queue."""
    arrange.join(cast.coordinator, cast.units["CA"], "drafter")
    report = arrange.draft(cast)
    content = arrange.CONTENT | {"narrative": {"results": "Cán bộ tổng hợp viết"}}
    report = entries.save_draft(report, by=cast.coordinator, seen=report.version, **content)
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    client.force_login(cast.coordinator)
    client.post(ACCEPT, {"sure": "1", "report": [tick(report)]})
    assert factories.reread(report).state == "submitted"


def found(report, number):
    """As if the last save had found so many entries."""
    UnitReport.objects.filter(pk=report.pk).update(found=number)
    return factories.reread(report)


def test_all_without_findings_are_accepted_in_one_go(client, cast):
    clean, other = found(factories.in_review(cast, "CA"), 0), found(factories.submitted(cast, "MTTQ"), 2)
    html = page(client, cast.coordinator, "period", factories.MONTH)
    assert re.findall(r'name="clean" value="([^"]+)"', html) == [tick(clean)]
    client.post(ACCEPT, {"sure": "1", "clean": [tick(clean)], "which": "clean", "report": [tick(other)]})
    assert (factories.reread(clean).state, factories.reread(other).state) == ("accepted", "submitted")


def test_the_findings_are_counted_when_the_unit_saves(cast):
    report = factories.submitted(cast, "CA")
    assert report.found == len(entries_of(report).to_look_at)


def test_what_nobody_has_counted_is_not_without_findings(cast):
    found(factories.submitted(cast, "CA"), None)
    assert grid(cast, cast.coordinator).clean == []


def of_each_mark(cast):
    """Returns the report that was returned, and has been changed since."""
    found(factories.in_review(cast, "CA"), 2)
    found(factories.submitted(cast, "MTTQ"), 0)
    returned = arrange.returned(cast, "TCNS")
    content = arrange.CONTENT | {"narrative": {"results": "Viết lại"}}
    entries.save_draft(returned, by=cast["TCNS:drafter"], seen=returned.version, **content)
    found(returned, 0)
    for report in UnitReport.objects.exclude(unit__code__in=["CA", "MTTQ", "TCNS", "TDP"]).with_names():
        unit_reports.waive(report, by=cast.coordinator, reason="Không phát sinh")
    return returned


@pytest.mark.starts_from(of_each_mark, on=TODAY)
@pytest.mark.parametrize(
    ("mark", "units"),
    [
        ("found", {"CA"}),
        ("clean", {"MTTQ"}),
        ("changed", {"TCNS"}),
        ("late", {"TDP"}),
        ("overdue", {"TDP"}),
        ("", None),
    ],
)
def test_the_grid_is_searched_by_mark(client, cast, start, on_day, mark, units):
    if mark in ("late", "overdue"):
        unit_reports.submit(factories.reread(start), by=cast["TCNS:unit_head"], seen=start.version + 1)
        on_day("2026-11-06 09:00")
    rows = client_rows(client, cast.coordinator, mark=mark)
    assert units is None or set(rows) == units
    assert mark or len(rows) == UnitReport.objects.count()


def client_rows(client, person, **query):
    client.force_login(person)
    return [
        row.report.unit.code for row in client.get(reverse("period", args=[factories.MONTH]), query).context["rows"]
    ]


def test_a_row_counts_the_entries_changed_since_the_return(cast):
    report = arrange.returned(cast, "CA")
    entry = report.indicator_entries.get(indicator__number=8)
    parts = {"numerator": Decimal(4), "denominator": Decimal(10)}
    content = arrange.CONTENT | {"indicators": {entry.pk: parts}, "narrative": {"results": "Viết lại"}}
    entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content)
    rows = {row.report.unit.code: row for row in grid(cast, cast.coordinator).rows}
    assert (rows["CA"].changed, rows["MTTQ"].changed) == (2, 0)


def test_a_row_says_whose_clock_ran(cast, on_day):
    on_day("2026-11-02 08:00")
    factories.submitted(cast, "CA")
    on_day("2026-11-04 11:00")
    rows = {row.report.unit.code: row for row in grid(cast, cast.coordinator).rows}
    drawn = grid_rows([rows["CA"]], ["holder"], {"holder": ""}, ticks=False)
    assert f"{cast.units['VHXH'].short_name} giữ 2 ngày 3 giờ" in drawn


def test_the_strip_says_that_returned_reports_count_as_submitted(client, cast):
    factories.submitted(cast, "CA")
    assert "kể cả bị trả lại" not in page(client, cast.coordinator, "period", factories.MONTH)
    arrange.returned(cast, "TCNS")
    assert "kể cả bị trả lại" in page(client, cast.coordinator, "period", factories.MONTH)
    client.force_login(cast.coordinator)
    assert "kể cả bị trả lại" in client.get("/").content.decode()


def test_the_keys_of_the_grid_are_listed_for_who_accepts(client, cast):
    factories.in_review(cast, "CA")
    assert "<kbd>a</kbd>" in page(client, cast.coordinator, "period", factories.MONTH)
    assert "<kbd>a</kbd>" not in page(client, cast.auditor, "period", factories.MONTH)


def test_the_grid_needs_eight_statements_at_most(client, cast, django_assert_max_num_queries):
    factories.submitted(cast, "CA")
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(8):
        client.get(reverse("period", args=[factories.MONTH]))


def test_nothing_ticked_is_said(client, cast):
    factories.in_review(cast, "CA")
    client.force_login(cast.coordinator)
    response = client.post(ACCEPT, {"sure": "1", "report": ["x", "1"]}, follow=True)
    assert "Chưa chọn báo cáo nào" in response.content.decode()


@pytest.mark.starts_from(factories.in_review, on=TODAY)
@pytest.mark.parametrize("who", ["CA:drafter", "CA:unit_head", "MX:auditor", "BCĐ:approver", "MX:admin"])
def test_nobody_but_the_coordinator_accepts_in_bulk(client, cast, start, who):
    client.force_login(cast[who])
    assert client.post(ACCEPT, {"sure": "1", "report": [tick(start)]}).status_code == 403
    assert factories.reread(start).state == "in_review"


def test_bulk_acceptance_is_a_post(client, cast):
    factories.open_month(cast)
    client.force_login(cast.coordinator)
    assert client.get(ACCEPT).status_code == 405


def rows_of(html):
    return re.findall(r'<th scope="row"[^>]*><a href="/reports/(\w+)/(\d+)/"', html)


def test_the_list_of_reports_holds_what_the_person_may_see(client, cast):
    report = factories.unit_report(cast, "CA")
    assert rows_of(page(client, cast["CA:drafter"], "reports")) == [("unit", str(report.pk))]
    assert len(rows_of(page(client, cast.auditor, "reports"))) == UnitReport.objects.count()


def one_submitted_of_two_months(cast):
    factories.open_month(cast, "2026-09")
    return factories.submitted(cast, "CA")


@pytest.mark.starts_from(one_submitted_of_two_months, on=TODAY)
@pytest.mark.parametrize(
    "query",
    [{"period": factories.MONTH, "unit": "CA"}, {"state": "submitted"}, {"q": "đã thực hiện nhiệm vụ"}, {"mine": "1"}],
)
def test_the_list_is_filtered(client, cast, start, query):
    assert rows_of(page(client, cast.coordinator, "reports", **query)) == [("unit", str(start.pk))]


def test_ward_reports_have_a_list_of_their_own(client, cast):
    report = factories.ward_report(cast)
    assert rows_of(page(client, cast.coordinator, "reports", of="ward")) == [("ward", str(report.pk))]
    assert rows_of(page(client, cast["CA:drafter"], "reports", of="ward")) == []


def test_what_waits_for_me_among_ward_reports(client, cast):
    report = factories.awaiting(cast)
    assert rows_of(page(client, cast.approver, "reports", of="ward", mine="1")) == [("ward", str(report.pk))]
    assert rows_of(page(client, cast.clerk, "reports", of="ward", mine="1")) == []


def test_a_long_list_has_pages(client, cast, monkeypatch):
    monkeypatch.setattr("workflows.boards.views.reports.REPORTS_SHOWN", 2)
    factories.open_month(cast)
    assert len(rows_of(page(client, cast.coordinator, "reports"))) == 2


def test_odd_queries_find_nothing_and_break_nothing(client, cast):
    factories.open_month(cast)
    html = page(client, cast.coordinator, "reports", q="%'", unit="'", period="9" * 40, state="x", page="-1")
    assert "Không tìm thấy báo cáo" in html


def four_months(cast):
    factories.awaiting(cast)
    for month in ("2026-07", "2026-08", "2026-09"):
        factories.open_month(cast, month)


@pytest.mark.starts_from(four_months, on=TODAY)
@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:unit_head", "BCĐ:approver"])
@pytest.mark.parametrize(
    ("name", "args", "query"),
    [("periods", [], ""), ("period", [factories.MONTH], ""), ("reports", [], ""), ("reports", [], "?of=ward&mine=1")],
)
def test_each_page_needs_ten_statements_at_most(client, cast, who, name, args, query, django_assert_max_num_queries):
    client.force_login(cast[who])
    with django_assert_max_num_queries(10):
        client.get(reverse(name, args=args) + query)
