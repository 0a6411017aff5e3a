from decimal import Decimal

import pytest

from tests import factories
from tests.workflows import arrange
from tests.workflows.traces import events
from tests.workflows.writing import entry_of
from units.models import Aggregation
from workflows.pure.charts.drawing import course
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.course import PERIODS, SIZE, of_indicator
from workflows.unit_reports.entries import actions as entries


def third_month(cast):
    """The police's draft after two months, filled in."""
    for month, value in (("2026-08", "40"), ("2026-09", "45")):
        filled = factories.fill(factories.unit_report(cast, "CA", month), cast, value)
        unit_reports.submit(filled, by=cast["CA:unit_head"], seen=filled.version)
    return arrange.draft(cast)


pytestmark = pytest.mark.starts_from.with_args(third_month)


@pytest.fixture
def report(start, client, cast):
    """With its drafter signed in."""
    client.force_login(cast["CA:drafter"])
    return start


def address(report, entry, kind="i"):
    return f"/reports/unit/{report.pk}/entries/{kind}{entry.pk}/"


def read(client, report, entry, kind="i", **headers):
    return client.get(address(report, entry, kind), headers=headers)


def test_the_last_values_stand_in_a_table_with_the_newest_first(client, report):
    entry = entry_of(report, Aggregation.SUM)
    points = read(client, report, entry).context["course"].points
    assert [point.value for point in points] == [40, 45, 50]
    page = read(client, report, entry).content.decode()
    assert page.index("tháng 10/2026") < page.index("tháng 9/2026") < page.index("tháng 8/2026")


def test_no_more_than_twelve_are_shown(report):
    found = of_indicator(report, entry_of(report, Aggregation.SUM).pk)
    assert len(found.points) == 3
    assert PERIODS == 12


def test_an_assignments_course_is_its_progress(client, report):
    entry = report.assignment_entries.first()
    found = read(client, report, entry, "a").context["course"]
    assert [point.words for point in found.points] == ["Đang thực hiện"] * 3
    assert found.part.product in read(client, report, entry, "a").content.decode()


def test_who_else_contributes_and_whether_they_reported(client, cast, report):
    entry = entry_of(report, Aggregation.RATIO)
    shares = read(client, report, entry).context["course"].shares
    others = {unit.short_name for unit in [entry.indicator.lead, *entry.indicator.cooperating.all()]}
    assert {share.unit for share in shares} == others - {report.unit.short_name}
    assert not any(share.reported for share in shares)
    unit = next(unit for unit in cast.units.values() if unit.short_name == shares[0].unit)
    factories.submitted(cast, unit.code)
    assert read(client, report, entry).context["course"].shares[0].reported


def test_only_the_changes_of_this_value_are_told(client, report):
    entry = entry_of(report, Aggregation.SUM)
    other = report.indicator_entries.exclude(pk=entry.pk).first()
    values = arrange.CONTENT | {"indicators": {entry.pk: {"value": Decimal(51)}}}
    report = factories.reread(entries.save_draft(report, by=report.saved_by, seen=report.version, **values))
    assert len(read(client, report, entry).context["course"].events) == 2
    assert len(read(client, report, other).context["course"].events) == 1


def test_beside_the_page_it_is_a_part_and_costs_seven_statements(client, report, statements):
    entry = entry_of(report, Aggregation.SUM)
    with statements() as counted:
        answer = read(client, report, entry, hx_request="true")
    assert "<html" not in answer.content.decode()
    assert len(counted) == 7, counted.sql


def test_another_reports_entry_is_not_found(client, cast, report):
    other = factories.unit_report(cast, "VP").indicator_entries.first()
    assert read(client, report, other).status_code == 404


@pytest.mark.parametrize("kind", ["i", "a"])
def test_another_units_drafter_finds_nothing(client, cast, report, kind):
    client.force_login(cast["VP:drafter"])
    assert read(client, report, report.indicator_entries.first(), kind).status_code == 404


def test_a_picture_has_a_gap_where_nothing_was_told():
    drawn = course([Decimal(1), None, Decimal(3), Decimal(2)], None, SIZE)
    assert drawn.lines == ["6,74", "198,6 294,40"]
    assert drawn.goal is None


def test_the_goal_is_drawn_in_the_same_measure():
    values = [Decimal(1), Decimal(2)]
    assert course(values, Decimal(2), SIZE).goal == course(values, None, SIZE).dots[1][1]


def test_the_changes_write_numbers_as_pages_do_and_the_trail_keeps_them(client, cast, report):
    entry = entry_of(report, Aggregation.RATIO)
    typed = {"indicators": {entry.pk: {"numerator": Decimal(12340), "denominator": Decimal(16636)}}}
    entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, assignments={}, narrative={}, **typed)
    for page in (read(client, report, entry), client.get(f"/reports/unit/{report.pk}/")):
        for words in ("74,18", "12.340", "16.636"):
            assert f"<ins>{words}</ins>" in page.content.decode()
    assert events(factories.reread(report))[-1].changes[f"{entry.indicator.number}.value"][1] == "74.1765"
