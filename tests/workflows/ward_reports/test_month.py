from tests import factories
from workflows.models import UnitReport


def test_a_month_goes_from_draft_to_issued(cast, on_day):
    on_day("2026-11-03 09:00")
    report = factories.issued(cast)
    assert report.state == "issued"
    assert set(UnitReport.objects.values_list("state", flat=True)) == {"consolidated"}
