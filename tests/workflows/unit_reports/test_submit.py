import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest, tells, undone
from tests.workflows.walks import walk
from workflows.unit_reports import actions as unit_reports


@pytest.fixture
def draft(cast, on_day):
    on_day("2026-11-03 09:00")
    return arrange.draft(cast)


def test_head_submits_the_report_of_their_unit(cast, draft):
    report = unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version)
    assert (report.state, report.submitted_by) == ("submitted", cast["CA:unit_head"])
    assert reread(report).submitted_at == instant("2026-11-03 09:00")


def test_submitting_again_clears_the_reason_of_the_return(cast):
    report = arrange.returned(cast, reason="Thiếu số liệu")
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert reread(report).reason == ""


@pytest.mark.parametrize("who", ["CA:drafter", "TTDVC:unit_head", "VHXH:coordinator", "BCĐ:approver", "MX:admin"])
def test_nobody_else_submits_it(cast, draft, who):
    with pytest.raises(PermissionDenied):
        unit_reports.submit(draft, by=cast[who], seen=draft.version)
    assert reread(draft).state == "draft"


def test_head_whose_office_has_ended_submits_no_more(cast, draft):
    arrange.leave(cast["CA:unit_head"], "unit_head")
    with pytest.raises(PermissionDenied):
        unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version)


def test_submitting_twice_tells_who_was_first(cast, draft, on_day):
    second = arrange.newcomer(cast, "ca-head-2", cast.units["CA"], "unit_head")
    unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version)
    on_day("2026-11-03 09:05")
    with pytest.raises(NotPossible) as refused:
        unit_reports.submit(draft, by=second, seen=draft.version)
    assert tells(refused, cast["CA:unit_head"], "2026-11-03 09:00")


def test_a_version_that_was_not_read_is_not_submitted(cast, draft):
    with pytest.raises(NotPossible, match=cast["CA:drafter"].name):
        unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version - 1)
    assert reread(draft).state == "draft"


def test_submitting_stands_in_the_trail(cast, draft):
    report = unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version)
    assert newest(report) == event_of(cast["CA:unit_head"], "submit", "draft", "submitted")


def test_reviewers_are_told_once_it_commits(cast, draft):
    unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version)
    assert mails("submitted") == [("review_reports", cast.ward.pk)]


def test_nobody_is_told_of_what_was_rolled_back(cast, draft):
    with undone():
        unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version)
    assert reread(draft).state == "draft"


def test_submitting_costs_ten_statements_at_most(cast, draft, statements):
    with statements() as counted:
        unit_reports.submit(draft, by=cast["CA:unit_head"], seen=draft.version)
    assert len(counted) <= 10, counted.sql


def test_no_call_of_it_climbs(cast, draft):
    head = cast["CA:unit_head"]
    walked = walk(lambda: unit_reports.submit(draft, by=head, seen=draft.version))
    assert walked.modules[0] == "workflows.unit_reports.actions"
    assert walked.climbs == {}
