"""Indicators without a figure are named in the prose, not only counted."""

from tests import factories
from tests.factories import reread
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports


def test_the_drafted_assessment_names_each_indicator_of_which_nobody_reported(cast, on_day):
    on_day("2026-11-03 09:00")
    for report in factories.open_month(cast).unit_reports.select_related("unit"):
        unit_reports.waive(reread(report), by=cast.coordinator, reason="Đang kiện toàn")
    whole = reread(ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator))
    names = list(whole.period.indicators.values_list("name", flat=True))
    assert names
    said = whole.assessment
    assert "chưa có số liệu" in said
    assert [name for name in names if name[:20].casefold() not in said.casefold()] == []
