"""Reminders when processes are killed or work at once, on PostgreSQL: none is missed, none is given twice."""

import signal

import pytest
from django.core import mail

from approvals.clock import at
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from tests import factories, killed, races
from tests.people import instant
from units.models import Notice
from workflows.models import Reminder, UnitReport
from workflows.reminders import actions as reminders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
OPENED = "2026-10-21 08:00"
DUE = "2026-11-05 07:31"
PROGRAM = "tests/workflows/reminders/killed.py"


@pytest.fixture
def period(cast):
    with at(instant(OPENED)):
        return factories.open_month(cast)


def run_and_kill(where: str, *more: str) -> int:
    """Give reminders in another process, which is killed there."""
    return killed.run_and_kill(PROGRAM, where, instant(DUE).isoformat(), *more)


def given() -> tuple[int, int, int]:
    rows = OutboxMessage.objects.filter(topic="reminder")
    return Reminder.objects.count(), Notice.objects.count(), rows.count()


def all_of(period) -> int:
    """Three rungs have spoken, each to two, of every unit."""
    return UnitReport.objects.filter(period=period).count() * 6


@pytest.mark.parametrize("where", ["before", "ledger", "notices"])
def test_a_tick_that_is_killed_leaves_nothing_and_the_next_gives_all(cast, period, where):
    assert run_and_kill(where) == -signal.SIGKILL
    assert given() == (0, 0, 0)
    with at(instant(DUE)):
        reminders.tell_due()
    assert Reminder.objects.count() == all_of(period)
    assert Notice.objects.count() == OutboxMessage.objects.filter(topic="reminder").count()


def test_one_that_is_killed_afterwards_has_given_all_and_the_next_gives_none(cast, period):
    assert run_and_kill("after") == -signal.SIGKILL
    before = given()
    assert before[0] == all_of(period)
    with at(instant(DUE)):
        assert reminders.tell_due() == 0
    assert given() == before


def test_two_ticks_at_once_give_each_reminder_once(cast, period):
    def tick() -> int:
        with at(instant(DUE)):
            return reminders.tell_due()

    won, lost = races.race(tick, tick, tick)
    assert lost == []
    assert sorted(won)[:2] == [0, 0]
    assert Reminder.objects.count() == all_of(period)


def test_a_worker_that_is_killed_over_a_mail_leaves_it_to_another_and_each_goes_out_once(cast, period):
    assert run_and_kill("mail") == -signal.SIGKILL
    with at(instant("2026-11-05 08:00")):  # the lease of the one that was killed has run out
        outbox.drain()
    heads = [sent.message()["Message-ID"] for sent in mail.outbox if sent.subject.startswith("Nhắc việc")]
    assert (
        len(set(heads)) == len(heads) == OutboxMessage.objects.filter(topic="reminder", done_at__isnull=False).count()
    )


def test_a_mail_that_left_before_its_worker_was_killed_goes_out_again_as_the_same_mail(cast, period, tmp_path):
    left = tmp_path / "left"
    assert run_and_kill("left", str(left)) == -signal.SIGKILL
    with at(instant("2026-11-05 08:00")):
        outbox.drain()
    heads = [sent.message()["Message-ID"] for sent in mail.outbox]
    assert heads.count(left.read_text(encoding="utf-8")) == 1
    assert not OutboxMessage.objects.filter(topic="reminder", done_at=None).exists()
