"""Whoever stands in is told so: for whom, until when, and that what waits is on their desk."""

import pytest
from django.core import mail

from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from tests.people import instant
from units.absences import actions as absences


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def start(cast, starts_at):
    term = {"starts_at": instant(starts_at), "ends_at": instant("2026-11-14 00:00")}
    return absences.start_absence(cast.coordinator, by=cast.coordinator, substitute=cast["VP:unit_head"], **term)


def test_the_substitute_is_told_by_mail(cast):
    start(cast, "2026-11-06 00:00")
    outbox.drain()
    [sent] = mail.outbox
    assert sent.to == [cast["VP:unit_head"].email]
    assert sent.subject == f"Trình duyệt: Bạn làm thay {cast.coordinator}, từ 06/11/2026 đến hết 13/11/2026"
    assert f"Việc đang chờ {cast.coordinator} nay có trên trang “Việc của tôi” của bạn." in sent.body


def test_of_an_absence_that_is_to_come_the_work_is_told_for_then(cast):
    start(cast, "2026-11-10 00:00")
    [told] = OutboxMessage.objects.filter(topic="absence")
    assert "Từ ngày đó, việc chờ" in told.payload["text"]


def test_a_substitute_without_an_address_stands_in_all_the_same(cast):
    substitute = cast["VP:unit_head"]
    substitute.email = ""
    substitute.save(update_fields=["email"])
    assert start(cast, "2026-11-06 00:00").is_running
    assert not OutboxMessage.objects.filter(topic="absence").exists()
