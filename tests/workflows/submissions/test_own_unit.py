"""The unit that drafted a document is not asked for its opinion on it: the step is skipped when it is sent."""

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from tests.factories import reread, shown
from tests.workflows.traces import events
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.steering import actions as steering
from workflows.submissions import actions as submissions

from . import arrange

NOT_ASKED = "không hỏi ý kiến của mình"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def titles(case, **which):
    return [step.unit.code for step in case.steps.filter(**which).order_by("order")]


def test_its_step_is_skipped_and_the_others_wait(cast):
    arrange.ask_for_opinions(cast, "CA", "VP")
    case = arrange.awaiting(cast)
    own = case.steps.get(unit=cast.units["CA"])
    assert (own.change, own.changed_by, own.opened_at, own.silent) == ("skipped", None, None, False)
    assert NOT_ASKED in own.change_reason
    assert titles(case, opened_at__isnull=False) == ["VP"]
    assert events(case)[-1].changes["own_unit"] == [None, own.title]


def test_where_nobody_else_is_asked_the_next_stage_opens(cast):
    arrange.ask_for_opinions(cast, "CA")
    case = arrange.awaiting(cast)
    assert approval.approve(case, by=cast.approver, seen=shown(case)).state == "approved"


def test_it_is_no_silence_once_the_time_is_over(cast, on_day):
    arrange.ask_for_opinions(cast, "CA", "VP")
    case = arrange.awaiting(cast)
    on_day("2026-11-20 09:00")
    overdue.ring()
    assert [opinion.step.unit.code for opinion in opinions.opinions_of(reread(case))] == ["VP"]


def test_a_ballot_still_asks_it(cast):
    shape = arrange.SHAPE | {"need": "all", "ballot": True, "at_end": "pass"}
    routes.add_step(arrange.kind(cast).route, by=cast.admin, title="Phiếu", unit=cast.units["CA"], **shape)
    assert titles(arrange.awaiting(cast), opened_at__isnull=False) == ["CA"]


def test_the_sender_is_told_and_the_page_says_so(client, cast):
    arrange.ask_for_opinions(cast, "CA", "VP")
    case = arrange.draft(cast)
    client.force_login(cast["CA:unit_head"])
    sent = client.post(reverse("submission_send", args=[case.pk]), follow=True).content.decode()
    assert f"Đơn vị soạn, {NOT_ASKED}: " in sent
    assert "None" not in sent


def test_it_is_not_added_on_the_way_either(cast):
    case = arrange.awaiting(cast)
    step = case.steps.get(verb="approve")
    shape = {"title": "Hỏi thêm", "verb": "opinion", "allowance": 8, "beside": False, "reason": "Hỏi thêm"}
    asked = {"unit": cast.units["CA"], "office": "unit_head"}
    with pytest.raises(NotPossible, match=NOT_ASKED):
        steering.insert_step(case, by=cast.admin, seen=case.trail_seq, before=step.pk, **asked, **shape)


def test_it_is_skipped_where_the_case_goes_on_by_a_route_that_asks_it(cast):
    case = arrange.awaiting(cast)
    arrange.ask_for_opinions(cast, "CA", "VP")
    steering.move_to_route(case, by=cast.admin, seen=case.trail_seq, reason="Quy trình mới")
    case = reread(case)
    assert titles(case, opened_at__isnull=False, decided_at=None) == ["VP"]
    assert titles(case, change="skipped") == ["CA"]
    with pytest.raises(NotPossible):  # nothing would change
        steering.move_to_route(case, by=cast.admin, seen=case.trail_seq, reason="Lần nữa")


def test_it_is_skipped_again_when_it_is_sent_anew(cast):
    arrange.ask_for_opinions(cast, "CA", "VP")
    case = arrange.awaiting(cast)
    submissions.take_back(case, by=cast["CA:unit_head"], reason="Sửa")
    case = reread(submissions.send_for_approval(reread(case), by=cast["CA:unit_head"]))
    assert titles(case, change="skipped") == ["CA"]


def test_the_page_that_asks_before_sending_says_so(client, cast):
    arrange.ask_for_opinions(cast, "CA", "VP")
    case = arrange.draft(cast)
    client.force_login(cast["CA:unit_head"])
    page = client.get(reverse("submission_send", args=[case.pk])).content.decode()
    step = next(step.title for step in arrange.kind(cast).route.steps.all() if step.unit == cast.units["CA"])
    assert f"Đơn vị soạn, {NOT_ASKED}: {step}." in page
    assert reread(case).state == "draft"
