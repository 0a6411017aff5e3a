"""A check asks for a reason; without it nothing is handed in, with it the reason travels on."""

from decimal import Decimal

import pytest

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events
from tests.workflows.writing import entry_of
from units.models import Aggregation, Indicator
from workflows.documents.source import content_of, with_source
from workflows.models import UnitReport, WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.findings import entries_of
from workflows.unit_reports.past import Past, PastEntry
from workflows.ward_reports import actions as ward_reports

WHY = "Hệ thống của tỉnh tạm ngừng"


@pytest.fixture
def report(cast) -> UnitReport:
    """The police's draft, everything blank but what is carried over."""
    return factories.unit_report(cast)


def save(cast, report, entry, **values):
    content = arrange.CONTENT | {"indicators": {entry.pk: values}}
    return reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content))


def submit(cast, report):
    return unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)


def test_a_report_never_saved_is_refused_with_each_blank_named(cast, report):
    with pytest.raises(NotPossible) as refused:
        submit(cast, report)
    for row in entries_of(report).unanswered:
        assert row.name in str(refused.value)
    assert reread(report).state == "draft"


def test_one_blank_without_a_reason_is_enough_to_refuse(cast):
    report = arrange.draft(cast)
    entry = entry_of(report, Aggregation.SUM)
    report = save(cast, report, entry, value=None)
    assert report.unanswered == 1
    with pytest.raises(NotPossible, match=entry.indicator.name):
        submit(cast, report)


def test_with_a_reason_for_each_blank_it_is_handed_in(cast, report):
    report = factories.explain(report, cast, WHY)
    assert (report.unanswered, submit(cast, report).state) == (0, "submitted")


def test_a_part_above_its_whole_asks_and_is_kept(cast):
    report = arrange.draft(cast)
    entry = entry_of(report, Aggregation.RATIO)
    report = save(cast, report, entry, numerator=Decimal(12), denominator=Decimal(10))
    entry.refresh_from_db()
    assert (entry.value, entry.asked, report.unanswered) == (120, True, 1)


def test_a_part_may_be_above_where_the_plan_says_so(cast):
    Indicator.objects.update(bounded=False)
    report = arrange.draft(cast)
    report = save(cast, report, entry_of(report, Aggregation.RATIO), numerator=Decimal(12), denominator=Decimal(10))
    assert report.unanswered == 0


def test_a_jump_against_the_last_months_asks(cast):
    for month in ("2026-07", "2026-08", "2026-09"):
        factories.submitted(cast, code=month)
    report = arrange.draft(cast)
    report = save(cast, report, entry_of(report, Aggregation.SUM), value=Decimal(500))
    assert [row.checks[0].code for row in entries_of(report).unanswered] == ["jump"]


def test_a_running_total_that_falls_asks(cast):
    Indicator.objects.filter(aggregation=Aggregation.SUM).update(cumulative=True)
    factories.submitted(cast, code="2026-09")
    report = arrange.draft(cast)
    report = save(cast, report, entry_of(report, Aggregation.SUM), value=Decimal(40))
    assert [row.checks[0].code for row in entries_of(report).unanswered] == ["falls"]


def test_a_running_total_begins_anew_with_the_year(cast):
    Indicator.objects.filter(aggregation=Aggregation.SUM).update(cumulative=True)
    report = arrange.draft(cast)
    row = next(row for row in entries_of(report).indicators if not row.is_ratio)
    last_year = report.period.ends.replace(year=report.period.ends.year - 1)
    assert [
        check.code
        for check in type(row)(row.entry, None, Past((PastEntry(last_year, Decimal(900), None, None),))).checks
    ] == []


def test_the_reason_for_a_blank_is_none_for_a_figure(cast, report):
    entry = entry_of(report, Aggregation.SUM)
    report = save(cast, report, entry, explanation=WHY)
    save(cast, report, entry, value=Decimal(5))
    entry.refresh_from_db()
    assert (entry.value, entry.explanation, entry.asked) == (5, "", False)


def test_the_reason_typed_with_the_figure_stays(cast, report):
    entry = entry_of(report, Aggregation.SUM)
    save(cast, report, entry, value=Decimal(5), explanation=WHY)
    entry.refresh_from_db()
    assert entry.explanation == WHY


def test_the_reason_stands_in_the_trail(cast, report):
    entry = entry_of(report, Aggregation.SUM)
    report = save(cast, report, entry, explanation=WHY)
    assert events(report)[-1].changes == {f"{entry.indicator.number}.explanation": ["", WHY]}


def test_the_reason_travels_to_the_office_beside_its_finding(client, cast, report):
    report = submit(cast, factories.explain(report, cast, WHY))
    unit_reports.take(reread(report), by=cast.coordinator)
    client.force_login(cast.coordinator)
    assert f"Lý do: {WHY}" in client.get(f"/reports/unit/{report.pk}/").content.decode()


def test_the_reason_travels_into_the_notes_of_the_annex(cast, report):
    entry = entry_of(report, Aggregation.SUM)
    report = submit(cast, factories.explain(report, cast, WHY))
    report = unit_reports.take(reread(report), by=cast.coordinator)
    unit_reports.accept(reread(report), by=cast.coordinator, seen=report.version)
    arrange.waive_others(cast, "CA")
    ward = ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    content = content_of(with_source(WardReport.objects.filter(pk=ward.pk)).get(), final=False)
    row = next(row for row in content.indicators if row.number == entry.indicator.number)
    assert f"{report.unit.short_name}: {WHY}" in row.note


def test_what_needs_no_reason_any_more_does_not_travel(cast):
    report = arrange.draft(cast)
    entry = entry_of(report, Aggregation.RATIO)
    parts = {"numerator": Decimal(12), "denominator": Decimal(10)}
    report = save(cast, report, entry, **parts, explanation=WHY)
    save(cast, report, entry, numerator=Decimal(8))
    entry.refresh_from_db()
    assert (entry.asked, entry.explanation) == (False, WHY)
