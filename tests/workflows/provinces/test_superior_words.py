"""A province's own report goes to whom its plan names, and nothing calls that the province."""

import pytest
from django.core import mail
from django.urls import reverse

from approvals.models import OutboxMessage, TrailEvent
from approvals.outbox import queue as outbox
from approvals.trail import sentences
from tests.factories import reread
from tests.workflows import arrange as ward_arrange
from workflows.models import WardReport
from workflows.pure.wording.facts import DifficultyFact, Facts
from workflows.pure.wording.narrative import draft
from workflows.ward_reports.province import actions as province_actions

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(ward_arrange.issued, on=TODAY)
MINISTRY = "Bộ Khoa học và Công nghệ"


@pytest.fixture
def own(cast, start, province) -> WardReport:
    """The province's own report of October, which has been issued."""
    row = WardReport.objects.with_names().get(ward=province.unit)
    WardReport.objects.filter(pk=row.pk).update(state="dispatched")
    return reread(row)


def text(client, person, name: str, *args, **asked) -> str:
    client.force_login(person)
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return main.replace("Tỉnh Tuyên Quang", "").replace("tỉnh Tuyên Quang", "")


def test_its_states_are_called_so_and_a_wards_as_before(client, own, start, province):
    assert own.get_state_display() == "Đã gửi cấp trên"
    WardReport.objects.filter(pk=start.pk).update(state="dispatched")
    assert reread(start).get_state_display() == "Đã gửi tỉnh"
    for state, words in (("received", "Cấp trên đã tiếp nhận"), ("refused", "Cấp trên từ chối")):
        WardReport.objects.filter(pk=own.pk).update(state=state)
        assert reread(own).get_state_display() == words
        for page in ("periods", "reports"):
            shown = text(client, province.coordinator, page, of="ward")
            assert (words in shown, "Tỉnh đã tiếp nhận" in shown, "Tỉnh từ chối" in shown) == (True, False, False), page


def test_its_pages_name_no_province_as_the_recipient(client, own, province):
    for name, person in (
        ("ward_report", province.clerk),
        ("ward_report_receipt", province.clerk),
        ("desk", province.clerk),
    ):
        shown = text(client, person, name, *([] if name == "desk" else [own.pk]))
        for word in ("Gửi tỉnh", "gửi tỉnh", "Chờ tỉnh", "của tỉnh", "Tỉnh đã", "Tỉnh từ", "khi tỉnh", "Số tỉnh"):
            assert word not in shown, (name, word)
    assert "Chờ cấp trên phản hồi" in text(client, province.clerk, "ward_report", own.pk)
    assert "Phản hồi của cấp trên" in text(client, province.clerk, "ward_report_receipt", own.pk)


def test_its_route_and_its_month_are_told_so(client, own, province):
    assert "Chờ cấp trên phản hồi" in text(client, province.people["admin"], "routes", province.unit.pk)
    month = text(client, province.coordinator, "agenda", month="2026-11")
    assert ("gửi cấp trên" in month, "gửi tỉnh" in month) == (True, False)


def test_a_refusal_is_told_in_trail_and_mail_with_the_recipients_name(client, own, province):
    row = province_actions.record_refusal(own, by=province.clerk, reference="12", reason="Thiếu biểu")
    event = TrailEvent.objects.filter(subject_kind="wardreport", subject_id=row.pk).latest("seq")
    assert MINISTRY in sentences.sentence(event)
    assert "tỉnh từ chối" not in sentences.sentence(event)
    told = OutboxMessage.objects.get(topic="mail", payload__event="refused_above")
    outbox.work(told)
    outbox.work(OutboxMessage.objects.filter(topic="letter", payload__event="refused_above").latest("pk"))
    assert mail.outbox[-1].subject.startswith("Cấp trên từ chối")


def test_the_trail_calls_its_states_so_on_the_page_of_an_event_and_in_the_file(client, cast, own, start, province):
    province_actions.record_receipt(own, by=province.clerk, received=True, reference="12", reason="")
    row = TrailEvent.objects.get(subject_kind="wardreport", subject_id=own.pk, action="record_receipt")
    assert "Đã gửi cấp trên → Cấp trên đã tiếp nhận" in text(client, province.people["admin"], "trail_event", row.pk)
    lines = b"".join(client.get(reverse("trail_export"), {"action": "record_receipt"}).streaming_content).decode()
    assert ("Cấp trên đã tiếp nhận" in lines, "Tỉnh đã tiếp nhận" in lines) == (True, False)
    sent = reread(province_actions.dispatch(reread(start), by=cast.clerk))
    event = TrailEvent.objects.filter(subject_kind="wardreport", subject_id=sent.pk, target="dispatched").latest("seq")
    assert "→ Đã gửi tỉnh" in text(client, cast.auditor, "trail_event", event.pk)


def test_what_cannot_be_solved_there_is_asked_of_the_superior(province):
    fact = DifficultyFact(text="Thiếu kinh phí", units=("Sở KH-CN",), to="tỉnh")
    facts = Facts(code="2026-10", indicators=(), groups=(), difficulties=(fact,), recipient=MINISTRY, superior=MINISTRY)
    assert f"Đề nghị {MINISTRY} xem xét, hỗ trợ" in draft(facts).proposals
