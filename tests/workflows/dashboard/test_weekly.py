"""Tình hình by mail each week: who may have it, when it is asked for, and what goes."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.clock import at
from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from tests.people import instant
from units.models import Membership
from workflows.dashboard import actions, mails
from workflows.models import DashboardMail

SUNDAY, MONDAY = "2026-11-08 12:00", "2026-11-09 07:00"


@pytest.fixture
def leader(cast):
    person = cast.approver
    type(person).objects.filter(pk=person.pk).update(email="ptb@example.org")
    person.refresh_from_db()
    return person


def weekly_of(cast, person) -> None:
    with at(instant("2026-11-06 09:00")):
        actions.choose_weekly(cast.ward, by=person, wanted=True)


def asked() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(topic="dashboard"))


def test_it_is_asked_for_once_a_week_from_monday_morning_on(cast, leader):
    weekly_of(cast, leader)
    with at(instant(SUNDAY)):
        actions.mail_the_week()
    before = asked()
    with at(instant(MONDAY)):
        assert actions.mail_the_week() == 1
    with at(instant("2026-11-11 09:00")):
        assert actions.mail_the_week() == 0
    assert (before, len(asked())) == ([], 1)


def test_whoever_chooses_it_gets_the_next_one(cast, leader):
    with at(instant("2026-11-11 09:00")):
        actions.choose_weekly(cast.ward, by=leader, wanted=True)
        assert actions.mail_the_week() == 0
    with at(instant("2026-11-16 07:00")):
        assert actions.mail_the_week() == 1


def test_the_mail_has_the_pdf(cast, leader):
    weekly_of(cast, leader)
    with at(instant(MONDAY)):
        actions.mail_the_week()
        mails.deliver(asked()[0])
    (sent,) = mail.outbox
    name, content, kind = sent.attachments[0]
    assert (sent.to, name, kind) == (["ptb@example.org"], "tinh-hinh-2026-11-09.pdf", "application/pdf")
    assert content.startswith(b"%PDF")


def test_nothing_goes_to_who_reads_the_reports_no_more(cast, leader):
    weekly_of(cast, leader)
    with at(instant(MONDAY)):
        actions.mail_the_week()
        Membership.objects.filter(person=leader).update(ends_at=instant("2026-11-08 00:00"))
        mails.deliver(asked()[0])
    assert mail.outbox == []


def test_a_drafter_cannot_have_it(cast):
    with pytest.raises(PermissionDenied):
        actions.choose_weekly(cast.ward, by=cast["CA:drafter"], wanted=True)


def test_it_needs_an_address(cast):
    person = cast.approver
    person.email = ""
    with pytest.raises(NotPossible, match="thư điện tử"):
        actions.choose_weekly(cast.ward, by=person, wanted=True)


def test_the_page_begins_and_ends_it(client, cast, leader):
    client.force_login(leader, backend="units.backends.GrantBackend")
    assert reverse("dashboard_weekly") in client.get(reverse("notices")).text
    client.post(reverse("dashboard_weekly"), {"ward": cast.ward.pk, "wanted": "1"})
    assert DashboardMail.objects.get().person == leader
    client.post(reverse("dashboard_weekly"), {"ward": cast.ward.pk, "wanted": "0"})
    assert not DashboardMail.objects.exists()
