from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from approvals import tasks
from approvals.models import Checkpoint, TrailEvent
from approvals.trail import append_only, checkpoints, merkle
from approvals.trail import chain as trail
from tests import factories


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def hashes() -> list[bytes]:
    return [checkpoints.leaf(each) for each in TrailEvent.objects.order_by("pk").values_list("hash", flat=True)]


def test_a_checkpoint_folds_every_event_so_far(cast):
    made = checkpoints.make()
    assert (made.size, made.root) == (TrailEvent.objects.count(), merkle.root(hashes()).hex())
    assert checkpoints.newest() == made


def test_the_next_one_goes_on_from_the_last(cast):
    first = checkpoints.make()
    factories.submitted(cast)
    second = checkpoints.make()
    assert second.size > first.size
    assert second.root == merkle.root(hashes()).hex()


def test_without_new_events_the_last_one_stays(cast):
    assert checkpoints.make() == checkpoints.make()
    assert Checkpoint.objects.count() == 1


def test_beat_makes_them(cast):
    tasks.checkpoint()
    assert Checkpoint.objects.count() == 1


def test_an_event_is_proved_to_be_in_a_checkpoint(cast):
    factories.submitted(cast)
    made = checkpoints.make()
    event = TrailEvent.objects.get(action="submit")
    assert checkpoints.covering(event) == made
    place, path = checkpoints.prove(event, made)
    assert merkle.root_from(checkpoints.leaf(event.hash), place, made.size, path).hex() == made.root


def test_an_event_after_the_last_checkpoint_waits_for_the_next(cast):
    checkpoints.make()
    factories.submitted(cast)
    assert checkpoints.covering(TrailEvent.objects.get(action="submit")) is None


def test_a_checkpoint_is_proved_to_be_the_beginning_of_the_next(cast):
    first = checkpoints.make()
    factories.submitted(cast)
    second = checkpoints.make()
    path = checkpoints.prove_growth(first, second)
    old, new = merkle.roots_from(first.size, second.size, bytes.fromhex(first.root), path)
    assert (old.hex(), new.hex()) == (first.root, second.root)


def test_a_chain_that_was_forged_as_a_whole_is_found_by_its_checkpoint(cast):
    """Whoever owns the database can derive a forged chain anew; the root from before remains."""
    factories.submitted(cast)
    checkpoints.make()
    append_only.disarm(connection)
    event = TrailEvent.objects.get(action="submit")
    event.reason = "khác"
    forged = trail.digest(vars(event))
    TrailEvent.objects.filter(pk=event.pk).update(reason="khác", hash=forged)
    type(factories.unit_report(cast)).objects.filter(pk=event.subject_id).update(trail_head=forged)
    assert trail.verify(trail.chains()).fault == ""
    with pytest.raises(CommandError, match="checkpoint"):
        call_command("verify_trail", stdout=StringIO())


def test_an_event_that_was_removed_is_found(cast):
    made = checkpoints.make()
    append_only.disarm(connection)
    TrailEvent.objects.order_by("-pk").first().delete()
    assert checkpoints.fault() == f"checkpoint {made.pk} ({made.size})"


def test_a_whole_trail_has_no_fault(cast):
    checkpoints.make()
    factories.submitted(cast)
    checkpoints.make()
    out = StringIO()
    call_command("verify_trail", stdout=out)
    assert "2" in out.getvalue().splitlines()[1]


def test_the_database_refuses_to_change_or_delete_one(cast):
    append_only.arm(connection, append_only.CHECKPOINTS)
    made = checkpoints.make()
    for change in (lambda: Checkpoint.objects.update(root="0" * 64), made.delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert Checkpoint.objects.get().root == made.root


def test_making_one_takes_few_statements(cast, statements):
    with statements() as counted:
        checkpoints.make()
    assert len(counted) <= 6


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_waits_for_who_is_writing_now():
    """An event may get its id early and commit late: a checkpoint made meanwhile must not pass it by."""
    writing, go_on = Event(), Event()

    def write(number: int, wait: bool) -> None:
        with transaction.atomic():
            TrailEvent.objects.create(**_event(number))
            if wait:
                writing.set()
                go_on.wait(10)
        connection.close()

    slow = Thread(target=write, args=(1, True))
    slow.start()
    assert writing.wait(10)
    write(2, wait=False)
    made = []

    def make() -> None:
        made.append(checkpoints.make())
        connection.close()

    maker = Thread(target=make)
    maker.start()
    maker.join(0.5)
    assert maker.is_alive()
    go_on.set()
    slow.join(10), maker.join(10)
    assert made[0].size == TrailEvent.objects.count()
    assert checkpoints.fault() == ""


def _event(number: int) -> dict:
    return {
        "subject_kind": "letter", "subject_id": number, "subject_name": "Thư", "seq": 1, "scope": 1,
        "at": checkpoints.now(), "actor_name": "", "action": "open", "hash": f"{number:064x}",
    }  # fmt: skip
