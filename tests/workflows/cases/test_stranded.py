"""A report that waits for nobody is never silent: an incident, a mail and a word on its page."""

import pytest
from django.urls import reverse

from approvals.models import Incident, OutboxMessage
from approvals.outbox import queue as outbox
from tests import factories
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.routes.test_opinions import ask_two_units
from tests.workflows.traces import mails
from units.models import Membership, Office
from units.offices import actions as offices
from units.people import actions as people
from workflows import tasks
from workflows.cases import stranded
from workflows.signoff.approval import actions as approval
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

TODAY = "2026-11-07 09:00"


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


def work_off(topic):
    for message in OutboxMessage.objects.filter(topic=topic, done_at=None):
        outbox.work(message)


def opened():
    return list(Incident.objects.filter(state="open", message__topic="stranded").values_list("what", flat=True))


def test_the_only_signer_made_inactive_while_a_report_waits_is_an_incident_at_once(cast, client):
    report = arrange.awaiting(cast)
    people.deactivate_person(cast.approver, by=cast.admin)
    assert len(opened()) == 1
    assert str(report) in opened()[0]
    assert mails("stranded") == [("administer", cast.ward.pk), ("review_reports", cast.ward.pk)]
    client.force_login(cast["VHXH:coordinator"])
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "không có ai" in page


def test_a_signer_lost_while_opinions_are_asked_is_told_at_once_and_the_page_names_who_is_asked(cast, client):
    ask_two_units(cast)
    report = arrange.awaiting(cast)
    people.deactivate_person(cast.approver, by=cast.admin)
    work_off("office_ended")
    assert [what for what in opened() if "Phó Trưởng Ban" in what and str(report) in what] == opened() != []
    assert mails("stranded") == [("administer", cast.ward.pk), ("review_reports", cast.ward.pk)]
    client.force_login(cast["VHXH:coordinator"])
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "không có ai" not in page


@pytest.mark.usefixtures("empty_folders")
def test_an_office_given_back_on_the_same_day_works_at_once_and_closes_the_incident(cast, on_day):
    report = arrange.awaiting(cast)
    people.deactivate_person(cast.approver, by=cast.admin)
    on_day("2026-11-07 15:00")
    people.reactivate_person(cast.approver, by=cast.admin)
    terms = {"unit": cast.units["BCĐ"], "office": Office.APPROVER, "starts_at": instant("2026-11-07 00:00")}
    offices.start_membership(cast.approver, by=cast.admin, **terms)
    assert approval.approve(report, by=cast.approver, seen=shown(report)).state == "approved"
    tasks.reconcile()
    assert opened() == []


def page_of(client, report, who):
    client.force_login(who)
    return client.get(reverse("ward_report", args=[report.pk])).content.decode()


def give_back(cast):
    people.reactivate_person(cast.approver, by=cast.admin)
    terms = {"unit": cast.units["BCĐ"], "office": Office.APPROVER, "starts_at": instant("2026-11-07 00:00")}
    return offices.start_membership(cast.approver, by=cast.admin, **terms)


def test_an_office_given_back_closes_the_incident_at_once(cast, client, on_day):
    report = arrange.awaiting(cast)
    people.deactivate_person(cast.approver, by=cast.admin)
    on_day("2026-11-07 15:00")
    give_back(cast)
    work_off("office_started")
    assert opened() == []
    assert "không có ai" not in page_of(client, report, cast.coordinator)


def test_a_group_that_signs_in_nowhere_is_entered_for_by_the_office_while_there_is_one(cast):
    unit = cast.units["TDP"]
    held = Membership.objects.filter(unit=unit)
    offices.end_membership(held[0], by=cast.admin)
    factories.open_month(cast)
    stranded.look(cast.ward.pk)
    assert any(unit.short_name in what for what in opened()), "its people have gone"
    held.update(unit=cast.ward)
    stranded.look(cast.ward.pk)
    assert not any(unit.short_name in what for what in opened()), "it never had any"


def test_a_delegation_is_looked_at_too(cast):
    source = arrange.head_of_the_board(cast).memberships.get()
    under = {"authority": "delegated", "title": "Chánh Văn phòng", "document": "05/QĐ-BCĐ"}
    term = {"starts_at": instant("2026-11-07 00:00"), "ends_at": instant("2026-11-21 00:00")}
    given = offices.delegate(source, by=cast.admin, to=cast["VP:unit_head"], **under, **term)
    assert OutboxMessage.objects.get(topic="office_started").payload == {"membership": given.membership_id}


