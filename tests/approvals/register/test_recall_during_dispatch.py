"""A recall and a dispatch at once: whoever comes second sees the first."""

import threading
import time

import pytest
from django.db import connection, transaction

from approvals.channels import delivery, parcels
from approvals.channels.kinds import folder
from approvals.models import Dispatch, Document, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from tests import factories
from workflows.ward_reports.province import actions as province

TODAY = "2026-11-06 09:00"
REASON = "Sai số liệu của chỉ tiêu 7"


@pytest.fixture(autouse=True)
def outgoing(settings, tmp_path, on_day):
    on_day(TODAY)
    settings.OUTGOING_DIR = tmp_path
    return tmp_path


def dispatched(cast) -> Dispatch:
    """Asked for, not written out yet."""
    province.dispatch(factories.issued(cast), by=cast.clerk)
    OutboxMessage.objects.exclude(topic="dispatch").delete()
    return Dispatch.objects.get()


@pytest.fixture
def sent(cast) -> Dispatch:
    return dispatched(cast)


def recall(cast) -> None:
    register.recall(Document.objects.get(), by=cast.clerk, reason=REASON)


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def recalls() -> int:
    return OutboxMessage.objects.filter(topic="recall").count()


def test_what_was_recalled_before_it_was_begun_goes_nowhere(cast, sent, outgoing):
    recall(cast)
    delivery.deliver(OutboxMessage.objects.get(topic="dispatch"))
    assert (names(outgoing), recalls()) == ([], 0)


def test_what_is_recalled_while_its_files_are_read_goes_nowhere(cast, sent, outgoing, monkeypatch):
    read = parcels.metadata
    monkeypatch.setattr(parcels, "metadata", lambda *what: (recall(cast), read(*what))[1])
    delivery.deliver(OutboxMessage.objects.get(topic="dispatch"))
    assert (names(outgoing), recalls()) == ([], 0)


def test_what_is_recalled_while_its_files_are_written_is_followed_by_its_recall(cast, sent, outgoing, monkeypatch):
    write = folder.write

    def recall_and_write(*args):
        monkeypatch.setattr(folder, "write", write)
        recall(cast)
        write(*args)

    monkeypatch.setattr(folder, "write", recall_and_write)
    outbox.work(OutboxMessage.objects.get(topic="dispatch"))
    assert (len(names(outgoing)), recalls()) == (2, 1)
    delivery.recall(OutboxMessage.objects.get(topic="recall"))
    assert len([name for name in names(outgoing) if name.endswith("-recall.json")]) == 1


def test_a_recall_waits_until_the_dispatch_is_done(cast, sent, outgoing):
    delivery.deliver(OutboxMessage.objects.get(topic="dispatch"))
    recall(cast)
    with pytest.raises(delivery.BeingWritten):
        delivery.recall(OutboxMessage.objects.get(topic="recall"))
    OutboxMessage.objects.filter(topic="dispatch").update(parked=True)
    delivery.recall(OutboxMessage.objects.get(topic="recall"))
    assert len(names(outgoing)) == 3


def test_a_dispatch_that_died_before_it_was_noted_is_recalled_as_well(cast, sent, outgoing, monkeypatch):
    def die(*_args):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(folder, "write", die)
        with pytest.raises(SystemExit):
            delivery.deliver(OutboxMessage.objects.get(topic="dispatch"))
    recall(cast)
    assert recalls() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_dispatch_that_begins_during_a_recall_waits_for_it(cast, outgoing):
    sent = dispatched(cast)
    message = OutboxMessage.objects.get(topic="dispatch")

    def write() -> None:
        delivery.deliver(message)
        connection.close()

    other = threading.Thread(target=write)
    with transaction.atomic():
        recall(cast)
        other.start()
        time.sleep(1)
    other.join()
    assert (names(outgoing), recalls()) == ([], 0)
    assert Dispatch.objects.get(pk=sent.pk).begun_at is None
