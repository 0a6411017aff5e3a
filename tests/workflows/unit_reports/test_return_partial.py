"""A return of some entries: they alone open again, the others stay accepted and locked."""

from decimal import Decimal

import pytest

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import mails, newest, operations, undone
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.review.rows import events_to_show, rounds_of

REASON = "Xem lại các mục này"


def returned(cast, **parts):
    """The police's report, back with them: indicator 8 is open again, and what else `parts` names."""
    report = factories.in_review(cast)
    parts = {"8": "tử số chưa khớp"} | parts
    return reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON, parts=parts))


def entry(report, number):
    return report.indicator_entries.get(indicator__number=number)


def save(cast, report, **content):
    return entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **(arrange.CONTENT | content))


def halves(report, number=8):
    return {entry(report, number).pk: {"numerator": Decimal(1), "denominator": Decimal(2)}}


def test_the_row_keeps_which_parts_are_open_with_their_words(cast):
    report = returned(cast, results=" ")
    assert (report.state, report.reason) == ("returned", REASON)
    assert report.reopened == {"8": "tử số chưa khớp", "results": ""}


def test_the_trail_tells_the_parts_and_their_words(cast):
    report = returned(cast, T4="")
    assert newest(report)["reason"] == REASON
    changes = TrailEvent.objects.get(action="return_for_revision").changes
    assert changes == {"8.reopened": [None, "tử số chưa khớp"], "T4.reopened": [None, True]}


def test_an_open_entry_can_be_corrected(cast):
    report = returned(cast)
    save(cast, report, indicators=halves(report))
    assert entry(report, 8).value == 50


def test_a_locked_entry_cannot_and_nothing_of_the_save_is_kept(cast):
    report = returned(cast)
    both = halves(report) | {entry(report, 9).pk: {"value": Decimal(7)}}
    with pytest.raises(NotPossible, match="Chỉ tiêu 9"):
        save(cast, report, indicators=both)
    assert (entry(report, 9).value, entry(report, 8).numerator, reread(report).version) == (50, 50, report.version)


@pytest.mark.parametrize("part", ["results", "directions"])
def test_texts_are_locked_alike(cast, part):
    report = returned(cast)
    with pytest.raises(NotPossible):
        save(cast, report, narrative={part: "Viết lại"})


def test_an_assignment_is_locked_alike(cast):
    report = returned(cast)
    locked = report.assignment_entries.first()
    with pytest.raises(NotPossible, match=f"Nhiệm vụ {locked.assignment.number}"):
        save(cast, report, assignments={locked.pk: {"status": "done"}})


def test_a_locked_entry_saved_as_it_is_disturbs_nobody(cast):
    report = returned(cast)
    save(cast, report, indicators=halves(report) | {entry(report, 9).pk: {"value": Decimal(50)}})
    assert entry(report, 8).value == 50


def test_withdrawing_unlocks_nothing(cast):
    report = returned(cast)
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    report = reread(unit_reports.withdraw(report, by=cast["CA:unit_head"]))
    with pytest.raises(NotPossible):
        save(cast, report, narrative={"results": "Viết lại"})


def test_a_return_of_the_whole_unlocks_all(cast):
    report = unit_reports.submit(returned(cast), by=cast["CA:unit_head"], seen=2)
    report = unit_reports.take(report, by=cast.coordinator)
    report = reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason="Làm lại cả báo cáo"))
    assert save(cast, report, narrative={"results": "Viết lại"}).results == "Viết lại"


@pytest.mark.parametrize("part", ["999", "T999", "x", ""])
def test_what_the_report_does_not_hold_cannot_be_returned(cast, part):
    report = factories.in_review(cast)
    with pytest.raises(NotPossible):
        unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON, parts={part: ""})
    assert reread(report).state == "in_review"


def test_the_row_remembers_what_fields_were_at_the_return(cast):
    report = returned(cast)
    report = save(cast, report, indicators=halves(report))
    assert report.was == {"8.numerator": "50", "8.denominator": "100"}
    report = save(cast, report, indicators={entry(report, 8).pk: {"numerator": Decimal(3), "denominator": Decimal(4)}})
    assert report.was == {"8.value": "50", "8.numerator": "50", "8.denominator": "100"}


def test_what_is_changed_back_has_not_changed(cast):
    report = returned(cast)
    report = save(cast, report, indicators=halves(report))
    back = {entry(report, 8).pk: {"numerator": Decimal(50), "denominator": Decimal(100)}}
    assert save(cast, report, indicators=back).was == {}


def test_before_the_first_return_nothing_is_remembered(cast):
    assert arrange.draft(cast).was == {}


def test_each_return_begins_anew(cast):
    report = save(cast, returned(cast), narrative={})
    report = save(cast, report, indicators=halves(report))
    report = unit_reports.take(
        unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version), by=cast.coordinator
    )
    report = reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason="Lần hai", parts={"9": ""}))
    assert (report.was, report.reopened) == ({}, {"9": ""})


def test_every_round_stays_in_the_history_with_its_parts(cast):
    report = unit_reports.take(
        unit_reports.submit(returned(cast), by=cast["CA:unit_head"], seen=2), by=cast.coordinator
    )
    report = reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason="Lần hai"))
    second, first = rounds_of(events_to_show(report))
    assert (second.number, second.event.reason, second.parts) == (2, "Lần hai", [])
    assert (first.number, first.event.reason, first.parts) == (1, REASON, [("Chỉ tiêu 8", "tử số chưa khớp")])


def test_a_round_long_ago_is_still_told(cast, monkeypatch):
    monkeypatch.setattr("workflows.unit_reports.review.rows.EVENTS_SHOWN", 1)
    report = reread(unit_reports.submit(returned(cast), by=cast["CA:unit_head"], seen=2))
    assert [event.action for event in events_to_show(report)] == ["submit", "return_for_revision"]


def test_the_drafters_are_told_and_nobody_of_what_was_rolled_back(cast):
    report = factories.in_review(cast)
    with undone():
        unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON, parts={"8": ""})
    assert reread(report).reopened == {}
    unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON, parts={"8": ""})
    assert mails("returned") == [("write_reports", report.unit_id)]


def test_a_partial_return_costs_fourteen_statements_at_most(cast, statements):
    report = factories.in_review(cast)
    with statements() as counted:
        unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON, parts={"8": "", "9": ""})
    assert len(counted) <= 14, counted.sql


def test_a_return_of_the_whole_is_as_cheap_as_before(cast, statements):
    report = factories.in_review(cast)
    with statements() as counted:
        unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON)
    assert len(operations(counted)) == 9, counted.sql
