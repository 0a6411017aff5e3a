"""A unit corrects its report after the consolidation: what would change, taken in with one click."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.corrections import REASON, correct, give_back, hand_in, override
from tests.workflows.traces import event_of, events, mails, newest, tells, undone
from workflows.documents.answers import answers_of
from workflows.prose import actions as prose
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.readiness import standing_of


def corrected(cast):
    """The police have corrected one figure to 60, and are accepted again."""
    return correct(cast, arrange.consolidated(cast), "60")


TODAY = "2026-11-06 09:00"
CONSOLIDATED = pytest.mark.starts_from(arrange.consolidated, on=TODAY)
CORRECTED = pytest.mark.starts_from(corrected, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


def figure(report, number=9):
    return report.figures.get(indicator__number=number)


def standing(report):
    return standing_of(report, answers_of(report))


@CONSOLIDATED
def test_the_coordinator_returns_one_consolidated_report(cast, report):
    unit = give_back(cast, report)
    assert (unit.state, unit.reason, unit.returns, unit.accepted_at) == ("returned", REASON, 1, None)
    assert newest(unit) == event_of(cast.coordinator, "return_consolidated", "consolidated", "returned", REASON)
    assert mails("returned") == [("write_reports", unit.unit_id)]


@CONSOLIDATED
def test_the_ward_report_keeps_its_figures_while_a_unit_corrects(cast, report):
    give_back(cast, report)
    assert reread(report).consolidated_at == report.consolidated_at
    assert report.figures.count() == 20
    assert [answer.unit for answer in standing(reread(report)).correcting] == [cast.units["CA"].name]


@CONSOLIDATED
@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_returns_it(cast, who):
    with pytest.raises(PermissionDenied):
        correction.return_consolidated(factories.unit_report(cast), by=cast[who], reason=REASON)


@CONSOLIDATED
def test_returning_needs_a_reason(cast):
    with pytest.raises(NotPossible):
        correction.return_consolidated(factories.unit_report(cast), by=cast.coordinator, reason=" ")


@CONSOLIDATED
def test_it_is_refused_while_a_unit_is_still_correcting(cast, report):
    give_back(cast, report)
    with pytest.raises(NotPossible, match=cast.units["CA"].short_name):
        correction.refresh_figures(reread(report), by=cast.coordinator)


@CONSOLIDATED
def test_where_nothing_was_corrected_there_is_nothing_to_take_in(cast, report):
    with pytest.raises(NotPossible):
        correction.refresh_figures(report, by=cast.coordinator)


@CONSOLIDATED
def test_a_unit_that_is_waived_instead_is_silent_afterwards(cast, report):
    unit_reports.waive(give_back(cast, report), by=cast.coordinator, reason="Không phát sinh")
    taken = correction.refresh_figures(reread(report), by=cast.coordinator)
    assert (figure(taken).value, figure(taken).reported) == (None, 0)


@CONSOLIDATED
def test_adjustments_by_hand_stay_and_what_is_computed_follows(cast, report):
    override(cast, report)
    taken = correction.refresh_figures(correct(cast, reread(report), "60"), by=cast.coordinator)
    found = figure(taken)
    assert (found.value, found.computed_value, found.reason) == (77, 60, "Theo báo cáo tỉnh")


@CONSOLIDATED
def test_words_that_a_person_wrote_stay(cast, report):
    text = report.results + "\nMột câu của cán bộ tổng hợp."
    report = prose.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative={"results": text})
    taken = correction.refresh_figures(correct(cast, reread(report), "60"), by=cast.coordinator)
    assert "Một câu của cán bộ tổng hợp." in taken.results


@CONSOLIDATED
def test_it_is_not_sent_while_a_unit_corrects(cast, report):
    give_back(cast, report)
    with pytest.raises(NotPossible, match=cast.units["CA"].short_name):
        ward_reports.send_for_approval(reread(report), by=cast.coordinator)


@CONSOLIDATED
def test_returning_one_costs_eleven_statements_at_most(cast, statements):
    unit = factories.unit_report(cast)
    with statements() as counted:
        correction.return_consolidated(unit, by=cast.coordinator, reason=REASON)
    assert len(counted) <= 11, counted.sql


@CORRECTED
def test_once_it_is_accepted_again_the_figures_that_would_change_are_told(cast, report):
    changes = {change.key: change for change in standing(report).changes}
    measure = figure(report).indicator.measure
    assert (changes[9].old, changes[9].new) == (f"50 {measure}", f"60 {measure}")
    assert figure(report).value == 50
    assert 13 not in changes


@CORRECTED
def test_one_click_takes_the_new_figures_in(cast, report):
    taken = reread(correction.refresh_figures(report, by=cast.coordinator))
    assert (figure(taken).value, taken.state) == (60, "consolidating")
    assert factories.unit_report(cast).state == "consolidated"
    assert not standing(taken).outdated


@CORRECTED
def test_taking_in_stands_in_both_trails_with_old_and_new(cast, report):
    taken = correction.refresh_figures(report, by=cast.coordinator)
    assert newest(taken) == event_of(cast.coordinator, "refresh_figures", "consolidating", "consolidating")
    assert events(taken)[-1].changes["9.value"] == ["50", "60"]
    unit = factories.unit_report(cast)
    assert newest(unit) == event_of(cast.coordinator, "consolidate", "accepted", "consolidated")


@CORRECTED
@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_takes_them_in(cast, report, who):
    with pytest.raises(PermissionDenied):
        correction.refresh_figures(report, by=cast[who])


@CORRECTED
def test_a_taking_in_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        correction.refresh_figures(report, by=cast.coordinator)
    assert (figure(report).value, factories.unit_report(cast).state) == (50, "accepted")


@CORRECTED
def test_it_is_not_sent_before_the_new_figures_are_taken_in(cast, report):
    with pytest.raises(NotPossible):
        ward_reports.send_for_approval(report, by=cast.coordinator)


@CONSOLIDATED
def test_what_came_back_unchanged_is_taken_in_anew_before_it_is_sent(cast, report):
    hand_in(cast, give_back(cast, report))
    with pytest.raises(NotPossible):
        ward_reports.send_for_approval(reread(report), by=cast.coordinator)
    taken = correction.refresh_figures(reread(report), by=cast.coordinator)
    assert (figure(taken).value, factories.unit_report(cast).state) == (50, "consolidated")


@CONSOLIDATED
def test_what_came_back_unchanged_is_not_returned_behind_the_back_of_the_signer(cast, report):
    hand_in(cast, give_back(cast, report))
    taken = correction.refresh_figures(reread(report), by=cast.coordinator)
    ward_reports.send_for_approval(taken, by=cast.coordinator)
    with pytest.raises(NotPossible):
        unit_reports.return_for_revision(factories.unit_report(cast), by=cast.coordinator, reason=REASON)


@CORRECTED
def test_taking_in_costs_twenty_one_statements_at_most(cast, report, statements):
    with statements() as counted:
        correction.refresh_figures(report, by=cast.coordinator)
    assert len(counted) <= 21, counted.sql


def test_what_was_approved_so_far_is_void(cast):
    report = arrange.awaiting(cast)
    give_back(cast, report)
    again = reread(report)
    assert (again.state, again.content, again.steps.count()) == ("consolidating", "", 0)
    assert newest(again) == event_of(cast.coordinator, "call_back", "awaiting_approval", "consolidating", REASON)


def test_what_is_approved_is_corrected_no_more(cast):
    report = arrange.approved(cast)
    with pytest.raises(NotPossible) as refused:
        give_back(cast, report)
    assert tells(refused, cast.approver, "2026-11-06 09:00")
    assert factories.unit_report(cast).state == "consolidated"


def test_what_is_not_consolidated_is_returned_in_the_usual_way(cast):
    report = factories.accepted(cast)
    with pytest.raises(NotPossible):
        correction.return_consolidated(report, by=cast.coordinator, reason=REASON)
    assert reread(report).state == "accepted"


def test_before_it_is_consolidated_there_is_nothing_to_refresh(cast):
    with pytest.raises(NotPossible):
        correction.refresh_figures(arrange.ready(cast), by=cast.coordinator)
