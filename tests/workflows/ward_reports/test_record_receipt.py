import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Decision, Dispatch
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, mails, newest, tells, undone
from workflows.models import WardReport
from workflows.ward_reports.province import actions as province

REASON = "Thiếu biểu số 2"


TODAY = "2026-11-09 09:00"
pytestmark = pytest.mark.starts_from(arrange.dispatched, on=TODAY)


@pytest.fixture
def report(start, on_day):
    on_day(TODAY)
    return start


def receive(report, by):
    return province.record_receipt(report, by=by, received=True, reference="15/TN", reason="")


def refuse(report, by, reason=REASON):
    return province.record_receipt(report, by=by, received=False, reference="16/TB", reason=reason)


def test_clerk_notes_that_the_province_received_it(cast, report):
    assert receive(report, cast.clerk).state == "received"
    answered = Dispatch.objects.get()
    assert (answered.answer, answered.answer_reference) == ("received", "15/TN")
    assert answered.answered_at == instant("2026-11-09 09:00")


def test_a_refusal_keeps_its_reason(cast, report):
    refused = reread(refuse(report, cast.clerk))
    assert (refused.state, refused.reason) == ("refused", REASON)
    assert (Dispatch.objects.get().answer, Dispatch.objects.get().answer_reason) == ("refused", REASON)
    assert Decision.objects.get(verdict="refuse").reason == REASON


def test_a_refusal_opens_a_new_version_with_the_words_of_the_old(cast, report):
    refuse(report, cast.clerk)
    arrange.open_next_version(report)
    version = WardReport.objects.get(replaces=report)
    assert (version.state, version.version, version.results) == ("consolidating", 2, report.results)
    assert (version.consolidated_at, version.reason) == (None, REASON)
    assert newest(version) == event_of(cast.clerk, "new_version", "", "consolidating")


def test_unit_reports_are_open_to_review_again_after_a_refusal(cast, report):
    refuse(report, cast.clerk)
    assert factories.unit_report(cast).state == "consolidated"
    arrange.open_next_version(report)
    assert factories.unit_report(cast).state == "accepted"


def test_figures_of_the_refused_version_stay(cast, report):
    refuse(report, cast.clerk)
    assert report.figures.count() == 20


def test_a_refusal_needs_a_reason(cast, report):
    with pytest.raises(NotPossible):
        refuse(report, cast.clerk, reason="")
    assert reread(report).state == "dispatched"


@pytest.mark.parametrize("answer", [receive, refuse])
@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "MX:admin"])
def test_nobody_else_notes_the_answer(cast, report, who, answer):
    with pytest.raises(PermissionDenied):
        answer(report, cast[who])


@pytest.mark.parametrize("answer", [receive, refuse])
def test_an_answer_is_noted_once(cast, report, answer):
    receive(report, cast.clerk)
    with pytest.raises(NotPossible) as refused:
        answer(report, cast.clerk)
    assert tells(refused, cast.clerk, "2026-11-09 09:00")
    assert Dispatch.objects.get().answer == "received"


def test_both_answers_stand_in_the_trail(cast, report):
    assert newest(receive(report, cast.clerk)) == event_of(cast.clerk, "record_receipt", "dispatched", "received")


def test_a_refusal_stands_in_the_trail_of_both_versions(cast, report):
    refused = refuse(report, cast.clerk)
    assert newest(refused) == event_of(cast.clerk, "record_refusal", "dispatched", "refused", REASON)
    arrange.open_next_version(report)
    assert [event.action for event in events(WardReport.objects.get(replaces=report))] == ["new_version"]


def test_coordinators_are_told_of_a_refusal_once_it_commits(cast, report):
    refuse(report, cast.clerk)
    assert mails("refused") == [("review_reports", cast.ward.pk)]


def test_a_refusal_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        refuse(report, cast.clerk)
    assert (WardReport.objects.count(), Dispatch.objects.get().answer) == (1, "")


def test_receipt_costs_fourteen_statements_at_most(cast, report, statements):
    with statements() as counted:
        receive(report, cast.clerk)
    assert len(counted) <= 14, counted.sql


def test_a_refusal_costs_fourteen_statements_at_most(cast, report, statements):
    with statements() as counted:
        refuse(report, cast.clerk)
    assert len(counted) <= 14, counted.sql
