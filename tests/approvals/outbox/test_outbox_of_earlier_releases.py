"""What the outbox of an installation of today holds is kept by the migrations, and worked."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from approvals.clock import now
from approvals.models import Dispatch, Document, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from tests import factories
from workflows.ward_reports.province import actions as province

EDITOR = SimpleNamespace(connection=connection)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


def row(key: str, **fields) -> None:
    outbox.put("render", key, scope=1, ward_report=7)
    OutboxMessage.objects.filter(key=key).update(**fields)


def test_leased_and_queued_rows_are_due_at_once_with_all_their_tries_and_the_rest_stays(db):
    leased = now() + timedelta(minutes=9)
    row("leased", leased_until=leased, tries=8)
    row("queued")
    row("parked", parked=True, tries=5)
    row("done", done_at=now(), tries=2)
    import_module("approvals.migrations.0003_outbox_lease").give_back(apps, EDITOR)
    assert [(message.key, message.tries) for message in outbox.due()] == [("leased", 0), ("queued", 0)]
    rest = OutboxMessage.objects.filter(key__in=["parked", "done"]).order_by("key")
    assert list(rest.values_list("key", "tries", "parked")) == [("done", 2, False), ("parked", 5, True)]
    assert set(OutboxMessage.objects.values_list("topic", "payload__ward_report")) == {("render", 7)}


def test_a_dispatch_that_was_asked_for_before_is_recalled_as_one_that_may_have_gone(cast):
    province.dispatch(factories.issued(cast), by=cast.clerk)
    import_module("approvals.migrations.0004_dispatch_begun").may_have_gone(apps, EDITOR)
    sent = Dispatch.objects.get()
    assert sent.begun_at == sent.requested_at
    register.recall(Document.objects.get(), by=cast.clerk, reason="Sai")
    assert OutboxMessage.objects.filter(topic="recall").count() == 1


def test_names_with_line_breaks_are_put_on_one_line(cast):
    unit = cast.units["CA"]
    type(unit).objects.filter(pk=unit.pk).update(short_name="Công\u202e an\r\nphường")
    import_module("units.migrations.0003_names_on_one_line").to_one_line(apps, EDITOR)
    unit.refresh_from_db()
    assert unit.short_name == "Công an phường"
    assert cast.units["VHXH"].name == type(unit).objects.get(pk=cast.units["VHXH"].pk).name
