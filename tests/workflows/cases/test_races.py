"""Races in real sessions: one wins, the others read who did, and nothing is done twice."""

from functools import partial

import pytest
from viewflow.workflow.models import Task

from approvals.clock import now
from approvals.models import Decision, Document, NumberSeries, OutboxMessage
from approvals.trail import chain as trail
from tests import factories
from tests.factories import reread, shown
from tests.races import race
from tests.workflows import arrange
from tests.workflows.corrections import correct
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events
from units.models import Person
from workflows.cases.discussion import actions as discussion
from workflows.cases.links import actions as links
from workflows.cases.reconciliation import reconcile
from workflows.models import CaseLink, ReportingPeriod, UnitReport, WardReport
from workflows.periods import actions as periods
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.retraction import actions as retraction
from workflows.signoff.steering import actions as steering
from workflows.submissions import actions as submissions
from workflows.submissions.co_drafting import actions as co_drafting
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def crowd(cast, count: int, unit: str, office: str) -> list[Person]:
    return [arrange.newcomer(cast, f"{office}-{number}", cast.units[unit], office) for number in range(count)]


def moved_once(report, action: str) -> Person:
    """Who did it: there is one event, one open task, and nothing to repair."""
    done = [event for event in events(reread(report)) if event.action == action]
    assert len(done) == 1
    assert Task.objects.filter(process=report.process_id, finished=None).count() <= 1
    assert reconcile() == 0
    return done[0].actor


def all_name(refusals, person) -> bool:
    return all(person.name in refused.message for refused in refusals)


def test_two_heads_submit_at_once(cast):
    report = arrange.draft(cast)
    heads = crowd(cast, 2, "CA", "unit_head")
    won, lost = race(*(lambda by=by: unit_reports.submit(report, by=by, seen=report.version) for by in heads))
    assert (len(won), len(lost)) == (1, 1)
    assert all_name(lost, moved_once(report, "submit"))
    assert OutboxMessage.objects.filter(payload__event="submitted").count() == 1


def test_one_accepts_while_another_returns(cast):
    report = factories.in_review(cast)
    first, second = crowd(cast, 2, "VHXH", "coordinator")
    won, lost = race(
        lambda: unit_reports.accept(report, by=first, seen=report.version),
        lambda: unit_reports.return_for_revision(report, by=second, reason="Thiếu số liệu"),
    )
    actual = [event.action for event in events(reread(report))]
    if len(won) == 2:  # accepted first: an accepted report may still be returned
        assert actual[-2:] == ["accept", "return_for_revision"]
    else:
        assert actual[-1] == "return_for_revision"
        assert all_name(lost, second)
    assert reread(report).state == "returned"
    assert Decision.objects.count() == len(won)


def test_eight_coordinators_take_at_once(cast):
    report = factories.submitted(cast)
    office = crowd(cast, 8, "VHXH", "coordinator")
    won, lost = race(*(lambda by=by: unit_reports.take(report, by=by) for by in office))
    winner = moved_once(report, "take")
    assert (len(won), len(lost), reread(report).reviewer) == (1, 7, winner)
    assert all_name(lost, winner)


def test_two_coordinators_consolidate_at_once(cast):
    report = arrange.ready(cast)
    office = crowd(cast, 2, "VHXH", "coordinator")
    won, lost = race(*(lambda by=by: ward_reports.consolidate(report, by=by) for by in office))
    assert (len(won), len(lost), report.figures.count()) == (1, 1, 20)
    assert all_name(lost, moved_once(report, "consolidate"))
    assert [event.action for event in events(factories.unit_report(cast))].count("consolidate") == 1


def test_two_coordinators_take_new_figures_in_at_once(cast):
    report = correct(cast, arrange.consolidated(cast), "60")
    office = crowd(cast, 2, "VHXH", "coordinator")
    won, lost = race(*(lambda by=by: correction.refresh_figures(report, by=by) for by in office))
    assert (len(won), len(lost), report.figures.count()) == (1, 1, 20)
    moved_once(report, "refresh_figures")
    assert [event.action for event in events(factories.unit_report(cast))].count("consolidate") == 2


def test_a_unit_report_is_returned_while_the_ward_report_is_approved(cast):
    report = arrange.awaiting(cast)
    unit, seen = factories.unit_report(cast), shown(report)
    won, lost = race(
        lambda: approval.approve(report, by=cast.approver, seen=seen),
        lambda: correction.return_consolidated(unit, by=cast.coordinator, reason="Đếm thiếu"),
    )
    assert (len(won), len(lost)) == (1, 1)
    states = reread(report).state, reread(unit).state
    assert states in [("approved", "consolidated"), ("consolidating", "returned")]
    assert reconcile() == 0