def test_a_report_that_has_moved_on_tells_of_no_incident_of_before(cast, client, on_day):
    report = arrange.awaiting(cast)
    people.deactivate_person(cast.approver, by=cast.admin)
    assert "không có ai" in page_of(client, report, cast.coordinator)
    on_day("2026-11-07 15:00")
    ward_reports.reopen(report, by=cast.coordinator, reason="Gửi người khác ký")
    assert "không có ai" not in page_of(client, report, cast.coordinator)
    tasks.let_go()
    assert opened() == []


def test_an_incident_of_a_report_that_has_ended_is_closed(cast, on_day):
    report = arrange.dispatched(cast)
    people.deactivate_person(cast.clerk, by=cast.admin)
    assert len(opened()) == 1
    on_day("2026-11-07 15:00")
    colleague = arrange.newcomer(cast, "clerk-2", cast.units["VP"], "clerk")
    province.record_receipt(report, by=colleague, received=True, reference="1/TN", reason="")
    tasks.let_go()
    assert opened() == []


def test_a_report_that_is_stranded_anew_after_it_moved_is_told_anew(cast, client, on_day):
    report = arrange.awaiting(cast)
    people.deactivate_person(cast.approver, by=cast.admin)
    on_day("2026-11-07 15:00")
    ward_reports.reopen(report, by=cast.coordinator, reason="Gửi người khác ký")
    people.deactivate_person(cast.coordinator, by=cast.admin)
    (what,) = opened()
    assert "tổng hợp được" in what
    assert "không có ai" in page_of(client, report, cast.admin)


def test_without_an_incident_the_look_of_each_minute_asks_two_things(cast, statements):
    arrange.awaiting(cast)
    with statements() as counted:
        tasks.let_go()
    assert len(counted) == 2


@pytest.mark.usefixtures("empty_folders")
def test_an_office_that_has_run_out_is_found_by_the_hourly_look(cast, on_day):
    report = arrange.awaiting(cast)
    cast.approver.memberships.update(ends_at=instant("2026-11-08 00:00"))
    stranded.look()
    assert opened() == []
    on_day("2026-11-08 09:00")
    tasks.reconcile()
    assert len(opened()) == 1
    tasks.reconcile()
    assert len(opened()) == 1
    assert reread(report).state == "awaiting_approval"


def test_it_may_be_stranded_twice(cast):
    arrange.awaiting(cast)
    for _round in range(2):
        people.deactivate_person(cast.approver, by=cast.admin)
        stranded.look()
        assert len(opened()) == 1
        people.reactivate_person(cast.approver, by=cast.admin)
        terms = {"unit": cast.units["BCĐ"], "office": Office.APPROVER, "starts_at": instant(TODAY)}
        offices.start_membership(cast.approver, by=cast.admin, **terms)
        stranded.look()
        assert opened() == []


@pytest.mark.parametrize(
    ("arranged", "who"),
    [(factories.consolidated, "VHXH:coordinator"), (arrange.issued, "VP:clerk"), (arrange.approved, "VP:clerk")],
)
def test_each_holder_who_is_missing_is_told(cast, arranged, who):
    arranged(cast)
    people.deactivate_person(cast[who], by=cast.admin)
    stranded.look()
    assert len(opened()) == 1


def test_trying_again_says_why_until_somebody_can_act(cast):
    arrange.awaiting(cast)
    people.deactivate_person(cast.approver, by=cast.admin)
    stranded.look()
    message = OutboxMessage.objects.get(topic="stranded")
    outbox.work(message)
    message.refresh_from_db()
    assert message.done_at is None


def test_a_signer_without_a_key_is_said_when_the_report_is_sent(cast, client, settings):
    settings.SIGNER = "stored"
    report = arrange.consolidated(cast)
    client.force_login(cast["VHXH:coordinator"])
    page = client.post(reverse("ward_report_send", args=[report.pk]), follow=True).content.decode()
    assert "chưa có khóa ký số còn hiệu lực" in page
