"""What every move keeps, whatever the action: it is recorded once and where the case still stands, and says who was
first.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from approvals.errors import AlreadyDone, NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events, newest, tells
from workflows.cases import moves
from workflows.flows import row_held
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports

WHEN = "2026-11-04 09:00"


@pytest.fixture
def submitted(cast, on_day):
    on_day(WHEN)
    return factories.submitted(cast)


def take(report, by, *, gone_to="", times=1, **told):
    """The action of that name, written out; the row may have `gone_to` another state meanwhile."""
    with moves.moving(report, "take", by=by) as row:
        row.take()
        if gone_to:
            UnitReport.objects.filter(pk=row.pk).update(state=gone_to)
        for _time in range(times):
            moves.record(row, **told)


def test_a_move_that_is_not_recorded_is_an_error_and_leaves_nothing(cast, submitted):
    with pytest.raises(RuntimeError, match="take was not recorded"):
        take(submitted, cast.coordinator, times=0)
    assert reread(submitted).state == "submitted"


def test_a_move_is_recorded_once(cast, submitted):
    with pytest.raises(RuntimeError, match="and once"):
        take(submitted, cast.coordinator, times=2)
    assert newest(reread(submitted))["action"] == "submit"


def test_a_move_tells_its_reason_and_its_changes(cast, submitted):
    take(submitted, cast.coordinator, reason="Gấp", changes={"phone": [None, "0911"]})
    event = events(reread(submitted))[-1]
    assert (event.reason, event.changes, event.scope) == ("Gấp", {"phone": [None, "0911"]}, submitted.unit_id)


def test_where_the_row_has_left_its_state_meanwhile_nothing_is_recorded(cast, submitted):
    with pytest.raises(NotPossible) as refused:
        take(submitted, cast.coordinator, gone_to="draft")
    assert tells(refused, cast["CA:unit_head"], WHEN)
    assert newest(reread(submitted))["action"] == "submit"


def test_after_a_move_and_after_a_note_nothing_is_left_to_save(cast, submitted):
    with moves.moving(submitted, "take", by=cast.coordinator) as row:
        row.take()
        moves.record(row)
        assert row.assigned() == {}
        moves.note(row, "repair", by=None, reason="Lệch", changes={"phone": [None, "0911"]}, state=row.state)
        assert row.assigned() == {}
    event = events(reread(submitted))[-1]
    assert (event.source, event.target, event.reason) == ("in_review", "in_review", "Lệch")
    assert event.changes == {"phone": [None, "0911"]}


def noted(report, action, by):
    """Something that belongs to the state in which the report stands."""
    with transaction.atomic(), row_held():
        row = moves.locked_row(report)
        row.follow_assignments()
        moves.note(row, action, by=by, state=row.state)


def test_whoever_did_it_themselves_since_the_case_came_reads_so_whoever_did_it_after_them(cast, submitted):
    report = unit_reports.take(submitted, by=cast.coordinator)
    noted(report, "sign", cast.coordinator)
    noted(report, "sign", cast.approver)
    assert isinstance(moves.refusal(report, "sign", by=cast.coordinator), AlreadyDone)
    assert cast.approver.name in moves.refusal(report, "sign", by=cast.clerk).message
    assert not isinstance(moves.refusal(report, "opine", by=cast.coordinator), AlreadyDone)


def test_what_somebody_did_before_the_case_came_into_its_state_is_past(cast, submitted):
    noted(submitted, "sign", cast.coordinator)
    report = unit_reports.take(submitted, by=cast.coordinator)
    assert type(moves.refusal(report, "sign", by=cast.coordinator)) is NotPossible
    assert isinstance(moves.refusal(report, "take", by=cast.coordinator), AlreadyDone)


def test_a_case_that_nobody_has_moved_tells_its_state_alone(cast):
    report = factories.unit_report(cast)
    assert moves.last_move(report) is None
    assert report.get_state_display() in moves.already_handled(report)
    assert report.get_state_display() in moves.refusal(report, "take", by=cast.coordinator).message


def test_what_stands_beside_the_states_has_not_moved_it(cast, submitted):
    with transaction.atomic(), row_held():
        moves.note(moves.locked_beside(submitted, by=cast.coordinator), "discuss", by=cast.coordinator)
    assert moves.last_move(submitted).action == "submit"


def test_the_system_is_named_where_it_moved_it(cast, submitted):
    noted(submitted, "repair", None)
    words = moves.already_handled(submitted)
    assert "Hệ thống" in words
    assert submitted.get_state_display() in words


def test_the_trail_of_a_case_is_its_own(cast, submitted):
    report = factories.ward_report(cast)
    assert {(each.subject_kind, each.subject_id) for each in moves.events_of(submitted)} == {
        ("unitreport", submitted.pk)
    }
    assert {each.subject_kind for each in moves.events_of(report)} == {"wardreport"}


def test_beside_a_case_writes_who_may_read_it_in_whatever_state(cast, submitted):
    with transaction.atomic(), row_held():
        row = moves.locked_beside(submitted, by=cast["CA:drafter"])
        assert (row.state, row.assigned()) == ("submitted", {})
        with pytest.raises(PermissionDenied):
            moves.locked_beside(submitted, by=cast["VP:drafter"])


def test_the_names_that_came_with_a_case_stay_with_its_locked_row(cast, submitted, statements):
    with transaction.atomic(), row_held():
        row = moves.locked(submitted, "take", by=cast.coordinator)
        with statements() as counted:
            assert (row.unit, row.ward, row.period) == (submitted.unit, submitted.ward, submitted.period)
    assert len(counted) == 0


def test_whoever_may_not_reads_nothing_of_the_state(cast, submitted):
    draft = arrange.draft(cast, "VP")
    for report in (submitted, draft):
        with pytest.raises(PermissionDenied):
            moves.refuse_unless_open(report, "take", by=cast.auditor)
