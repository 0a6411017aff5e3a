"""The database itself refuses to change or delete an event."""

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.models import TrailEvent
from approvals.trail import append_only


@pytest.fixture
def event(cast) -> TrailEvent:
    append_only.arm(connection)
    return TrailEvent.objects.first()


def test_an_event_cannot_be_changed(event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        TrailEvent.objects.filter(pk=event.pk).update(reason="khác")
    assert TrailEvent.objects.get(pk=event.pk).reason == event.reason


def test_an_event_cannot_be_deleted(event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        event.delete()
    assert TrailEvent.objects.filter(pk=event.pk).exists()


def test_an_event_can_still_be_added(event):
    event.pk, event.seq, event._state.adding = None, 10_000, True
    event.save()
    assert TrailEvent.objects.filter(seq=10_000).exists()


def test_the_triggers_have_a_way_back_and_forth(event):
    append_only.disarm(connection)
    assert TrailEvent.objects.filter(pk=event.pk).update(reason="khác") == 1
    append_only.arm(connection)
    append_only.arm(connection)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEvent.objects.filter(pk=event.pk).update(reason="lại khác")