def test_two_checkers_approve_at_once(cast):
    office = crowd(cast, 2, "VP", "approver")
    check = routes.add_step(
        cast.monthly.route,
        by=cast.admin,
        title="Văn phòng thẩm định",
        unit=cast.units["VP"],
        office="approver",
        need="any",
        allowance=1,
    )
    routes.move_step(check, by=cast.admin, up=True)
    report = arrange.awaiting(cast)
    seen = shown(report)
    won, lost = race(*(lambda by=by: approval.approve(report, by=by, seen=seen) for by in office))
    assert (len(won), len(lost), report.steps.get(order=1).deciders.count()) == (1, 1, 1)
    assert all_name(lost, moved_once(report, "approve"))


def test_eight_clerks_issue_eight_reports_at_once(cast):
    reports = [arrange.approved(cast, f"2026-{month:02d}") for month in range(1, 9)]
    clerks = crowd(cast, 8, "VP", "clerk")
    acts = [
        lambda report=report, by=by: issuing.issue(report, by=by) for report, by in zip(reports, clerks, strict=True)
    ]
    won, lost = race(*acts)
    assert (len(won), lost) == (8, [])
    assert sorted(Document.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert NumberSeries.objects.get().last == 8


def test_four_workers_open_the_same_period(cast):
    won, lost = race(*[lambda: periods.open_period(cast.monthly, "2026-10")] * 4)
    assert (len({period.pk for period in won}), lost) == (1, [])
    assert (ReportingPeriod.objects.count(), WardReport.objects.count(), UnitReport.objects.count()) == (1, 1, 9)


def test_two_drafters_save_the_same_version(cast):
    report = factories.unit_report(cast)
    drafters = crowd(cast, 2, "CA", "drafter")

    def save(by: Person) -> UnitReport:
        content = arrange.CONTENT | {"narrative": {"results": f"Bản của {by.username}"}}
        return entries.save_draft(report, by=by, seen=report.version, **content)

    won, lost = race(*(lambda by=by: save(by) for by in drafters))
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], entries.StaleSave)
    winner = moved_once(report, "save_draft")
    assert all_name(lost, winner)
    assert (reread(report).results, reread(report).version) == (f"Bản của {winner.username}", 2)


def test_several_workers_open_the_version_that_replaces_a_refused_one_at_once(cast):
    report = arrange.refused(cast)
    won, lost = race(*[lambda: arrange.open_next_version(report)] * 4)
    assert (len(won), len(lost)) == (4, 0)
    assert [event.action for event in events(WardReport.objects.get(replaces=report))] == ["new_version"]
    assert reconcile() == 0


def test_a_waiver_is_taken_back_while_the_report_is_approved(cast):
    report = arrange.awaiting(cast)
    unit, seen = factories.unit_report(cast, "TTDVC"), shown(report)
    won, lost = race(
        lambda: correction.unwaive(unit, by=cast.coordinator, reason="Tỉnh yêu cầu"),
        lambda: approval.approve(report, by=cast.approver, seen=seen),
    )
    assert (len(won), len(lost)) == (1, 1)
    assert (reread(unit).state, reread(report).state) in {("draft", "consolidating"), ("waived", "approved")}
    assert reconcile() == 0


def test_two_take_a_waiver_back_at_once(cast):
    arrange.ready(cast)
    unit = factories.unit_report(cast, "TTDVC")
    colleagues = crowd(cast, 2, "VHXH", "coordinator")
    won, lost = race(*(lambda by=by: correction.unwaive(unit, by=by, reason="Tỉnh yêu cầu") for by in colleagues))
    assert (len(won), len(lost)) == (1, 1)
    assert all_name(lost, moved_once(unit, "unwaive"))


def asked_of_eight(cast) -> tuple[WardReport, list[Person]]:
    """A report whose first stage asks one of eight for an opinion."""
    people = crowd(cast, 8, "CA", "unit_head")
    shape = {"verb": "opinion", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 24, "beside": False}
    routes.add_step(cast.monthly.route, by=cast.admin, title="Ý kiến", unit=cast.units["CA"], **shape)
    return arrange.awaiting(cast), people


def stage_opened_once(report: WardReport) -> None:
    first, second = report.steps.order_by("order")
    assert first.decided_at is not None
    assert second.opened_at == first.decided_at
    assert OutboxMessage.objects.filter(payload__event="awaiting").count() == 1


def test_eight_answer_the_last_open_opinion_at_once(cast):
    report, people = asked_of_eight(cast)
    seen = shown(report)
    acts = [lambda by=by: opinions.opine(report, by=by, seen=seen, verdict="agree", text="") for by in people]
    won, lost = race(*acts)
    assert (len(won), len(lost)) == (1, 7)
    assert all_name(lost, moved_once(report, "opine"))
    stage_opened_once(report)


