"""The outbox: claim with a lease, work, confirm; what fails waits longer each time, then becomes an incident.

What runs it in processes of their own has its tests in test_worker.py.
"""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from approvals import clock
from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.outbox import worker

DONE: Counter[str] = Counter()
BUSY = threading.Lock()


def succeed(message: OutboxMessage) -> None:
    with BUSY:
        DONE[message.key] += 1


def fail(message: OutboxMessage) -> None:
    raise RuntimeError("hộp thư không trả lời")


def refuse(message: OutboxMessage) -> None:
    raise NotPossible("Chưa có kế hoạch năm 2026. Hãy nhập kế hoạch.")


@pytest.fixture(autouse=True)
def handlers(settings):
    settings.APPROVALS_HANDLERS = {
        "good": "tests.approvals.outbox.test_outbox.succeed",
        "bad": "tests.approvals.outbox.test_outbox.fail",
        "refused": "tests.approvals.outbox.test_outbox.refuse",
    }
    DONE.clear()


@pytest.fixture
def nine_o_clock(db, on_day):
    on_day("2026-11-03 09:00")
    return clock.now()


def message(key: str) -> OutboxMessage:
    return OutboxMessage.objects.get(key=key)


def fail_to_the_end(key: str, topic: str = "bad") -> None:
    """Let a message fail until it is parked, each time when it is due."""
    outbox.put(topic, key, scope=1)
    for _try in range(outbox.TRIES):
        with clock.at(message(key).available_at):
            outbox.drain()


def test_a_message_is_worked_once(nine_o_clock):
    outbox.put("good", "a", scope=1)
    assert outbox.drain() == 1
    assert outbox.drain() == 0
    assert DONE == {"a": 1}
    assert message("a").done_at == nine_o_clock
    assert message("a").leased_until is None


def test_the_same_effect_is_asked_for_once(nine_o_clock):
    outbox.put("good", "a", scope=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.put("good", "a", scope=1)


def test_nothing_is_left_of_a_transaction_that_was_rolled_back(nine_o_clock):
    with transaction.atomic():
        outbox.put("good", "a", scope=1)
        transaction.set_rollback(True)
    assert outbox.drain() == 0


def test_what_is_due_is_drained_oldest_first(nine_o_clock):
    for number in range(5):
        outbox.put("good", f"{number}", scope=1)
    assert outbox.drain() == 5
    assert list(DONE) == [str(number) for number in range(5)]


def test_a_claimed_message_is_not_claimed_again_within_its_lease(nine_o_clock):
    outbox.put("good", "a", scope=1)
    assert outbox.claim().key == "a"
    with clock.at(nine_o_clock + outbox.LEASE - timedelta(seconds=1)):
        assert outbox.claim() is None


def test_a_claim_spends_a_try_of_its_own_message_alone(nine_o_clock):
    outbox.put("good", "a", scope=1)
    outbox.put("good", "b", scope=1)
    outbox.claim()
    assert (message("a").tries, message("b").tries) == (1, 0)


def test_a_lease_that_ran_out_is_claimed_again(nine_o_clock):
    outbox.put("good", "a", scope=1)
    outbox.claim()
    with clock.at(nine_o_clock + outbox.LEASE):
        assert outbox.claim().tries == 2


def test_a_lease_runs_out_within_a_minute_and_is_renewed_well_before():
    assert 3 * timedelta(seconds=worker.RENEWAL) < outbox.LEASE <= timedelta(seconds=50)


def test_a_renewed_lease_holds_on(nine_o_clock):
    outbox.put("good", "a", scope=1)
    claimed = outbox.claim()
    with clock.at(nine_o_clock + outbox.LEASE / 2):
        assert outbox.renew(claimed)
    with clock.at(nine_o_clock + outbox.LEASE):
        assert outbox.claim() is None


def test_what_another_claimed_is_neither_renewed_nor_confirmed_nor_postponed(nine_o_clock):
    outbox.put("good", "a", scope=1)
    first = outbox.claim()
    with clock.at(nine_o_clock + outbox.LEASE):
        second = outbox.claim()
        assert not outbox.renew(first)
        outbox.work(first)
        outbox.postpone(first, "too late")
        outbox.give_back(first)
    assert (message("a").lease, message("a").tries, message("a").done_at) == (second.lease, 2, None)


def test_what_is_given_back_is_due_again_with_its_try(nine_o_clock):
    outbox.put("good", "a", scope=1)
    outbox.give_back(outbox.claim())
    assert outbox.claim().tries == 1


def test_topics_that_are_busy_are_passed_over(nine_o_clock):
    outbox.put("bad", "a", scope=1)
    outbox.put("good", "b", scope=1)
    assert outbox.claim(["bad"]).key == "b"
    assert outbox.claim(["bad"]) is None


def test_a_message_whose_workers_all_died_is_parked_as_an_incident_without_another_try(nine_o_clock):
    outbox.put("good", "a", scope=1)
    outbox.put("good", "b", scope=1)
    for place in range(outbox.TRIES):
        with clock.at(nine_o_clock + outbox.LEASE * place):
            assert outbox.claim().key == "a"
    with clock.at(nine_o_clock + outbox.LEASE * outbox.TRIES):
        assert outbox.claim().key == "b"
    assert (message("a").parked, message("a").tries) == (True, outbox.TRIES)
    assert "bị dừng đột ngột" in Incident.objects.get().what


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=7), timedelta(days=400)])
def test_a_clock_that_was_set_back_holds_up_neither_new_nor_leased_nor_postponed_messages(nine_o_clock, back):
    outbox.put("bad", "postponed", scope=1)
    outbox.drain()
    outbox.put("good", "leased", scope=1)
    outbox.claim()
    outbox.put("good", "new", scope=1)
    with clock.at(nine_o_clock - back):
        assert outbox.drain() == 3
    assert DONE == {"leased": 1, "new": 1}


