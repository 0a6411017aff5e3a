"""One rule, three uses: which rows (querysets), may this person (rules), who may (holders). The whole cast is asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from approvals.clock import now
from tests import factories
from tests.factories import reread, shown
from tests.workflows import arrange
from units import grants
from units.models import Membership, Person
from units.offices import actions as unit_actions
from workflows.cases import rules
from workflows.models import UnitReport, WardReport
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports

UNIT_ROWS = {"save_draft": "to_write", "submit": "to_submit", "take": "to_take", "accept": "to_accept"}
ON_FIGURES = {
    *("edit_narrative", "redraft", "look_again", "send_for_approval"),
    *("override_figure", "remove_override", "refresh_figures"),
}
AT_A_STEP = ["approve", "send_back", "return_to_step"]
STEERING = {"steer", "skip_step", "hand_over", "insert_step", "move_to_route"}
HOLDER_ROWS = {"consolidate": "to_consolidate", "issue": "to_issue"}


def people():
    return list(Person.objects.all())


def a_month(cast):
    """A unit report in each state but the last; the coordinator wrote at the one that is in review."""
    arrange.join(cast.coordinator, cast.units["MTTQ"], "drafter")
    report = factories.unit_report(cast, "MTTQ")
    content = arrange.CONTENT | {"narrative": {"results": "Cán bộ tổng hợp viết hộ"}}
    report = factories.explain(report, cast)
    report = entries.save_draft(report, by=cast.coordinator, seen=report.version, **content)
    unit_reports.take(unit_reports.submit(report, by=cast["MTTQ:unit_head"], seen=report.version), by=cast.coordinator)
    factories.submitted(cast, "TTDVC")
    factories.in_review(cast, "TCNS")
    factories.accepted(cast, "TDP")
    arrange.returned(cast, "CA")
    reports = UnitReport.objects.filter(unit__code__in=["MTTQ", "TTDVC", "TCNS", "TDP", "CA", "VP"])
    assert len(set(reports.values_list("state", flat=True))) == 5
    return list(reports.with_names())


MONTH = pytest.mark.starts_from.with_args(a_month)


@pytest.fixture
def month(start):
    return start


@MONTH
@pytest.mark.parametrize(("action", "rows"), UNIT_ROWS.items())
def test_rows_of_unit_reports_are_those_that_the_person_may_act_on(cast, month, action, rows):
    states = rules.states_of(action, UnitReport)
    for person in people():
        listed = set(getattr(UnitReport.objects, rows)(person).filter(pk__in=[report.pk for report in month]))
        allowed = {report for report in month if report.state in states and rules.may(person, action, report)}
        assert listed == allowed, person


@MONTH
@pytest.mark.parametrize("action", rules.RIGHTS[UnitReport])
def test_who_may_act_on_a_unit_report_are_its_holders_but_for_its_authors(cast, month, action):
    for report in month:
        right = rules.right_to(action, report)
        holders = set(grants.holders(right.codename, right.unit_id(report)))
        barred = set(report.authors.all()) if right.bars_authors else set()
        assert {person for person in people() if rules.may(person, action, report)} == holders - barred


@MONTH
@pytest.mark.parametrize("who", ["MX:admin", "MX:auditor"])
def test_neither_admin_nor_auditor_decides_on_a_unit_report(cast, month, who):
    assert not [report for report in month if rules.open_to(cast[who], report)]
    assert not [
        action for action in rules.RIGHTS[UnitReport] for report in month if rules.may(cast[who], action, report)
    ]


def decided_by_one(cast):
    """All of two deputies must approve: one has; one wrote it; one is an approver of another unit."""
    cast.monthly.route.steps.update(need="all")
    writer = arrange.newcomer(cast, "writer", cast.units["VHXH"], "coordinator")
    arrange.join(writer, cast.units["BCĐ"], "approver")
    deputy = arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver")
    arrange.newcomer(cast, "deputy-3", cast.units["BCĐ"], "approver")
    arrange.newcomer(cast, "vp-approver", cast.units["VP"], "approver")
    report = ward_reports.send_for_approval(arrange.consolidated(cast), by=writer)
    return reread(approval.approve(report, by=deputy, seen=shown(report)))


AWAITING = pytest.mark.starts_from.with_args(decided_by_one)


@pytest.fixture
def awaiting(start):
    return start


@AWAITING
@pytest.mark.parametrize("action", AT_A_STEP)
def test_rows_that_await_a_decision_who_may_decide_and_the_approvers_agree(cast, awaiting, action):
    may = {person for person in people() if rules.may(person, action, awaiting)}
    listed = {person for person in people() if awaiting in WardReport.objects.awaiting(person)}
    assert may == listed == set(rules.deciders(awaiting, "approve"))
    assert {person.username for person in may} == {cast.approver.username, "deputy-3"}


@AWAITING
def test_nothing_awaits_anybody_once_it_is_sent_back(cast, awaiting):
    approval.send_back(awaiting, by=cast.approver, seen=shown(awaiting), reason="Xem lại")
    assert not [person for person in people() if WardReport.objects.awaiting(person)]


@AWAITING
@pytest.mark.parametrize("who", ["MX:admin", "MX:auditor"])
def test_neither_admin_nor_auditor_decides_on_the_wards_report(cast, awaiting, who):
    assert not rules.open_to(cast[who], awaiting) - STEERING
    assert not [action for action in set(rules.RIGHTS[WardReport]) - STEERING if rules.may(cast[who], action, awaiting)]


@pytest.mark.parametrize(("action", "rows"), HOLDER_ROWS.items())
@pytest.mark.parametrize(
    "state",
    [
        pytest.param("consolidating", marks=pytest.mark.starts_from.with_args(arrange.ready)),
        pytest.param("approved", marks=pytest.mark.starts_from.with_args(arrange.approved)),
    ],
)
def test_rows_of_ward_reports_are_those_that_the_person_may_act_on(cast, start, action, rows, state):
    report = start
    assert report.state == state
    for person in people():
        listed = report in WardReport.objects.filter(getattr(WardReport.objects, rows)(person))
        possible = report.state in rules.states_of(action, WardReport)
        assert listed == (possible and rules.may(person, action, report)), person


@pytest.mark.starts_from.with_args(factories.ward_report)
@pytest.mark.parametrize(
    "action",
    sorted(
        set(rules.RIGHTS[WardReport])
        - {*AT_A_STEP, "opine", "examine", "return_examined", "retract", "sign", "pause", "resume", "reassign"}
    ),
)
def test_who_may_act_on_a_ward_report_are_the_holders_of_its_right(cast, start, action):
    holders = set(grants.holders(rules.RIGHTS[WardReport][action].codename, cast.ward.pk))
    assert {person for person in people() if rules.may(person, action, start)} == holders
    assert holders


def drawn(arrangement, who, expected):
    return pytest.param(
        who, expected, marks=pytest.mark.starts_from.with_args(arrangement), id=f"{arrangement.__name__}-{who}"
    )


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        drawn(factories.unit_report, "CA:drafter", {"answer", "finish_draft", "save_draft", "take_in_figures"}),
        drawn(factories.unit_report, "CA:unit_head", {"submit", "send_to_drafter"}),
        drawn(factories.unit_report, "VHXH:coordinator", {"waive", "save_on_behalf", "submit_on_behalf", "extend"}),
        drawn(factories.submitted, "CA:unit_head", {"withdraw"}),
        drawn(factories.submitted, "VHXH:coordinator", {"take", "comment", "extend"}),
        drawn(
            factories.in_review, "VHXH:coordinator", {"hand_back", "accept", "return_for_revision", "comment", "extend"}
        ),
        drawn(factories.in_review, "CA:unit_head", set()),
        drawn(
            factories.accepted, "VHXH:coordinator", {"return_for_revision", "comment", "extend", "refuse_restatement"}
        ),
        drawn(arrange.ready, "VHXH:coordinator", {"consolidate"}),
        drawn(arrange.consolidated, "VHXH:coordinator", ON_FIGURES | {"reopen"}),
        drawn(arrange.consolidated, "BCĐ:approver", set()),
        drawn(arrange.awaiting, "VHXH:coordinator", {"reopen", "refresh_figures", "change_signer"}),
        drawn(arrange.awaiting, "BCĐ:approver", {"approve", "send_back"}),
        drawn(arrange.approved, "VP:clerk", {"issue", "issue_on_paper", "return_before_issue"}),
        drawn(arrange.issued, "VP:clerk", {"dispatch"}),
        drawn(arrange.dispatched, "VP:clerk", {"record_receipt"}),
        drawn(arrange.dispatched, "BCĐ:approver", set()),
    ],
)
def test_a_page_draws_these_buttons(cast, start, who, expected):
    assert rules.open_to(cast[who], start) == expected


def test_buttons_cost_the_same_however_long_the_history(cast, statements):
    fresh, old = factories.submitted(cast, "VP"), factories.submitted(cast)
    for _round in range(3):
        drafted = unit_reports.withdraw(old, by=cast["CA:unit_head"])
        old = reread(unit_reports.submit(drafted, by=cast["CA:unit_head"], seen=old.version))
    with statements() as of_fresh:
        rules.open_to(cast.coordinator, fresh)
    with statements() as of_old:
        rules.open_to(cast.coordinator, old)
    assert len(of_old) == len(of_fresh) <= 2


SUBMITTED = pytest.mark.starts_from.with_args(factories.submitted)


@SUBMITTED
def test_a_right_ends_with_the_membership_at_the_next_call(cast, start):
    report = start
    assert rules.may(cast.coordinator, "take", report)
    unit_actions.end_membership(Membership.objects.get(person=cast.coordinator, office="coordinator"), by=None)
    assert not rules.may(cast.coordinator, "take", report)
    assert not UnitReport.objects.to_take(cast.coordinator).exists()
    assert cast.coordinator not in grants.holders("review_reports", cast.ward.pk)
    with pytest.raises(PermissionDenied):
        unit_reports.take(report, by=cast.coordinator)


@SUBMITTED
def test_a_right_begins_with_the_membership_and_not_before(cast, start):
    report = start
    person = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    Membership.objects.filter(person=person).update(starts_at=now() + timedelta(days=1))
    assert not rules.may(person, "take", report)
    assert not UnitReport.objects.to_take(person).exists()


@SUBMITTED
def test_whose_account_is_closed_has_no_right_left(cast, start):
    report = start
    cast.coordinator.is_active = False
    cast.coordinator.save(update_fields=["is_active"])
    assert not rules.may(cast.coordinator, "take", report)
    assert not UnitReport.objects.to_take(cast.coordinator).exists()
    assert cast.coordinator not in grants.holders("review_reports", cast.ward.pk)


def seen_by(person):
    return set(UnitReport.objects.visible_to(person).values_list("unit__code", flat=True))


OPENED = pytest.mark.starts_from.with_args(factories.open_month)


@OPENED
@pytest.mark.parametrize("who", ["CA:drafter", "CA:unit_head"])
def test_a_unit_sees_its_own_report_alone(cast, who):
    assert seen_by(cast[who]) == {"CA"}


@OPENED
@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "VP:clerk", "MX:auditor", "MX:admin"])
def test_the_wards_offices_see_every_report_of_the_ward(cast, who):
    assert len(seen_by(cast[who])) == 9


def test_units_see_the_wards_report_once_it_is_issued(cast):
    report = arrange.approved(cast)
    assert report not in WardReport.objects.visible_to(cast["CA:drafter"])
    issuing.issue(report, by=cast.clerk)
    assert report in WardReport.objects.visible_to(cast["CA:drafter"])
