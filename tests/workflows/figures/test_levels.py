"""A level that two reports tell for the same day: where they differ, the unit and the office read both figures."""

import pytest

from tests import factories
from tests.factories import reread
from tests.workflows.periods.arrange import quarterly
from tests.workflows.periods.test_every_length import consolidated
from units.models import Indicator
from workflows.models import UnitReport, WardReport
from workflows.periods import actions as periods

SENTENCE = "ở đây 60%, báo cáo tháng 9/2026 ghi 50% cho cùng thời điểm"


def september(cast):
    """The police told 50 for all of it, and the ward's report is approved."""
    report = consolidated(cast, factories.open_month(cast, "2026-09"))
    WardReport.objects.filter(pk=report.pk).update(state="approved")
    return report


START = pytest.mark.starts_from(september, on="2026-10-20 09:00")


def found(client, report, who):
    client.force_login(who)
    return {
        row.entry.indicator.number: row.findings
        for row in client.get(f"/reports/unit/{report.pk}/check/").context["entries"].indicators
    }


@START
def test_the_unit_is_told_at_its_check_page(cast, start, client):
    quarter = periods.open_period(quarterly(cast), "2026-Q3")
    report = factories.fill(UnitReport.objects.with_names().get(period=quarter, unit__code="CA"), cast, "60")
    told = found(client, report, cast["CA:unit_head"])
    assert SENTENCE in told[8]
    assert not any("cùng thời điểm" in words for words in told[9]), "what came in a month is no level"
    factories.fill(report, cast)
    assert SENTENCE not in found(client, report, cast["CA:unit_head"])[8]


@START
def test_the_office_is_told_once_it_consolidates_and_so_is_who_approves(cast, start, client):
    quarter = consolidated(cast, periods.open_period(quarterly(cast), "2026-Q3"), "60")
    client.force_login(cast.coordinator)
    page = client.get(quarter.get_absolute_url()).content.decode()
    name = Indicator.objects.get(number=8).name
    assert f"8. {name}</a>: {SENTENCE}" in page
    assert SENTENCE in client.get(f"{quarter.get_absolute_url()}figures/").content.decode()
    WardReport.objects.filter(pk=start.pk).update(state="consolidating")
    assert SENTENCE not in client.get(quarter.get_absolute_url()).content.decode(), (
        "what is not approved yet may change"
    )
    assert reread(quarter).figures.count()
