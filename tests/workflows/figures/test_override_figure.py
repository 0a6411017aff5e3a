"""A coordinator's figure in place of the computed one: with a reason, both shown, taken back again."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.corrections import override
from tests.workflows.traces import event_of, events, newest, undone
from workflows.documents.source import content_of, with_source
from workflows.figures import actions as figures
from workflows.models import WardReport, WardReportAuthor
from workflows.prose import actions as prose
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

REASON = "Theo báo cáo tỉnh"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def report(cast):
    return arrange.consolidated(cast)


def figure(report, number=9):
    return report.figures.get(indicator__number=number)


def document(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def test_both_figures_are_kept(cast, report):
    override(cast, report)
    found = figure(report)
    assert (found.value, found.year_value, found.computed_value, found.computed_year) == (77, 77, 50, 50)
    assert (found.reason, found.overridden_by, found.is_overridden) == (REASON, cast.coordinator, True)


def test_a_ratio_is_adjusted_by_its_parts(cast, report):
    given = {"numerator": Decimal(90), "denominator": Decimal(120)}
    figures.override_figure(report, by=cast.coordinator, number=8, given=given, reason=REASON)
    found = figure(report, 8)
    assert (found.value, found.numerator, found.denominator, found.computed_value) == (75, 90, 120, 50)


def test_the_year_to_date_goes_on_with_the_adjusted_figure(cast, report):
    override(cast, report)
    later = arrange.consolidated(cast, "2026-11")
    assert figure(later).year_value == 127


def test_the_document_shows_both(cast, report):
    override(cast, report)
    row = document(report).indicators[8]
    assert (row.in_period, row.note) == (77, "01/02 đơn vị có số liệu; số điều chỉnh, số tổng hợp: 50")


def test_a_figure_that_nobody_reported_can_be_given(cast, report):
    override(cast, report, number=13)
    row = document(report).indicators[12]
    assert (row.reported, row.note) == (True, "số điều chỉnh, số tổng hợp: chưa có số liệu")


def test_it_is_taken_back(cast, report):
    override(cast, report)
    figures.remove_override(report, by=cast.coordinator, number=9)
    found = figure(report)
    assert (found.value, found.computed_value, found.reason, found.overridden_by) == (50, None, "", None)


def test_what_is_not_adjusted_cannot_be_taken_back(cast, report):
    with pytest.raises(NotPossible):
        figures.remove_override(report, by=cast.coordinator, number=9)


def test_it_needs_a_reason_and_a_figure(cast, report):
    with pytest.raises(NotPossible):
        override(cast, report, reason="  ")
    with pytest.raises(NotPossible):
        figures.override_figure(report, by=cast.coordinator, number=9, given={"value": None}, reason=REASON)
    assert not figure(report).is_overridden


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_adjusts(cast, report, who):
    with pytest.raises(PermissionDenied):
        figures.override_figure(report, by=cast[who], number=9, given={"value": Decimal(1)}, reason=REASON)
    with pytest.raises(PermissionDenied):
        figures.remove_override(report, by=cast[who], number=9)


def test_what_was_sent_is_not_adjusted(cast, report):
    sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    with pytest.raises(NotPossible):
        override(cast, sent)


def test_it_stands_in_the_trail(cast, report):
    override(cast, report)
    assert newest(reread(report)) == event_of(cast.coordinator, "override_figure", reason=REASON)
    assert events(reread(report))[-1].changes["9.value"] == ["50", "77"]
    figures.remove_override(report, by=cast.coordinator, number=9)
    assert newest(reread(report)) == event_of(cast.coordinator, "remove_override")


def test_whoever_adjusts_is_an_author(cast, report):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    figures.override_figure(report, by=colleague, number=9, given={"value": Decimal(1)}, reason=REASON)
    assert colleague in report.authors.all()


def test_an_adjustment_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        override(cast, report)
    assert figure(report).value == 50


def consolidated_anew(cast, report):
    return reread(ward_reports.consolidate(reread(report), by=cast.coordinator))


def test_it_stays_when_the_report_is_reopened_and_consolidated_anew(cast, report):
    override(cast, report)
    adjusted = figure(report)
    again = consolidated_anew(cast, ward_reports.reopen(report, by=cast.coordinator, reason="Bổ sung"))
    found = figure(again)
    assert (found.value, found.computed_value, found.reason) == (77, 50, REASON)
    assert (found.overridden_by, found.overridden_at) == (cast.coordinator, adjusted.overridden_at)
    assert again.overrides == {}


def test_it_stays_in_the_version_that_replaces_a_refused_one(cast, report):
    plain = {
        "results": "Kết quả như Phụ lục.",
        "assessment": "",
        "directions": "Tiếp tục thực hiện.",
    }  # which quote no figure
    override(cast, prose.edit_narrative(report, by=cast.coordinator, seen=0, narrative=plain))
    report = reread(ward_reports.send_for_approval(reread(report), by=cast.coordinator))
    report = reread(approval.approve(report, by=cast.approver, seen=shown(report)))
    report = reread(province.dispatch(reread(issuing.issue(report, by=cast.clerk)), by=cast.clerk))
    refusal = {"received": False, "reference": "16/TB", "reason": "Thiếu biểu số 2"}
    arrange.open_next_version(province.record_receipt(report, by=cast.clerk, **refusal))
    again = consolidated_anew(cast, WardReport.objects.with_names().get(replaces=report))
    assert (figure(again).value, figure(again).computed_value) == (77, 50)
    assert document(again).indicators[8].note.endswith("số điều chỉnh, số tổng hợp: 50")


def test_a_ratios_parts_stay_too(cast, report):
    given = {"numerator": Decimal(90), "denominator": Decimal(120)}
    figures.override_figure(report, by=cast.coordinator, number=8, given=given, reason=REASON)
    again = consolidated_anew(cast, ward_reports.reopen(report, by=cast.coordinator, reason="Bổ sung"))
    assert (figure(again, 8).value, figure(again, 8).numerator, figure(again, 8).denominator) == (75, 90, 120)


def test_the_trail_tells_which_figures_were_carried_over(cast, report):
    override(cast, report)
    again = consolidated_anew(cast, ward_reports.reopen(report, by=cast.coordinator, reason="Bổ sung"))
    assert events(again)[-1].changes == {"9.value": ["50", "77"]}


def test_what_was_carried_over_is_taken_back(cast, report):
    override(cast, report)
    again = consolidated_anew(cast, ward_reports.reopen(report, by=cast.coordinator, reason="Bổ sung"))
    figures.remove_override(again, by=cast.coordinator, number=9)
    assert (figure(again).value, figure(again).is_overridden) == (50, False)


def test_whoever_adjusted_it_approves_no_version_in_which_it_stands(cast, report):
    override(cast, report)
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    ward_reports.reopen(report, by=colleague, reason="Bổ sung")
    WardReportAuthor.objects.filter(report=report).delete()  # as in a new version
    again = ward_reports.consolidate(reread(report), by=colleague)
    assert set(again.authors.all()) == {colleague, cast.coordinator}
