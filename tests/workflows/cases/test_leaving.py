"""Whoever leaves an office leaves nothing silently: the page says what waits and asks who takes it."""

import pytest
from django.urls import reverse

from approvals.models import Incident, OutboxMessage, TrailEvent
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import mails
from units import grants
from units.models import Membership
from units.offices import actions as offices
from units.offices.leaving import left_by
from units.people import actions as people
from units.tree import actions as tree
from workflows import tasks
from workflows.cases import rules
from workflows.models import CaseStep, UnitReport
from workflows.unit_reports import actions as unit_reports

TODAY = "2026-11-07 09:00"
FIRST, LAST = instant("2026-11-07 00:00"), instant("2026-11-21 00:00")


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


def opened():
    return list(Incident.objects.filter(state="open", message__topic="stranded").values_list("what", flat=True))


def page(client, cast, name, pk):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    return client.get(reverse(name, args=[pk])).content.decode()


def send(client, cast, name, pk, **typed):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    return client.post(reverse(name, args=[pk]), typed)


def test_what_is_done_while_the_page_asks_is_left_out(cast):
    report = arrange.draft(cast)

    def submitted_meanwhile():
        unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)

    assert left_by(submitted_meanwhile, [cast.ward.pk]) == []


CASES = [
    (arrange.draft, "CA:drafter", "soạn được"),
    (arrange.draft, "CA:unit_head", "nộp được"),
    (factories.submitted, "VHXH:coordinator", "thẩm định được"),
    (factories.in_review, "VHXH:coordinator", "tiếp nhận được"),
    (arrange.consolidated, "VHXH:coordinator", "tổng hợp được"),
    (arrange.awaiting, "BCĐ:approver", "không có ai xử lý ở bước"),
    (arrange.approved, "VP:clerk", "ban hành hoặc gửi được"),
]


@pytest.mark.parametrize(("arranged", "who", "words"), CASES)
def test_the_page_says_what_waits_before_somebody_is_made_inactive_and_tells_of_it_at_that_moment(
    client, cast, arranged, who, words
):
    report = arranged(cast)
    assert opened() == []
    html = page(client, cast, "person_deactivate", cast[who].pk)
    assert (str(report) in html, "Không ai" in html) == (True, True)
    assert opened() == []
    assert send(client, cast, "person_deactivate", cast[who].pk).status_code == 302
    (what,) = [what for what in opened() if str(report) in what]
    assert words in what
    assert ("administer", cast.ward.pk) in mails("stranded")


def test_to_ask_what_would_wait_changes_nothing(client, cast):
    arrange.awaiting(cast)
    before = TrailEvent.objects.count(), OutboxMessage.objects.count()
    page(client, cast, "person_deactivate", cast.approver.pk)
    assert (TrailEvent.objects.count(), OutboxMessage.objects.count()) == before
    assert Membership.objects.get(person=cast.approver).ends_at is None


def test_whoever_takes_the_office_over_goes_on_at_once(client, cast):
    report = factories.fill(arrange.draft(cast), cast)
    held = Membership.objects.get(person=cast["CA:unit_head"])
    successor = cast["VP:drafter"]
    chosen = {f"successor-{held.pk}": successor.pk}
    assert send(client, cast, "membership_end", held.pk, **chosen).status_code == 302
    assert opened() == []
    factories.explain(report, cast)
    assert unit_reports.submit(reread(report), by=successor, seen=reread(report).version).state == "submitted"


def test_a_successor_who_cannot_be_is_told_beside_the_choice_and_nothing_ends(client, cast):
    held = Membership.objects.get(person=cast["VHXH:coordinator"])
    answer = send(client, cast, "membership_end", held.pk, **{f"successor-{held.pk}": cast.admin.pk})
    assert (answer.status_code, "quản trị" in answer.content.decode()) == (409, True)
    assert Membership.objects.get(pk=held.pk).ends_at is None


