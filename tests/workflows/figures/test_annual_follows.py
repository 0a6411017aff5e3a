"""A month signed after the yearly report was opened: its figures are offered, and a year below them is asked about."""

from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from workflows.models import AssignmentEntry
from workflows.periods import actions as periods
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.findings import entries_of
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-20 09:00"
LESS, ASKED = "số cộng từ các tháng đã ký", "Thấp hơn các tháng đã ký"


def year_then_november(cast):
    """The year begins with October; November is signed after that, and its task 7 is finished there."""
    arrange.approved(cast, "2026-10")
    year = periods.open_period(cast.annual, "2026")
    arrange.approved(cast, "2026-11")
    return year


pytestmark = pytest.mark.starts_from(year_then_november, on=TODAY)


@pytest.fixture
def report(start, on_day):
    on_day(TODAY)
    return reread(start.unit_reports.get(unit__code="CA"))


def row_of(report, number=9):
    return next(row for row in entries_of(report).indicators if row.entry.indicator.number == number)


def saved(report, cast, **content):
    return reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **(arrange.CONTENT | content)))


def test_a_year_below_its_signed_months_asks_for_a_reason_with_both_values(report):
    row = row_of(report)
    assert (row.entry.value, row.unanswered) == (50, True)
    assert [check.sentence for check in row.checks] == [f"Số cả năm 50 thấp hơn {LESS}: 100"]


def test_what_the_months_give_is_taken_over_with_one_tick(client, cast, report):
    client.force_login(cast["CA:drafter"])
    row, address = row_of(report), reverse("unit_report_write", args=[report.pk])
    assert "(đang ghi: 50)" in client.get(address).content.decode()
    client.post(address, {"seen": report.version, "months": row.anchor})
    assert (row_of(report).entry.value, row_of(report).months_words, row_of(report).checks) == (100, "", [])


def test_of_a_level_with_parts_both_are_taken_over(client, cast, report):
    report = saved(report, cast, indicators={row_of(report, 8).entry.pk: {"numerator": Decimal(40)}})
    row = row_of(report, 8)
    assert row.unanswered
    client.force_login(cast["CA:drafter"])
    client.post(reverse("unit_report_write", args=[report.pk]), {"seen": report.version, "months": row.anchor})
    entry = row_of(report, 8).entry
    assert (entry.value, entry.numerator, entry.denominator) == (50, 50, 100)


def test_more_than_the_months_asks_nothing_of_them(cast, report):
    report = saved(report, cast, indicators={row_of(report).entry.pk: {"value": Decimal(130)}})
    assert "months" not in [check.code for check in row_of(report).checks]


def year_saved_before_november(cast):
    """What the police saved asked nothing before November was signed."""
    arrange.approved(cast, "2026-10")
    year = periods.open_period(cast.annual, "2026")
    saved(reread(year.unit_reports.get(unit__code="CA")), cast, narrative={"results": "Đã thực hiện"})
    arrange.approved(cast, "2026-11")
    return year


@pytest.mark.starts_from(year_saved_before_november, on=TODAY)
def test_what_asked_nothing_before_the_month_was_signed_is_asked_now(cast, report):
    assert report.unanswered == 0
    with pytest.raises(NotPossible, match=row_of(report).name):
        unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)


def consolidated(cast, report, reason):
    """The police's year as it stands, with a reason; the others need not report."""
    report = factories.explain(report, cast, reason)
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    unit_reports.accept(unit_reports.take(report, by=cast.coordinator), by=cast.coordinator, seen=report.version)
    for other in report.period.unit_reports.exclude(pk=report.pk).with_names():
        unit_reports.waive(other, by=cast.coordinator, reason="Không phát sinh")
    year = report.period.ward_reports.with_names().get()
    return reread(ward_reports.consolidate(year, by=cast.coordinator))


def test_the_coordinator_and_the_approver_are_told_with_the_reason(client, cast, report):
    year = consolidated(cast, report, "Đã trừ tin trùng")
    client.force_login(cast.coordinator)
    page = client.get(reverse("ward_report", args=[year.pk])).content.decode()
    assert ASKED in page
    assert page.count("Đã trừ tin trùng") >= 1
    ward_reports.send_for_approval(year, by=cast.coordinator)
    client.force_login(cast.approver)
    page = client.get(reverse("ward_report_approval", args=[year.pk])).content.decode()
    assert ASKED in page
    assert "Đã trừ tin trùng" in page


def test_the_grid_counts_it_and_the_coordinator_sees_it_before_consolidating(client, cast, report):
    client.force_login(cast.coordinator)
    year = report.period
    address = f"{reverse('period', args=[year.code])}?kind={year.kind.code}&ward={year.ward_id}&mark=found"
    assert reverse("unit_report", args=[report.pk]) in client.get(address).content.decode()
    assert ASKED in client.get(reverse("ward_report", args=[year.ward_reports.get().pk])).content.decode()


def test_a_unit_that_need_not_report_is_not_told(client, cast, report):
    unit_reports.waive(report, by=cast.coordinator, reason="Không phát sinh")
    client.force_login(cast.coordinator)
    assert ASKED not in client.get(reverse("ward_report", args=[report.period.ward_reports.get().pk])).content.decode()


def task_finished_in_november(cast):
    arrange.approved(cast, "2026-10")
    year = periods.open_period(cast.annual, "2026")
    arrange.approved(cast, "2026-11")
    last = AssignmentEntry.objects.filter(report__period__code="2026-11", report__unit__code="CA")
    last.update(status="done", result="Đã ban hành")
    return year


def test_a_years_task_begins_as_its_months_left_it(report):
    assert {row.entry.status for row in entries_of(report).assignments} == {"in_progress"}


@pytest.mark.starts_from(task_finished_in_november, on=TODAY)
def test_a_task_that_a_month_finished_and_the_year_opens_again_asks_for_a_reason(report):
    once = [row for row in entries_of(report).assignments if not row.entry.assignment.recurring]
    assert once
    assert all(row.last.status == "done" for row in once)
    assert all([check.code for check in row.checks] == ["undone"] for row in once)
    assert all(row.unanswered for row in once)
