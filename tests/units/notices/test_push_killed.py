"""Notices in browsers when processes are killed or work at once, on PostgreSQL: none is missed, none is asked twice."""

import signal
from datetime import timedelta

import pytest

from approvals.clock import at, now
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from tests import races
from tests.killed import run_and_kill
from tests.units.notices.test_push import KEYS, told
from tests.units.notices.test_push import service as service
from units.models import PushSubscription
from units.notices.push import actions as push

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PROGRAM = "tests/units/notices/killed.py"


@pytest.fixture
def notice(cast, service):
    """One that a browser is to show."""
    push.switch_on(cast.clerk, endpoint=service.url, **KEYS)
    return told(cast, "một")


def asked() -> int:
    return OutboxMessage.objects.filter(topic="push").count()


def finish() -> None:
    """The lease of a worker that was killed has run out."""
    with at(now() + timedelta(hours=1)):
        push.ask_for_new()
        outbox.drain()


@pytest.mark.parametrize(("where", "left"), [("asking", 0), ("asked", 1), ("sending", 1)])
def test_whoever_is_killed_before_it_left_leaves_it_to_the_next_and_it_arrives_once(notice, service, where, left):
    assert run_and_kill(PROGRAM, where) == -signal.SIGKILL
    assert (asked(), len(service.got)) == (left, 0)
    finish()
    assert (asked(), len(service.got)) == (1, 1)
    assert PushSubscription.objects.get().asked_until == notice.pk


def test_one_that_is_killed_once_it_left_is_sent_again_and_asked_for_once(notice, service):
    """As a mail may leave twice: the push service keeps no key. The browser shows one, under the same tag."""
    assert run_and_kill(PROGRAM, "sent") == -signal.SIGKILL
    finish()
    assert (asked(), len(service.got)) == (1, 2)


def test_two_ticks_at_once_ask_once(notice):
    won, lost = races.race(push.ask_for_new, push.ask_for_new)
    assert (sorted(won), lost, asked()) == ([0, 1], [], 1)


def test_a_notice_that_comes_during_a_tick_is_asked_for_by_the_next(cast, notice):
    races.overtaken(push.ask_for_new, lambda: told(cast, "hai"))
    assert push.ask_for_new() == 1
    assert asked() == 2
