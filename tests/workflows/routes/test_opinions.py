"""Opinions asked side by side before a deputy approves: given, passed over in silence, replied to."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision, OutboxMessage
from approvals.outbox import queue as outbox
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import events
from workflows.cases import mails
from workflows.models import WardReport
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.ward_reports import actions as ward_reports

from .asked import DEPUTY, OFFICE, POLICE, SHAPE, ask_two_units, opine


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    ask_two_units(cast)
    return arrange.awaiting(cast)


def open_steps(report):
    return [step.title for step in report.steps.filter(opened_at__isnull=False, decided_at=None).order_by("order")]


def test_the_steps_that_ask_stand_before_the_one_that_signs(report):
    assert [(step.title, step.stage) for step in report.steps.order_by("order")] == [
        (POLICE, 1),
        (OFFICE, 1),
        (DEPUTY, 2),
    ]
    assert open_steps(report) == [POLICE, OFFICE]


def test_the_next_stage_opens_once_both_have_answered(cast, report):
    opine(report, cast["CA:unit_head"])
    assert open_steps(report) == [OFFICE]
    opine(report, cast["VP:unit_head"], "agree_if", "Bổ sung số liệu hạ tầng.")
    assert open_steps(report) == [DEPUTY]
    assert approval.approve(reread(report), by=cast.approver, seen=shown(report)).state == "approved"


def test_nobody_approves_before_the_opinions_are_in(cast, report):
    assert report not in WardReport.objects.awaiting(cast.approver)
    with pytest.raises(PermissionDenied):
        approval.approve(report, by=cast.approver, seen=shown(report))


def test_an_opinion_is_a_decision_in_the_trail_with_what_was_read(cast, report):
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu mức độ 2 chưa đúng.")
    decision = Decision.objects.get(verdict="disagree")
    assert (decision.person, decision.reason, decision.seen) == (
        cast["CA:unit_head"],
        "Số liệu mức độ 2 chưa đúng.",
        shown(report),
    )
    event = events(reread(report))[-1]
    assert (event.action, event.actor, event.changes["opinion"]) == ("opine", cast["CA:unit_head"], [None, "disagree"])
    assert reread(report).state == "awaiting_approval"


@pytest.mark.parametrize("verdict", ["agree_if", "disagree"])
def test_whoever_does_not_simply_agree_says_why(cast, report, verdict):
    with pytest.raises(NotPossible, match="ý kiến cụ thể"):
        opine(report, cast["CA:unit_head"], verdict, "  ")
    assert open_steps(report) == [POLICE, OFFICE]


def test_a_second_opinion_of_the_same_person_is_refused(cast, report):
    opine(report, cast["CA:unit_head"])
    with pytest.raises((NotPossible, PermissionDenied)):
        opine(report, cast["CA:unit_head"], "disagree", "Đổi ý.")
    assert Decision.objects.filter(verdict__in=Decision.OPINIONS).count() == 1


@pytest.mark.parametrize("who", ["CA:drafter", "VHXH:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin", "MX:auditor"])
def test_whoever_is_not_asked_gives_none(cast, report, who):
    with pytest.raises(PermissionDenied):
        opine(report, cast[who])


def test_an_author_gives_none(cast, on_day):
    on_day("2026-11-06 09:00")
    ask_two_units(cast)
    writer = cast["VP:unit_head"]
    arrange.join(writer, cast.units["VHXH"], "coordinator")
    report = ward_reports.send_for_approval(arrange.consolidated(cast), by=writer)
    assert report not in WardReport.objects.asked_at_step(writer)
    with pytest.raises(PermissionDenied):
        opine(report, writer)


def test_an_opinion_on_pages_that_have_changed_is_refused(cast, report):
    shown(report)
    with pytest.raises(NotPossible, match="thay đổi"):
        opinions.opine(reread(report), by=cast["CA:unit_head"], seen="0" * 64, verdict="agree", text="")


def test_silence_is_recorded_when_the_time_is_over_and_not_before(cast, report, on_day):
    opine(report, cast["CA:unit_head"])
    on_day("2026-11-11 10:29")  # 24 working hours after a Friday, 09:00
    assert overdue.ring() == 0
    on_day("2026-11-11 10:30")
    assert overdue.ring() == 1
    assert overdue.ring() == 0
    assert open_steps(report) == [DEPUTY]
    event = events(reread(report))[-1]
    assert (event.action, event.actor, event.changes) == (
        "pass_in_silence",
        None,
        {"step": [None, OFFICE], "opinion": [None, "none"]},
    )


def test_silence_approves_nothing(cast, report, on_day):
    on_day("2026-12-31 09:00")
    overdue.ring()
    assert reread(report).state == "awaiting_approval"
    assert open_steps(report) == [DEPUTY]
    on_day("2027-03-31 09:00")
    overdue.ring()
    assert reread(report).state == "awaiting_approval"
    assert open_steps(report) == [DEPUTY]


def test_nothing_is_passed_over_in_a_report_that_was_sent_back(cast, on_day):
    on_day("2026-11-06 09:00")
    route = cast.monthly.route
    routes.add_step(route, by=cast.admin, title=POLICE, unit=cast.units["CA"], beside=False, **SHAPE)
    check = {"verb": "approve", "office": "approver", "need": "any", "quorum": 1, "allowance": 2}
    step = routes.add_step(route, by=cast.admin, title=DEPUTY, unit=cast.units["BCĐ"], beside=False, **check)
    routes.change_step(route.steps.get(title=DEPUTY, order=2), by=cast.admin, beside=True)
    assert step.order == 3
    report = arrange.awaiting(cast)
    approval.send_back(report, by=cast.approver, seen=shown(report), reason="Xem lại")
    on_day("2026-12-31 09:00")
    assert overdue.ring() == 0
    assert reread(report).state == "returned"


def test_an_opinion_comes_too_late_once_it_was_passed_over(cast, report, on_day):
    on_day("2026-11-12 09:00")
    overdue.ring()
    with pytest.raises(NotPossible):
        opine(report, cast["CA:unit_head"])


def test_both_units_are_asked_by_mail_then_the_deputy_and_the_coordinator_is_told(cast, report):
    asked = OutboxMessage.objects.get(topic="mail", payload__event="opinion")
    assert {str(person) for person in mails.recipients(asked.payload)} == {
        str(cast["CA:unit_head"]),
        str(cast["VP:unit_head"]),
    }
    assert not OutboxMessage.objects.filter(payload__event="awaiting").exists()
    opine(report, cast["CA:unit_head"])
    assert not OutboxMessage.objects.filter(payload__event="opinions_in").exists()
    opine(report, cast["VP:unit_head"])
    told = OutboxMessage.objects.filter(topic="mail").order_by("-pk").values_list("payload__event", flat=True)[:2]
    assert set(told) == {"awaiting", "opinions_in"}
    assert "Đồng ý: 2" in OutboxMessage.objects.get(payload__event="opinions_in").payload["reason"].splitlines()
    outbox.drain()


def test_a_row_of_an_earlier_release_that_awaits_a_decision_is_of_the_wards_report(cast):
    arrange.awaiting(cast)
    row = OutboxMessage.objects.get(topic="mail", payload__event="awaiting")
    del row.payload["kind"]
    assert [str(person) for person in mails.recipients(row.payload)] == [str(cast.approver)]


def test_the_coordinator_says_what_became_of_each_opinion(cast, report, statements):
    opine(report, cast["CA:unit_head"], "agree_if", "Bổ sung số liệu.")
    decision = Decision.objects.get(verdict="agree_if")
    opinions.reply(reread(report), decision, by=cast.coordinator, adopted=True, text="")
    with pytest.raises(NotPossible, match="lý do"):
        opinions.reply(reread(report), decision, by=cast.coordinator, adopted=False, text=" ")
    opinions.reply(reread(report), decision, by=cast.coordinator, adopted=False, text="Ngoài phạm vi kỳ này.")
    case = reread(report)
    assert len(case.way) == 3
    with statements() as counted:
        [opinion] = opinions.opinions_of(case)
        assert (opinion.decision.person, opinion.reply.person) == (cast["CA:unit_head"], cast.coordinator)
    assert len(counted) == 1
    assert (opinion.reply.adopted, opinion.reply.text) == (False, "Ngoài phạm vi kỳ này.")
    assert [event.changes["reply"] for event in events(reread(report))[-2:]] == [
        [None, "adopted"],
        [None, "explained"],
    ]
    with pytest.raises(PermissionDenied):
        opinions.reply(reread(report), decision, by=cast.approver, adopted=True, text="")


def test_opinions_and_silences_stand_in_the_order_of_time(cast, report, on_day):
    on_day("2026-11-10 09:00")
    opine(report, cast["VP:unit_head"])
    on_day("2026-11-12 00:05")
    overdue.ring()
    said = opinions.opinions_of(reread(report))
    assert [(each.step.title, each.decision is None) for each in said] == [(OFFICE, False), (POLICE, True)]
    assert [(each.acts_for, each.is_unanswered, each.disagrees) for each in said] == [("", False, False)] * 2


def test_a_route_without_opinions_costs_no_query_for_them(cast, statements):
    report = reread(arrange.awaiting(cast))
    assert len(report.way) == 1
    with statements() as counted:
        assert opinions.opinions_of(report) == []
    assert len(counted) == 0


def test_an_opinion_and_a_reply_cost_fourteen_statements_at_most(cast, report, statements):
    seen, row = shown(report), reread(report)
    with statements() as first:
        opinions.opine(row, by=cast["CA:unit_head"], seen=seen, verdict="agree", text="")
    row = reread(report)
    with statements() as last:
        opinions.opine(row, by=cast["VP:unit_head"], seen=seen, verdict="agree", text="")
    assert (len(first) <= 14, len(last) <= 17) == (True, True), (first.sql, last.sql)


def test_a_stage_of_thirty_opens_in_the_statements_of_one(cast, on_day, statements):
    on_day("2026-11-06 09:00")
    route = ask_two_units(cast)
    for number in range(28):
        routes.add_step(route, by=cast.admin, title=f"Ý kiến {number}", unit=cast.units["CA"], beside=True, **SHAPE)
    report = arrange.consolidated(cast)
    with statements() as counted:
        ward_reports.send_for_approval(report, by=cast.coordinator)
    assert len(counted) <= 18, counted.sql
    assert report.steps.filter(opened_at__isnull=False).count() == 30
    on_day("2026-11-12 09:00")
    with statements() as silences:
        overdue.ring()
    assert len(silences) <= 14, silences.sql


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def test_who_is_asked_reads_the_report_and_gives_the_opinion_on_its_page(client, cast, report):
    sign_in(client, cast["CA:unit_head"])
    address = reverse("ward_report_opinion", args=[report.pk])
    assert address in client.get("/").content.decode()
    step, seen = report.steps.get(title=POLICE), shown(report)
    page = client.get(address).content.decode()
    assert "Cho ý kiến" in page
    assert "11/11/2026 10:30</time>, văn bản được chuyển tiếp" in page
    answer = client.post(address, {"seen": seen, "step": step.pk, "verdict": "disagree", "text": ""})
    assert answer.status_code == 409
    assert "ý kiến cụ thể" in answer.content.decode()
    given = {"seen": seen, "step": step.pk, "verdict": "agree_if", "text": "Bổ sung."}
    assert client.post(address, given).status_code == 302
    assert address not in client.get("/").content.decode()
    assert client.get(reverse("ward_report", args=[report.pk])).status_code == 200


def test_who_is_not_asked_meets_no_page_of_it(client, cast, report):
    address = reverse("ward_report_opinion", args=[report.pk])
    sign_in(client, cast["VHXH:unit_head"])
    assert client.get(address).status_code == 404
    sign_in(client, cast.approver)
    assert client.get(address).status_code == 403


def test_the_coordinator_replies_on_the_reports_page(client, cast, report):
    opine(report, cast["CA:unit_head"], "agree_if", "Bổ sung số liệu.")
    sign_in(client, cast.coordinator)
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    decision = Decision.objects.get(verdict="agree_if")
    address = reverse("ward_report_opinion_reply", args=[report.pk, decision.pk])
    assert "Đồng ý với góp ý" in page
    assert address in page
    assert client.post(address, {"adopted": "no", "text": ""}).status_code == 409
    assert client.post(address, {"adopted": "yes", "text": "Đã bổ sung."}).status_code == 302
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "Tiếp thu" in page
    assert "Đã bổ sung." in page


def test_an_opinion_is_no_receipt_of_an_approval(client, cast, report):
    opine(report, cast["CA:unit_head"])
    sign_in(client, cast["CA:unit_head"])
    answer = client.get(reverse("ward_report_approval", args=[report.pk]))
    assert answer.url == reverse("ward_report", args=[report.pk])


def test_an_opinion_stays_to_be_replied_to_once_the_report_is_reopened(client, cast, report):
    opine(report, cast["CA:unit_head"], "agree_if", "Bổ sung số liệu.")
    ward_reports.reopen(reread(report), by=cast.coordinator, reason="Tiếp thu ý kiến")
    sign_in(client, cast.coordinator)
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "Khi trình lần trước" in page
    assert "Bổ sung số liệu." in page
    address = reverse("ward_report_opinion_reply", args=[report.pk, Decision.objects.get(verdict="agree_if").pk])
    assert address in page
    assert client.post(address, {"adopted": "yes", "text": ""}).status_code == 302
