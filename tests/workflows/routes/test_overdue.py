"""At the end of a step's allowance: who is reminded, who is told, and that nothing is decided."""

import pytest
from django.urls import reverse

from approvals.models import Decision, OutboxMessage
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import events
from units.hours import spans_of
from units.tree import actions as tree
from workflows.boards.desk import desk_of
from workflows.cases import mails
from workflows.models import WardReport
from workflows.routes import actions as routes
from workflows.routes.underway import overdue
from workflows.signoff.approval import actions as approval
from workflows.ward_reports import actions as ward_reports

SENT = "2026-11-06 09:00"  # a Friday
TOLD = {"at_end": "escalate", "to_office": "unit_head"}


@pytest.fixture
def step(cast, on_day):
    """The one step of the route: a working day."""
    on_day(SENT)
    return routes.change_step(cast.monthly.route.steps.get(), by=cast.admin, allowance=8)


def sent(cast, step, **shape):
    if shape:
        routes.change_step(step, by=cast.admin, **shape)
    return arrange.awaiting(cast)


def told(event) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(topic="mail", payload__event=event).order_by("pk"))


def test_a_step_is_due_after_its_hours_of_work(cast, step):
    assert sent(cast, step).steps.get().due_at == instant("2026-11-09 09:30")


def test_the_hours_of_the_ward_count(cast, step):
    tree.change_hours(cast.ward, by=cast.admin, spans=spans_of("07:00–11:00, 13:00–17:00"))
    cast.ward.refresh_from_db()
    assert sent(cast, step).steps.get().due_at == instant("2026-11-09 09:00")


def test_whoever_decides_is_reminded_and_again_each_working_day(cast, step, on_day):
    report = sent(cast, step)
    on_day("2026-11-09 09:29")
    assert overdue.ring() == 0
    on_day("2026-11-09 09:30")
    assert (overdue.ring(), overdue.ring()) == (1, 0)
    on_day("2026-11-10 07:29")
    assert overdue.ring() == 0
    on_day("2026-11-10 07:30")
    assert overdue.ring() == 1
    first, second = told("overdue")
    assert [str(person) for person in mails.recipients(first.payload)] == [str(cast.approver)]
    assert first.payload["reason"] == "Bước “Phó Trưởng Ban” hết hạn lúc 09/11/2026 09:30."
    assert first.key != second.key
    event = events(reread(report))[-1]
    assert (event.action, event.actor, event.changes) == ("remind_overdue", None, {"step": [None, "Phó Trưởng Ban"]})


def test_nobody_is_reminded_on_a_day_off(cast, step, on_day):
    sent(cast, step)
    on_day("2026-11-13 16:00")  # a Friday
    overdue.ring()
    on_day("2026-11-15 16:00")
    assert overdue.ring() == 0


def test_whoever_has_decided_is_reminded_no_more(cast, step, on_day):
    report = sent(cast, step)
    on_day("2026-11-09 09:30")
    overdue.ring()
    (mail,) = told("overdue")
    approval.approve(reread(report), by=cast.approver, seen=shown(report))
    assert list(mails.recipients(mail.payload)) == []
    on_day("2026-11-10 07:30")
    assert overdue.ring() == 0


def test_another_office_is_told_once_and_finds_it_on_its_desk(client, cast, step, on_day):
    report, head = sent(cast, step, **TOLD, to_unit=cast.units["VP"]), cast["VP:unit_head"]
    assert report not in WardReport.objects.visible_to(head)
    on_day("2026-11-09 09:30")
    assert (overdue.ring(), overdue.ring()) == (1, 0)
    on_day("2026-11-10 07:30")
    assert overdue.ring() == 0
    (mail,) = told("escalated")
    assert [str(person) for person in mails.recipients(mail.payload)] == [str(head)]
    assert events(reread(report))[-1].action == "escalate"
    client.force_login(head, backend="units.backends.GrantBackend")
    assert client.get(reverse("ward_report", args=[report.pk])).status_code == 200
    desk = client.get("/").content.decode()
    assert "Để biết" in desk
    assert "Người khác xử lý quá hạn: gửi để biết" in desk


def test_whoever_is_told_decides_nothing_and_forgets_it_once_it_is_decided(cast, step, on_day):
    report, head = sent(cast, step, **TOLD, to_unit=cast.units["VP"]), cast["VP:unit_head"]
    on_day("2026-11-09 09:30")
    overdue.ring()
    assert report not in WardReport.objects.awaiting(head)
    assert [task.report.pk for task in desk_of(head).to_know] == [report.pk]
    approval.approve(reread(report), by=cast.approver, seen=shown(report))
    assert desk_of(head).to_know == []
    assert report in WardReport.objects.visible_to(head)


@pytest.mark.parametrize("at_end", ["remind", "escalate"])
def test_nothing_is_ever_approved_by_silence(cast, step, on_day, at_end):
    report = sent(cast, step, at_end=at_end, to_unit=cast.units["VP"], to_office="unit_head")
    for month in range(1, 13):
        on_day(f"2027-{month:02}-12 10:00")
        overdue.ring()
    assert reread(report).state == "awaiting_approval"
    assert report.steps.get().decided_at is None
    assert not Decision.objects.filter(subject_kind="wardreport").exists()


def test_a_report_that_was_sent_back_is_left_alone_and_looked_at_once(cast, step, on_day, statements):
    report = sent(cast, step)
    approval.send_back(report, by=cast.approver, seen=shown(report), reason="Xem lại")
    on_day("2026-11-10 09:30")
    assert overdue.ring() == 0
    with statements() as again:
        overdue.ring()
    assert (len(again), told("overdue")) == (1, [])


def test_what_is_done_at_the_end_costs_eleven_statements_at_most(cast, step, on_day, statements):
    sent(cast, step)
    on_day("2026-11-09 09:30")
    with statements() as counted:
        overdue.ring()
    assert len(counted) <= 11, counted.sql


@pytest.mark.parametrize(
    ("urgency", "due"), [(1, "2026-11-06 15:00"), (2, "2026-11-06 11:00"), (3, "2026-11-06 10:00")]
)
def test_an_urgent_report_is_due_sooner(cast, step, urgency, due):
    report = ward_reports.send_for_approval(arrange.consolidated(cast), by=cast.coordinator, urgency=urgency)
    assert report.steps.get().due_at == instant(due)
