"""What receivers tell: each status by what it changes, and what cannot be right as an incident."""

from dataclasses import replace
from datetime import timedelta

import pytest

from approvals.channels import actions as channels
from approvals.channels import answers
from approvals.channels.seam import Answer
from approvals.clock import now
from approvals.models import Channel, Dispatch, Document, Incident, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from tests.dispatching import hand_over, sent_to
from tests.factories import reread
from tests.workflows import arrange
from workflows.cases.moves import last_move
from workflows.models import WardReport
from workflows.ward_reports.province import actions as province

pytestmark = pytest.mark.starts_from(arrange.dispatched, on="2026-11-08 09:00")
ORGAN = "H60.05"


@pytest.fixture
def report(start, on_day, settings, tmp_path):
    on_day("2026-11-08 12:00")
    settings.OUTGOING_DIR = tmp_path
    return start


@pytest.fixture
def channel(cast, report) -> Channel:
    name = report.period.plan.province_recipient
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=name, organ_id=ORGAN, leads=True)
    return channels.add_channel(row, Channel.Kind.FOLDER, by=cast.admin, values={})


@pytest.fixture
def sent(report, channel) -> Dispatch:
    row = Dispatch.objects.get(document__subject_id=report.pk)
    row.addressee = channel.recipient
    row.save(update_fields=["addressee"])
    return hand_over(row)


def tell(sent, channel, code, **told) -> Answer:
    values = {"at": now(), "token": f"m-{code}", "organ_id": ORGAN} | told
    answer = Answer(identity=str(sent.identity), code=code, **values)
    answers.take_in(answer, channel)
    sent.refresh_from_db()
    return answer


def follow() -> None:
    for message in OutboxMessage.objects.filter(topic="followed", done_at=None).order_by("pk"):
        outbox.work(message)


def faults() -> list[str]:
    return list(Incident.objects.values_list("what", flat=True))


def test_delivered_then_received_moves_the_report_as_a_person_would(cast, report, sent, channel):
    tell(sent, channel, "01")
    follow()
    assert (sent.standing, reread(report).state, reread(report).get_state_display()) == (
        "delivered", "dispatched", "Đã đến"
    )  # fmt: skip
    tell(sent, channel, "03", reference="512/SKHCN")
    follow()
    row = reread(report)
    assert (row.state, sent.standing, sent.answer_reference) == ("received", "received", "512/SKHCN")
    event = last_move(row)
    assert (event.action, event.actor, event.changes) == (
        "record_receipt", cast.clerk, {"channel": [None, "Thư mục trên máy chủ"]}
    )  # fmt: skip
    assert faults() == []


def test_refused_opens_the_next_version_with_the_reason(report, sent, channel):
    tell(sent, channel, "02", reason="Thiếu biểu số 2")
    follow()
    outbox.work(OutboxMessage.objects.get(topic="next_version"))
    assert (reread(report).state, WardReport.objects.get(replaces=report).reason) == ("refused", "Thiếu biểu số 2")


def test_what_comes_twice_is_taken_in_once_and_the_history_is_lines(sent, channel):
    for code in ("04", "05", "05", "06"):
        tell(sent, channel, code)
    assert list(sent.lines.exclude(code="").values_list("code", flat=True)) == ["04", "05", "06"]
    assert (sent.standing, faults()) == ("sent", [])


def test_a_delivery_that_is_told_after_the_answer_changes_no_answer(sent, channel):
    tell(sent, channel, "03", reference="512")
    tell(sent, channel, "01", at=now() - timedelta(hours=1))
    assert (sent.standing, faults()) == ("received", [])


@pytest.mark.parametrize(
    ("code", "told", "word"),
    [
        ("02", {}, "không nêu lý do"),
        ("03", {"organ_id": "H60.77"}, "cơ quan khác"),
        ("07", {}, "không đúng trình tự: 07"),
        ("13", {}, "không đúng trình tự: 13"),
        ("15", {}, "không đúng trình tự: 15"),
        ("16", {"reason": "Đã dùng"}, "không đồng ý trả lại"),
        ("", {"reason": "no XML"}, "không đọc được: no XML"),
    ],
)
def test_what_cannot_be_right_is_an_incident_and_changes_nothing(sent, channel, code, told, word):
    tell(sent, channel, code, **told)
    (fault,) = faults()
    assert word in fault
    assert (sent.standing, sent.lines.exclude(code="").count()) == ("sent", 0)


def test_a_second_answer_that_differs_is_an_incident(report, sent, channel):
    tell(sent, channel, "03", reference="512")
    tell(sent, channel, "02", reason="Sai mẫu", token="m-2")
    assert "khác phản hồi đầu" in faults()[0]
    assert sent.standing == "received"


def test_a_receipt_for_what_was_never_sent_is_an_incident_that_stays_when_tried_again(sent, channel):
    answer = tell(sent, channel, "01")
    answers.take_in(replace(answer, identity="không có", token="m-9"), channel)
    assert "chưa từng gửi" in faults()[0]
    message = OutboxMessage.objects.get(topic="answer")
    with pytest.raises(answers.AnswerFault):
        answers.take_in_again(message)


def test_the_receiver_that_agrees_to_a_recall_has_deleted_it(cast, sent, channel):
    register.recall(Document.objects.get(), by=cast.clerk, reason="Sai số liệu")
    tell(sent, channel, "15", reference="Đã xóa")
    assert (sent.deleted_at, sent.deletion_reference) == (now(), "Đã xóa")


def test_a_refusal_by_another_recipient_is_a_line_and_an_incident_and_moves_nothing(cast, report, sent, channel):
    other = channels.add_recipient(cast.ward.pk, by=cast.admin, name="Sở Nội vụ", organ_id="H60.06")
    way = channels.add_channel(other, Channel.Kind.FOLDER, by=cast.admin, values={})
    copy = sent_to(Document.objects.get(), "Sở Nội vụ", by=cast.clerk)
    Dispatch.objects.filter(pk=copy.pk).update(leads=False)
    tell(hand_over(copy), way, "02", reason="Không thuộc thẩm quyền", organ_id="H60.06")
    follow()
    assert "Sở Nội vụ từ chối" in faults()[0]
    assert (reread(report).state, copy.standing) == ("dispatched", "refused")


def test_what_a_person_recorded_meanwhile_is_left_alone(cast, report, sent, channel):
    province.record_receipt(reread(report), by=cast.clerk, received=True, reference="512", reason="")
    sent.refresh_from_db()
    tell(sent, channel, "03", reference="512")
    follow()
    assert (reread(report).state, faults()) == ("received", [])
