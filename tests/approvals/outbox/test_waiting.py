"""What a page says that waits for a side effect."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals import clock
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from approvals.outbox import waiting
from approvals.outbox.querysets import late_messages


@pytest.fixture
def nine_o_clock(db, on_day):
    on_day("2026-11-03 09:00")
    outbox.put("render", "a", scope=1, ward_report=7)
    return clock.now()


def words(after: timedelta = timedelta()) -> str:
    with clock.at(clock.now() + after):
        return waiting.words("render", ward_report=7)


def test_what_is_in_the_queue_waits_for_its_turn(nine_o_clock):
    assert words() == "Việc này đang chờ đến lượt, thường trong vài giây."


def test_what_is_begun_is_being_worked_on(nine_o_clock):
    outbox.claim()
    assert words() == "Việc này đang được xử lý."


def test_what_failed_tells_when_it_is_tried_again(nine_o_clock):
    outbox.postpone(outbox.claim(), "hết chỗ trên đĩa")
    assert words() == "Lần thử thứ 1 không thành công; hệ thống thử lại lúc 09:00:10."


def test_what_nobody_takes_up_for_a_minute_is_said_to_lie(nine_o_clock):
    assert "đã chờ từ 09:00:00, lâu hơn bình thường" in words(timedelta(seconds=61))
    outbox.claim()
    assert "đã chờ từ 09:00:00" in words(timedelta(hours=1))


def test_what_is_done_or_parked_waits_for_nothing(nine_o_clock):
    OutboxMessage.objects.update(parked=True)
    assert words() == ""
    OutboxMessage.objects.update(parked=False, done_at=nine_o_clock)
    assert words() == ""


def test_another_reports_work_is_not_meant(nine_o_clock):
    assert waiting.words("render", ward_report=8) == ""


def test_the_page_of_incidents_tells_what_is_left_lying_and_what_is_tried_again(client, cast, on_day):
    on_day("2026-11-03 09:00")
    outbox.put("render", "old", scope=cast.ward.pk, ward_report=7)
    outbox.put("dispatch", "failing", scope=cast.ward.pk, dispatch=7)
    outbox.put("mail", "of another ward", scope=cast.ward.pk + 100_000)
    with clock.at(clock.now() + timedelta(minutes=9)):
        outbox.postpone(outbox.claim(["render", "mail"]), "hết chỗ trên đĩa")
        outbox.put("letter", "new", scope=cast.ward.pk)
        client.force_login(cast.clerk)
        page = client.get(reverse("incidents")).content.decode()
        assert [row.key for row in late_messages(cast.clerk)] == ["old", "failing"]
    assert "Dựng bản PDF của văn bản. Việc này đã chờ từ 09:00:00, lâu hơn bình thường." in page
    assert "Gửi một văn bản. Lần thử thứ 1 không thành công" in page


def test_a_drafter_reads_nothing_of_it(cast, on_day):
    on_day("2026-11-03 09:00")
    outbox.put("render", "old", scope=cast.ward.pk, ward_report=7)
    with clock.at(clock.now() + timedelta(minutes=9)):
        assert not late_messages(cast["CA:drafter"])
