import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Decision
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, tells, undone
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries


@pytest.fixture
def in_review(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.in_review(cast)


def test_coordinator_accepts_the_version_they_read(cast, in_review):
    report = unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)
    assert report.state == "accepted"
    assert reread(report).accepted_at == instant("2026-11-03 09:00")


def test_decision_names_what_was_seen(cast, in_review):
    unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)
    decision = Decision.objects.get(subject_kind="unitreport", subject_id=in_review.pk)
    assert (decision.verdict, decision.person, decision.seen) == ("accept", cast.coordinator, str(in_review.version))
    assert decision.scope == in_review.unit_id


@pytest.mark.parametrize("who", ["CA:unit_head", "CA:drafter", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_accepts_it(cast, in_review, who):
    with pytest.raises(PermissionDenied):
        unit_reports.accept(in_review, by=cast[who], seen=in_review.version)


def test_coordinator_who_drafted_the_report_cannot_accept_it(cast):
    arrange.join(cast.coordinator, cast.units["CA"], "drafter")
    report = factories.unit_report(cast)
    text = {"narrative": {"results": "Cán bộ tổng hợp viết hộ"}, "indicators": {}, "assignments": {}}
    report = factories.explain(report, cast)
    report = entries.save_draft(report, by=cast.coordinator, seen=report.version, **text)
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    report = unit_reports.take(report, by=cast.coordinator)
    with pytest.raises(PermissionDenied):
        unit_reports.accept(report, by=cast.coordinator, seen=report.version)


def test_coordinator_who_submitted_the_report_cannot_accept_it_but_a_colleague_can(cast):
    arrange.join(cast.coordinator, cast.units["CA"], "unit_head")
    report = arrange.draft(cast)
    report = unit_reports.submit(report, by=cast.coordinator, seen=report.version)
    report = unit_reports.take(report, by=cast.coordinator)
    with pytest.raises(PermissionDenied):
        unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    assert unit_reports.accept(report, by=colleague, seen=report.version).state == "accepted"


def test_coordinator_whose_office_has_ended_accepts_no_more(cast, in_review):
    arrange.leave(cast.coordinator, "coordinator")
    with pytest.raises(PermissionDenied):
        unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)


def test_who_comes_second_reads_who_accepted_it(cast, in_review):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    unit_reports.accept(in_review, by=colleague, seen=in_review.version)
    with pytest.raises(NotPossible) as refused:
        unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)
    assert tells(refused, colleague, "2026-11-03 09:00")


def test_a_version_that_was_not_read_is_not_accepted(cast, in_review):
    with pytest.raises(NotPossible, match=cast["CA:drafter"].name):
        unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version - 1)
    assert not Decision.objects.exists()


def test_accepting_stands_in_the_trail(cast, in_review):
    report = unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)
    assert newest(report) == event_of(cast.coordinator, "accept", "in_review", "accepted")


def test_an_acceptance_that_was_rolled_back_leaves_nothing(cast, in_review):
    with undone():
        unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)
    assert (reread(in_review).state, Decision.objects.count()) == ("in_review", 0)


def test_accepting_costs_ten_statements_at_most(cast, in_review, statements):
    with statements() as counted:
        unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)
    assert len(counted) <= 10, counted.sql