def test_a_failure_waits_longer_each_time(nine_o_clock):
    outbox.put("bad", "a", scope=1)
    outbox.drain()
    assert message("a").available_at == nine_o_clock + timedelta(seconds=10)
    with clock.at(nine_o_clock + timedelta(seconds=10)):
        outbox.drain()
    assert message("a").available_at == nine_o_clock + timedelta(seconds=50)
    assert not Incident.objects.exists()


def test_a_failing_message_does_not_hold_up_the_others(nine_o_clock):
    outbox.put("bad", "a", scope=1)
    outbox.put("good", "b", scope=1)
    outbox.drain()
    assert DONE == {"b": 1}


def test_past_its_last_try_a_message_is_parked_as_an_incident(nine_o_clock):
    fail_to_the_end("a")
    incident = Incident.objects.get()
    assert message("a").parked
    assert (incident.scope, incident.state) == (1, Incident.State.OPEN)
    assert incident.what == "RuntimeError: hộp thư không trả lời"


def test_a_refusal_is_told_as_the_sentence_that_it_is(nine_o_clock):
    fail_to_the_end("a", "refused")
    assert Incident.objects.get().what == "Chưa có kế hoạch năm 2026. Hãy nhập kế hoạch."


def test_a_parked_message_is_not_tried_again(nine_o_clock):
    fail_to_the_end("a")
    with clock.at(nine_o_clock + timedelta(days=30)):
        assert outbox.drain() == 0


def test_an_unknown_topic_becomes_a_failure_not_a_crash(nine_o_clock):
    outbox.put("nobody", "a", scope=1)
    assert outbox.drain() == 1
    assert message("a").done_at is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_workers_drain_two_hundred_messages_once_each():
    for number in range(200):
        outbox.put("good", f"{number}", scope=1)
    start, handled = threading.Barrier(4), []

    def worker() -> None:
        start.wait()
        handled.append(outbox.drain())
        connection.close()

    workers = [threading.Thread(target=worker) for _number in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert sum(handled) == 200
    assert set(DONE.values()) == {1}
    assert not OutboxMessage.objects.filter(done_at=None).exists()


def test_what_a_process_asked_for_is_worked_at_once_and_by_nobody_after(nine_o_clock):
    outbox.put("good", "own", scope=1)
    outbox.work_at_once("own")
    assert (DONE["own"], outbox.drain()) == (1, 0)
    assert message("own").done_at


def test_what_another_has_claimed_is_left_to_it(nine_o_clock):
    outbox.put("good", "own", scope=1)
    outbox.claim()
    outbox.work_at_once("own")
    outbox.work_at_once("never asked for")
    assert DONE["own"] == 0


def test_what_fails_at_once_waits_for_the_worker(nine_o_clock):
    outbox.put("bad", "own", scope=1)
    outbox.work_at_once("own")
    assert (message("own").tries, message("own").done_at, message("own").lease) == (1, None, None)