def test_the_stage_closes_once_in_each_of_twenty_five_races_of_eight(cast):
    people = crowd(cast, 8, "VP", "unit_head")
    documents.ask_for_opinions(cast, "VP", "KTHTDT")
    for number in range(25):
        written = documents.WRITTEN | {"abstract": str(number)}
        case = submissions.draft(documents.kind(cast), cast.units["CA"], by=cast["CA:drafter"], **written)
        case = reread(submissions.send_for_approval(reread(case), by=cast["CA:unit_head"]))
        seen = shown(case)
        agree = partial(opinions.opine, case, seen=seen, verdict="agree", text="")
        agree(by=cast["KTHTDT:unit_head"])
        acts = [partial(agree, by=by) for by in people]
        won, lost = race(*acts)
        last = case.steps.get(stage=1, unit=cast.units["VP"])
        assert (len(won), len(lost), last.deciders.count()) == (1, 7, 1), number
        assert case.steps.get(stage=2).opened_at == last.decided_at
        asked = OutboxMessage.objects.filter(payload__event="awaiting", payload__pk=case.pk)
        assert (asked.count(), [event.action for event in events(reread(case))].count("opine")) == (1, 2)


def test_an_opinion_comes_while_its_silence_is_recorded(cast, on_day):
    report, people = asked_of_eight(cast)
    seen = shown(report)
    report.steps.filter(order=1).update(due_at=now(), alarm_at=now())
    _won, lost = race(lambda: opinions.opine(report, by=people[0], seen=seen, verdict="agree", text=""), overdue.ring)
    first = report.steps.get(order=1)
    assert first.silent == bool(lost)
    assert first.deciders.count() == 1 - len(lost)
    stage_opened_once(report)


def test_one_takes_a_decision_back_while_the_next_decides(cast):
    route = cast.monthly.route
    step = {"title": "Văn phòng", "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8}
    routes.move_step(routes.add_step(route, by=cast.admin, **step), by=cast.admin, up=True)
    checker = arrange.newcomer(cast, "checker", cast.units["VP"], "approver")
    report = arrange.awaiting(cast)
    approval.approve(report, by=checker, seen=shown(report))
    given = Decision.objects.get(person=checker).pk
    won, lost = race(
        lambda: retraction.retract(reread(report), by=checker, decision=given, reason="Bấm nhầm"),
        lambda: approval.approve(reread(report), by=cast.approver, seen=shown(report)),
    )
    assert (len(won), len(lost)) == (1, 1)
    state = reread(report).state
    assert (state, Decision.objects.get(pk=given).retracted_at is None) in [
        ("approved", True),
        ("awaiting_approval", False),
    ]
    assert reconcile() == 0


def test_a_step_is_skipped_while_it_is_decided(cast):
    route = cast.monthly.route
    step = {"title": "Văn phòng", "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8}
    routes.move_step(routes.add_step(route, by=cast.admin, **step), by=cast.admin, up=True)
    checker = arrange.newcomer(cast, "checker", cast.units["VP"], "approver")
    report = arrange.awaiting(cast)
    seen, first = reread(report).trail_seq, report.steps.get(order=1).pk
    won, lost = race(
        lambda: steering.skip_step(reread(report), by=cast.admin, seen=seen, step=first, reason="Đi vắng"),
        lambda: approval.approve(reread(report), by=checker, seen=shown(report)),
    )
    assert (len(won), len(lost)) == (1, 1)
    assert len([event for event in events(reread(report)) if event.action in ("skip_step", "approve")]) == 1
    assert report.steps.get(order=2).opened_at
    assert reconcile() == 0


def test_what_two_write_beside_a_case_at_once_stands_in_one_chain(cast):
    report = factories.in_review(cast)
    acts = [
        lambda by=by: discussion.write(reread(report), by=by, text="Vì sao giảm?")
        for by in (cast.coordinator, cast["CA:drafter"])
    ]
    assert len(race(*acts)[0]) == 2
    assert [event.action for event in events(reread(report))][-2:] == ["discuss", "discuss"]
    assert trail.verify(trail.chains()).fault == ""


def test_of_two_who_save_a_document_at_once_the_later_is_told(cast):
    case = documents.draft(cast)
    co_drafting.name_co_drafters(case, by=cast["CA:drafter"], people=[cast["VHXH:drafter"]])
    acts = [
        lambda by=by: submissions.edit(reread(case), by=by, seen=0, body=by.name)
        for by in (cast["CA:drafter"], cast["VHXH:drafter"])
    ]
    won, lost = race(*acts)
    assert (len(won), len(lost)) == (1, 1)
    assert won[0].body in str(lost[0])
    assert reread(case).body == won[0].body


def test_two_who_link_two_documents_from_both_ends_at_once_link_them_once(cast):
    one, other = documents.draft(cast), documents.draft(cast)
    acts = [
        lambda case=case, to=to: links.link(case, by=cast["CA:drafter"], kind="submission", pk=to.pk)
        for case, to in ((one, other), (other, one))
    ]
    won, lost = race(*acts)
    assert (len(won), len(lost)) == (1, 1)
    assert CaseLink.objects.get() == won[0]
