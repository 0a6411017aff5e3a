import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, newest, tells, undone
from workflows.prose import actions as prose
from workflows.ward_reports import actions as ward_reports

TEXT = "Ban Chỉ đạo đã họp giao ban, kết quả đạt yêu cầu."


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    return arrange.consolidated(cast)


def edit(report, by, seen=None, **narrative):
    return prose.edit_narrative(report, by=by, seen=report.edits if seen is None else seen, narrative=narrative)


def test_coordinator_edits_one_part_and_the_others_stay(cast, report):
    saved = reread(edit(report, cast.coordinator, results=TEXT))
    assert (saved.results, saved.directions, saved.edits) == (TEXT, report.directions, 1)


def test_an_edit_that_changes_nothing_writes_nothing(cast, report):
    saved = edit(report, cast.coordinator, results=report.results)
    assert (saved.edits, len(events(saved))) == (0, len(events(report)))


@pytest.mark.parametrize("who", ["VHXH:unit_head", "CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_edits_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        edit(report, cast[who], results=TEXT)


def test_there_is_nothing_to_edit_before_consolidation(cast):
    report = arrange.ready(cast)
    with pytest.raises(NotPossible):
        edit(report, cast.coordinator, results=TEXT)
    assert reread(report).results == ""


def test_what_was_sent_for_approval_is_not_edited(cast, report):
    report = ward_reports.send_for_approval(report, by=cast.coordinator)
    with pytest.raises(NotPossible) as refused:
        edit(report, cast.coordinator, results=TEXT)
    assert tells(refused, cast.coordinator, "2026-11-06 09:00")


def test_an_edit_over_a_newer_one_tells_who_saved_that(cast, report):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    edit(report, colleague, results=TEXT)
    with pytest.raises(NotPossible) as refused:
        edit(report, cast.coordinator, seen=0, results="Bản cũ")
    assert tells(refused, colleague, "2026-11-06 09:00")
    assert reread(report).results == TEXT


def test_edit_stands_in_the_trail_old_and_new(cast, report):
    saved = edit(report, cast.coordinator, results=TEXT)
    assert newest(saved) == event_of(cast.coordinator, "edit_narrative")
    assert events(saved)[-1].changes == {"results": [report.results, TEXT]}


def test_who_edited_is_an_author(cast, report):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    edit(report, colleague, results=TEXT)
    assert colleague in report.authors.all()


def test_an_edit_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        edit(report, cast.coordinator, results=TEXT)
    assert reread(report).results == report.results


def test_editing_costs_fourteen_statements_at_most(cast, report, statements):
    with statements() as counted:
        edit(report, cast.coordinator, results=TEXT)
    assert len(counted) <= 14, counted.sql
