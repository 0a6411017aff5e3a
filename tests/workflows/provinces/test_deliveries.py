"""The report of the unit that stands for a ward follows the ward's document."""

import pytest

from approvals.errors import NotPossible
from approvals.models import Arrival, Decision, Recipient, TrailEvent
from approvals.outbox import queue as outbox
from approvals.receiving import actions as receiving
from tests.factories import reread
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, province_above, report_of, work_off
from units.models import Indicator
from workflows.models import IndicatorFigure
from workflows.models.states import UnitState
from workflows.periods import actions as periods
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.deliveries import actions as deliveries

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(ward_arrange.issued, on=TODAY)


def again(arrival: Arrival) -> None:
    """The figures are compared anew."""
    outbox.put_again("brought", f"brought-{arrival.pk}-anew", scope=arrival.scope, arrival=arrival.pk)
    work_off()


def test_the_figures_of_the_document_are_the_entries(cast, start, province):
    delivered(cast, start)
    figures = {row.indicator.number: row for row in IndicatorFigure.objects.filter(report=start)}
    entries = report_of(province).indicator_entries.select_related("indicator")
    assert len(entries) == 20
    for entry in entries:
        figure = figures[entry.indicator.number]
        assert entry.value == (None if figure.value is None else round(figure.value, 4))
        if entry.indicator.aggregation == "ratio":
            assert (entry.numerator, entry.denominator) == (figure.numerator, figure.denominator)


def test_what_came_twice_is_taken_in_once(cast, start, province):
    arrival = delivered(cast, start)
    again(arrival)
    assert TrailEvent.objects.filter(action="deliver").count() == 1


def test_accepting_the_report_receives_the_document(cast, start, province):
    arrival = delivered(cast, start)
    row = unit_reports.take(report_of(province), by=province.coordinator)
    unit_reports.accept(reread(row), by=province.coordinator, seen=row.version)
    work_off()
    arrival.refresh_from_db()
    assert (arrival.state, arrival.decided_by) == ("received", province.coordinator)
    assert reread(start).state == "received"
    assert report_of(province).state == UnitState.ACCEPTED
    assert Decision.objects.filter(subject_kind="unitreport", subject_id=row.pk).count() == 1


def test_returning_the_report_refuses_the_document(cast, start, province):
    arrival = delivered(cast, start)
    row = unit_reports.take(report_of(province), by=province.coordinator)
    unit_reports.return_for_revision(reread(row), by=province.coordinator, reason="Sai biểu 3")
    work_off()
    arrival.refresh_from_db()
    assert (arrival.state, arrival.reason, reread(start).state) == ("refused", "Sai biểu 3", "refused")


def test_what_was_received_is_not_returned(cast, start, province):
    receiving.receive(delivered(cast, start), by=province.coordinator)
    work_off()
    with pytest.raises(NotPossible, match="01/BC-BCĐ"):
        unit_reports.return_for_revision(report_of(province), by=province.coordinator, reason="Muộn")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"measure": "lượt"}, "lượt"),
        ({"stock": True}, "thời điểm"),
        ({"cumulative": True}, "lũy kế"),
    ],
)
def test_a_mismatch_is_refused_with_a_sentence(cast, start, province, change, told):
    asked = Indicator.objects.filter(plan__ward=province.unit, aggregation="sum", stock=False, cumulative=False)[0]
    before = {name: getattr(asked, name) for name in change}
    Indicator.objects.filter(pk=asked.pk).update(**change)
    arrival = delivered(cast, start)
    arrival.refresh_from_db()
    assert report_of(province).state == UnitState.DRAFT
    assert told in arrival.faults[0]
    with pytest.raises(NotPossible):
        receiving.receive(arrival, by=province.clerk)
    Indicator.objects.filter(pk=asked.pk).update(**before)
    again(arrival)
    arrival.refresh_from_db()
    assert (arrival.faults, report_of(province).state) == ([], UnitState.SUBMITTED)


def test_a_document_that_comes_before_its_period_is_open_is_taken_in_then(cast, start, on_day):
    on_day(TODAY)
    province = province_above(cast)
    receiving.receive(delivered(cast, start), by=province.coordinator)
    work_off()
    periods.open_period(province.monthly, "2026-10")
    deliveries.look()
    work_off()
    assert report_of(province).state == UnitState.ACCEPTED


def test_what_a_ward_does_not_share_is_not_reported(cast, start, province):
    Recipient.objects.update(shares="")
    delivered(cast, start)
    report = report_of(province)
    assert report.state == UnitState.SUBMITTED
    assert set(report.indicator_entries.values_list("value", flat=True)) == {None}
    assert report.indicator_entries.exclude(note="").count() == 20


def test_figures_that_are_none_are_told_on_the_document(cast, start, province, monkeypatch):
    monkeypatch.setattr("workflows.ward_reports.province.sharing.FORMAT", "khác")
    arrival = delivered(cast, start)
    arrival.refresh_from_db()
    assert arrival.faults
    assert report_of(province).state == UnitState.DRAFT