def test_the_last_administrator_leaves_once_somebody_takes_over(client, cast):
    held = Membership.objects.get(person=cast.admin)
    chosen = {f"successor-{held.pk}": cast.auditor.pk}
    assert send(client, cast, "membership_end", held.pk).status_code == 409
    assert send(client, cast, "membership_end", held.pk, **chosen).status_code == 302


def test_the_page_says_who_else_can_do_it(client, cast):
    factories.submitted(cast)
    colleague = arrange.newcomer(cast, "coordinator-2", cast.units["VHXH"], "coordinator")
    html = page(client, cast, "person_deactivate", cast.coordinator.pk)
    assert f"{colleague}" in html
    people.deactivate_person(cast.coordinator, by=cast.admin)
    assert opened() == []


def test_a_unit_is_retired_knowingly(client, cast):
    report = factories.unit_report(cast, "TDP")
    unit = tree.add_unit(cast.ward, by=cast.admin, code="TRAM", name="Trạm Y tế", short_name="Trạm Y tế")
    author = arrange.drafter_of(unit)
    arrange.join(author, unit, "unit_head")
    UnitReport.objects.filter(pk=report.pk).update(unit=unit)
    report = reread(report)
    assert str(report) in page(client, cast, "unit_retire", unit.pk)
    send(client, cast, "unit_retire", unit.pk)
    assert any(str(report) in what for what in opened())


def test_the_end_of_a_delegation_is_told_likewise(client, cast):
    report = arrange.awaiting(cast)
    source = arrange.head_of_the_board(cast).memberships.get()
    under = {"authority": "delegated", "title": "Chánh Văn phòng", "document": "05/QĐ-BCĐ"}
    given = offices.delegate(source, by=cast.admin, to=cast["VP:unit_head"], starts_at=FIRST, ends_at=LAST, **under)
    CaseStep.objects.of(report).update(unit=cast.ward, signatory=cast["VP:unit_head"])
    assert str(report) in page(client, cast, "membership_end", given.membership_id)
    send(client, cast, "membership_end", given.membership_id)
    assert len(opened()) == 1


def test_a_step_that_needs_more_than_are_left_waits_for_nobody(cast):
    cast.monthly.route.steps.update(need="some", quorum=2)
    second = arrange.newcomer(cast, "approver-2", cast.units["BCĐ"], "approver")
    arrange.entitle(second, authority="deputy", title="Phó Trưởng Ban", acts_for="Trưởng Ban")
    report = arrange.awaiting(cast)
    assert opened() == []
    people.deactivate_person(second, by=cast.admin)
    assert [str(report) in what for what in opened()] == [True]


@pytest.mark.parametrize("who", ["MX:admin", "VHXH:coordinator"])
def test_the_desk_of_who_administers_and_who_coordinates_says_it(client, cast, who):
    report = arrange.draft(cast)
    people.deactivate_person(cast["CA:unit_head"], by=cast.admin)
    client.force_login(cast[who])
    html = client.get("/").content.decode()
    assert (str(report) in html, "ông có ai: xem trang Sự cố" in html or "Không ai nộp được" in html) == (True, True)


def test_a_term_that_runs_out_is_told_within_a_minute(cast, on_day):
    report = arrange.draft(cast)
    Membership.objects.filter(person=cast["CA:unit_head"]).update(ends_at=instant("2026-11-08 00:00"))
    on_day("2026-11-08 00:01")
    tasks.let_go()
    assert [str(report) in what for what in opened()] == [True]


def test_who_may_is_answered_alike_by_rows_and_by_rule(cast):
    """`doers` is the third answer beside the rule for one person."""
    for report in (arrange.draft(cast), factories.in_review(cast, "VP")):
        held = grants.holders_by_right(cast.ward.pk)
        for action in rules.RIGHTS[UnitReport]:
            if rules.right_to(action, report).codename:
                allowed = {person.pk for person in cast.people.values() if rules.may(person, action, report)}
                assert rules.doers(action, report, held) == allowed
