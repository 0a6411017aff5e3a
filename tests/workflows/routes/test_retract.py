"""Taking back a decision: by who made it, until those whom it handed the case to have opened it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision, OutboxMessage
from tests.factories import reread, shown
from tests.remembered import remembered
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events, undone
from workflows.cases import mails
from workflows.cases.discussion import actions as discussion
from workflows.cases.links import actions as links
from workflows.models import StepDecider
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, overdue, pausing
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.signoff.retraction import actions as retraction
from workflows.submissions import actions as submissions
from workflows.submissions.co_drafting import actions as co_drafting

WHY = "Bấm nhầm"
MOST = 14


@remembered
def checked_first(cast):
    """The office checks what is submitted, then the board's deputy signs it."""
    route = documents.kind(cast).route
    shape = {"title": "Văn phòng", "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8}
    check = routes.add_step(route, by=cast.admin, **shape)
    routes.move_step(check, by=cast.admin, up=True)
    return arrange.newcomer(cast, "checker", cast.units["VP"], "approver")


@pytest.fixture
def two_steps(cast, on_day):
    on_day("2026-11-06 09:00")
    return checked_first(cast)


@pytest.fixture
def case(cast, two_steps):
    return documents.awaiting(cast)


def columns(case):
    """All that a step's row says, but for who it is."""
    return [
        {name: getattr(step, name) for name in vars(step) if not name.startswith("_")}
        for step in case.steps.order_by("order")
    ]


def last(person):
    return Decision.objects.filter(person=person).latest("pk").pk


def retract(case, by, decision=None, reason=WHY):
    return retraction.retract(reread(case), by=by, decision=decision or last(by), reason=reason)


def approve(case, by):
    return approval.approve(reread(case), by=by, seen=shown(case))


def test_state_stage_and_steps_are_again_what_they_were(cast, case, two_steps, on_day):
    before = columns(case)
    on_day("2026-11-06 10:00")
    approve(case, two_steps)
    on_day("2026-11-06 10:10")
    row = retract(case, two_steps)
    assert (row.state, columns(case)) == ("awaiting_approval", before)
    assert not StepDecider.objects.exists()
    assert approve(case, two_steps).steps.get(order=2).opened_at


def test_the_trail_keeps_both_and_the_decision_stays(cast, case, two_steps):
    approve(case, two_steps)
    retract(case, two_steps)
    done, back = events(reread(case))[-2:]
    assert (done.action, back.action, back.actor, back.reason) == ("approve", "retract", two_steps, WHY)
    assert back.changes == {"step": [None, "Văn phòng"], "decision": ["approve", None]}
    assert Decision.objects.get(person=two_steps).retracted_at


def asked_by_mail(case):
    """The mails that ask whoever decides next are addressed."""
    for message in OutboxMessage.objects.filter(payload__event="awaiting", payload__pk=case.pk):
        mails.address(message)


def told_of(case):
    return OutboxMessage.objects.get(payload__event="retracted", payload__pk=case.pk).payload


def test_whoever_was_asked_is_told_that_it_waits_for_them_no_more(cast, case, two_steps):
    approve(case, two_steps)
    asked_by_mail(case)
    retract(case, two_steps)
    assert list(mails.recipients(told_of(case))) == [cast.approver]
    approve(case, two_steps)
    assert list(mails.recipients(told_of(case))) == []


def test_who_gets_the_office_afterwards_was_never_asked_and_reads_nothing_of_it(cast, case, two_steps):
    approve(case, two_steps)
    asked_by_mail(case)
    retract(case, two_steps)
    case.steps.update(signatory=None)
    arrange.newcomer(cast, "later", cast.units["BCĐ"], "approver")
    assert list(mails.recipients(told_of(case))) == [cast.approver]


def test_who_decides_a_later_stage_is_not_told_of_one_that_closed(cast, case, two_steps):
    approve(case, two_steps)
    asked_by_mail(case)
    retract(case, two_steps)
    told = told_of(case)
    first, second = case.steps.order_by("order")
    assert told["steps"] == [second.pk]
    second.decided_at = second.opened_at = first.opened_at
    second.save()  # its approval was given meanwhile: what waits now lies behind it
    assert list(mails.recipients(told)) == []


def test_once_the_next_person_has_opened_it_the_decision_stands(cast, client, case, two_steps):
    approve(case, two_steps)
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    client.get(reverse("submission_approval", args=[case.pk]))
    with pytest.raises(NotPossible, match=cast.approver.name):
        retract(case, two_steps)
    assert Decision.objects.get(person=two_steps).retracted_at is None


def test_once_whoever_examines_has_opened_it_the_decision_stands(cast, client, two_steps):
    route = documents.kind(cast).route
    shape = {"title": "Thẩm định", "unit": cast.units["KTHTDT"], "office": "unit_head", "need": "any", "allowance": 8}
    routes.add_step(route, by=cast.admin, verb="examine", **shape)
    case = documents.awaiting(cast)
    approve(case, two_steps)
    shown(case)
    client.force_login(cast["KTHTDT:unit_head"], backend="units.backends.GrantBackend")
    assert client.get(reverse("submission_examination", args=[case.pk])).status_code == 200
    with pytest.raises(NotPossible, match=cast["KTHTDT:unit_head"].name):
        retract(case, two_steps)


def test_others_who_read_it_do_not_hinder(cast, client, case, two_steps):
    approve(case, two_steps)
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    assert client.get(reverse("submission", args=[case.pk])).status_code == 200
    assert retract(case, two_steps).steps.get(order=2).opened_at is None


def test_it_is_over_when_the_next_step_is_under_way(cast, case, two_steps):
    approve(case, two_steps)
    pausing.pause(reread(case), by=cast.approver, reason="Chờ")
    with pytest.raises(NotPossible):
        retract(case, two_steps)


def test_never_after_it_is_signed(cast, case, two_steps):
    approve(case, two_steps)
    approve(case, cast.approver)
    for person in (two_steps, cast.approver):
        with pytest.raises(NotPossible):
            retract(case, person)
    assert reread(case).state == "approved"


def test_once_it_is_signed_its_page_offers_it_no_more(cast, client, case, two_steps):
    approve(case, two_steps)
    approve(case, cast.approver)
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    assert "/retract/" not in client.get(case.get_absolute_url()).content.decode()


def test_a_return_is_taken_back(cast, case, two_steps, on_day):
    before = columns(case)
    approval.send_back(case, by=two_steps, seen=shown(case), reason="Thiếu")
    on_day("2026-12-06 09:00")
    overdue.ring()  # the alarms of what was sent back are dropped
    row = retract(case, two_steps)
    assert (row.state, row.reason, columns(case)) == ("awaiting_approval", "", before)
    assert OutboxMessage.objects.get(payload__event="return_retracted").payload["unit"] == cast.units["CA"].pk


def test_a_return_stands_once_its_drafter_has_opened_it(cast, client, case, two_steps):
    approval.send_back(case, by=two_steps, seen=shown(case), reason="Thiếu")
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    client.get(reverse("submission", args=[case.pk]))
    with pytest.raises(NotPossible, match=cast["CA:drafter"].name):
        retract(case, two_steps)


def test_a_return_stands_once_who_drafts_it_too_has_opened_it(cast, client, two_steps):
    written, colleague = documents.draft(cast), cast["VHXH:drafter"]
    co_drafting.name_co_drafters(written, by=cast["CA:drafter"], people=[colleague])
    case = submissions.send_for_approval(reread(written), by=cast["CA:unit_head"])
    approval.send_back(reread(case), by=two_steps, seen=shown(case), reason="Sai số liệu")
    client.force_login(colleague, backend="units.backends.GrantBackend")
    client.get(case.get_absolute_url())
    with pytest.raises(NotPossible, match=colleague.name):
        retract(case, two_steps)


def test_a_return_stands_once_it_is_corrected(cast, case, two_steps):
    approval.send_back(case, by=two_steps, seen=shown(case), reason="Thiếu")
    submissions.edit(reread(case), by=cast["CA:drafter"], seen=0, body="Khác")
    with pytest.raises(NotPossible):
        retract(case, two_steps)


def test_an_opinion_is_taken_back_while_others_are_still_asked(cast, on_day):
    on_day("2026-11-06 09:00")
    documents.ask_for_opinions(cast, "VP", "VHXH")
    case = documents.awaiting(cast)
    heads = [cast["VP:unit_head"], cast["VHXH:unit_head"]]
    opinions.opine(case, by=heads[0], seen=shown(case), verdict="disagree", text="Chưa rõ")
    retract(case, heads[0])
    assert opinions.opinions_of(reread(case)) == []
    assert opinions.tally(reread(case)).startswith("Đồng ý: 0")
    opinions.opine(reread(case), by=heads[0], seen=shown(case), verdict="agree", text="")
    opinions.opine(reread(case), by=heads[1], seen=shown(case), verdict="agree", text="")
    assert reread(case).steps.get(order=3).opened_at
    with pytest.raises(NotPossible):  # the other one closed the stage
        retract(case, heads[0])
    assert retract(case, heads[1]).steps.get(order=3).opened_at is None


def test_what_is_written_or_linked_beside_it_does_not_hinder(cast, case, two_steps):
    approve(case, two_steps)
    discussion.write(reread(case), by=two_steps, text="Tôi bấm nhầm, xin rút lại")
    linked = documents.draft(cast, abstract="Về việc khác")
    links.link(reread(case), by=cast["CA:drafter"], kind="submission", pk=linked.pk)
    assert retract(case, two_steps).steps.get(order=1).decided_at is None


def test_an_examination_is_taken_back_whichever_way_it_went(cast, on_day):
    on_day("2026-11-06 09:00")
    documents.examined(cast)
    case = documents.awaiting(cast)
    examiner, before = cast["KTHTDT:unit_head"], columns(case)
    examining.examine(reread(case), by=examiner, seen=shown(case))
    retract(case, examiner)
    examining.return_examined(reread(case), by=examiner, seen=shown(case), reason="Thiếu căn cứ")
    row = retract(case, examiner)
    assert (row.state, columns(case)) == ("awaiting_approval", before)


def test_nobody_takes_back_what_another_decided(cast, case, two_steps):
    approve(case, two_steps)
    for who in (cast.approver, cast["CA:drafter"], cast.admin, cast.coordinator):
        with pytest.raises(PermissionDenied):
            retraction.retract(reread(case), by=who, decision=last(two_steps), reason=WHY)


def test_a_stale_page_takes_back_no_later_decision(cast, case, two_steps):
    approve(case, two_steps)
    first = last(two_steps)
    retract(case, two_steps)
    approve(case, two_steps)
    with pytest.raises(NotPossible):
        retract(case, two_steps, decision=first)
    with pytest.raises(NotPossible):
        retract(case, two_steps, reason=" ")


def test_a_rollback_leaves_the_decision(cast, case, two_steps):
    approve(case, two_steps)
    with undone():
        retract(case, two_steps)
    assert Decision.objects.get(person=two_steps).retracted_at is None


def test_it_costs_fourteen_statements_at_most(cast, case, two_steps, statements):
    approve(case, two_steps)
    decision, row = last(two_steps), reread(case)
    with statements() as counted:
        retraction.retract(row, by=two_steps, decision=decision, reason=WHY)
    assert len(counted) <= MOST, counted.sql


def test_the_page_offers_it_to_who_decided_and_takes_it_back_once(cast, client, case, two_steps):
    approve(case, two_steps)
    address = reverse("submission_retract", args=[case.pk])
    client.force_login(two_steps, backend="units.backends.GrantBackend")
    assert address in client.get(reverse("submission_approval", args=[case.pk])).content.decode()
    assert client.get(address).status_code == 200
    typed = {"reason": WHY, "decision": last(two_steps)}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409
    assert address not in client.get(reverse("submission", args=[case.pk])).content.decode()
    slip = client.get(reverse("case_slip", args=["submission", case.pk])).content.decode()
    assert "rút lại lúc" in slip
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    assert client.get(address).status_code == 403
