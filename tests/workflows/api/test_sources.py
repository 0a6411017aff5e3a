"""Figures that a system sends by the API: into the draft, once, marked with their source."""

from decimal import Decimal

import pytest

from approvals.models import TrailEvent
from tests import factories
from workflows.models import FigureDelivery, IndicatorEntry
from workflows.sources import actions as sources
from workflows.unit_reports import actions as unit_reports

pytestmark = pytest.mark.starts_from(factories.unit_report, on="2026-11-28 09:00")


@pytest.fixture
def source(start, cast, on_day):
    on_day("2026-11-28 09:00")
    return sources.add_source(start.unit, by=cast["CA:drafter"], name="Quản lý hành chính")


def entry_of(report) -> IndicatorEntry:
    return report.indicator_entries.select_related("indicator").exclude(indicator__aggregation="ratio").first()


def figures(report, value, **more) -> dict:
    number = str(entry_of(report).indicator.number)
    return {"period": report.period.code, "figures": {number: {"value": value, **more}}}


def test_figures_are_taken_into_the_draft_once(program, cast, start, source):
    writer = program(cast["CA:drafter"], "write")
    path, body = f"/sources/{source.code}/figures", figures(start, "12.5")
    first, again = writer.post(path, body), writer.post(path, body)
    assert (first.status_code, first.json()["changed"]) == (200, 1), first.content
    assert again.json()["id"] == first.json()["id"]
    entry = entry_of(start)
    assert (entry.value, entry.sent_by.split(",")[0]) == (Decimal("12.5"), "Quản lý hành chính")
    assert TrailEvent.objects.filter(action="take_in_figures").count() == 1
    assert [each["id"] for each in writer.get(path).json()["items"]] == [first.json()["id"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"period": "2031-01", "figures": {"1": {"value": 1}}}, 409),
        ({"period": "2026-10", "figures": {"999": {"value": 1}}}, 422),
        ({"period": "2026-10", "figures": {"x": {"value": 1}}}, 422),
        ({"period": "2026-10", "figures": {"1": {"value": "nhiều"}}}, 422),
        ({"figures": {}}, 422),
    ],
)
def test_what_cannot_be_taken_is_a_problem_document_and_changes_nothing(program, cast, start, source, body, status):
    answer = program(cast["CA:drafter"], "write").post(f"/sources/{source.code}/figures", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    assert not FigureDelivery.objects.exists()
    assert factories.reread(start).version == start.version


def test_nothing_is_sent_into_a_report_that_was_submitted(program, cast, start, source):
    filled = factories.fill(start, cast)
    unit_reports.submit(filled, by=cast["CA:unit_head"], seen=filled.version)
    answer = program(cast["CA:drafter"], "write").post(f"/sources/{source.code}/figures", figures(start, "3"))
    assert answer.status_code == 409
    assert entry_of(start).value != 3


def test_another_unit_is_told_of_no_such_source_nor_one_that_was_stopped(program, cast, start, source):
    path, body = f"/sources/{source.code}/figures", figures(start, "3")
    assert program(cast["VP:drafter"], "write").post(path, body).status_code == 404
    assert program(cast["CA:drafter"], "read").post(path, body).status_code == 403
    sources.stop_source(source, by=cast["CA:drafter"])
    assert program(cast["CA:drafter"], "write").post(path, body).status_code == 404
