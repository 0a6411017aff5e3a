"""The clock's tick and the worker are killed after any commit: none is missed, none is given twice."""

from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.core import mail

from approvals.clock import at
from approvals.models import OutboxMessage, TrailEvent
from approvals.outbox import queue as outbox
from tests import factories
from tests.killed import killed_after, undone
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.unit_reports.test_on_behalf import enter, submit
from tests.year.office import beat
from units.models import Notice, Unit
from workflows.models import Reminder, ReportingPeriod

OPENED, TYPED, DUE = "2026-10-21 08:00", "2026-11-03 09:00", "2026-11-23 07:31"
FEW = ("CA", "TDP")  # units that report: the number of statements does not depend on them


def waiting(cast):
    """An open month of few units, in one of which the office has typed the figures and nobody may accept them."""
    Unit.objects.filter(ward=cast.ward).exclude(code__in=FEW).update(reports=False)
    period = factories.open_month(cast)
    with at(instant(TYPED)):
        submit(cast, enter(cast, arrange.draft(cast, "TDP")))
    outbox.drain()
    return period


pytestmark = [pytest.mark.twice, pytest.mark.starts_from(waiting, on=OPENED)]


def given() -> dict[str, Counter]:
    """What the tick leaves, by names that are the same whichever ids its rows get."""
    return {
        "periods": Counter(ReportingPeriod.objects.values_list("code", "unit_reports__unit__code")),
        "lines": Counter(Reminder.objects.values_list("subject_name", "person__username", "rung", "moment")),
        "notices": Counter(Notice.objects.values_list("person__username", "text")),
        "effects": Counter(OutboxMessage.objects.values_list("topic", "payload__event")),
        "events": Counter(TrailEvent.objects.values_list("subject_kind", "action")),
    }


def test_a_tick_that_is_killed_after_any_commit_is_made_up_for_by_the_next(start):
    with at(instant(DUE)):
        with undone():
            beat()
            whole = given()
        points = 0
        for number in count():
            with undone():
                if not killed_after(number, beat):
                    break
                beat()
                assert given() == whole, number
                points += 1
    assert points > 5
    assert whole["periods"]["2026-11", "CA"] == 1
    assert whole["events"]["unitreport", "accept_unconfirmed"] == 1
    assert whole["lines"].total() > 6


def test_a_worker_that_is_killed_after_any_commit_sends_each_mail_once(start):
    with at(instant(DUE)):
        beat()
        reminder = OutboxMessage.objects.filter(topic="reminder", done_at=None).earliest("pk")
        told = OutboxMessage.objects.get(payload__event="accepted_unconfirmed")
        OutboxMessage.objects.exclude(pk__in=[reminder.pk, told.pk]).update(done_at=instant(DUE))
        whole, points = sent_when_killed(None), 0
        for number in count():
            heads = sent_when_killed(number)
            if heads is None:
                break
            assert heads == whole, number
            points += 1
    assert points > 10
    assert set(whole.values()) == {1}


def sent_when_killed(number: int | None) -> Counter | None:
    """How often each mail, by its Message-ID, has left once another worker has gone on; None where none was killed."""
    mail.outbox.clear()
    with undone():
        if number is not None and not killed_after(number, outbox.drain):
            return None
        with at(instant(DUE) + timedelta(minutes=2)):  # the lease has run out
            outbox.drain()
        assert not OutboxMessage.objects.filter(done_at=None).exists()
        return Counter(each.message()["Message-ID"] for each in mail.outbox)
