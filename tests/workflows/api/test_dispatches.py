"""Dispatches through the API: how they stand, sending again, giving up, and what was taken there by hand."""

import pytest

from approvals.channels import actions as channels
from approvals.channels import kinds
from approvals.channels.seam import NotTaken
from approvals.clock import now
from approvals.models import Document, Incident, OutboxMessage
from approvals.outbox import queue as outbox
from tests.dispatching import hand_over, sent_to
from tests.workflows import arrange

pytestmark = pytest.mark.starts_from(arrange.issued, on="2026-11-08 09:00")
NAME = "Sở Khoa học và Công nghệ"


class Away:
    FIELDS = ()

    def send(self, way, parcel):
        raise NotTaken("Máy chủ thư từ chối")


@pytest.fixture
def document(start, on_day, settings, tmp_path):
    on_day("2026-11-08 09:00")
    settings.OUTGOING_DIR = tmp_path
    return Document.objects.get(subject_id=start.pk)


def recipient(cast, kind):
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=NAME, leads=True)
    channels.add_channel(row, kind, by=cast.admin, values={"to": "vt@so.example"} if kind == "mail" else {})


@pytest.fixture
def failed(cast, document, monkeypatch):
    """A sending that ran out of tries."""
    monkeypatch.setitem(kinds.KINDS, "mail", Away())
    recipient(cast, "mail")
    sent = sent_to(document, NAME, by=cast.clerk)
    OutboxMessage.objects.filter(topic="dispatch").update(tries=outbox.TRIES)
    outbox.work(OutboxMessage.objects.get(topic="dispatch"))
    return sent


def test_what_could_not_be_sent_is_tried_again_under_the_same_identity(program, cast, failed):
    clerk, path = program(cast.clerk), f"/dispatches/{failed.pk}"
    before = clerk.get(path).json()
    assert (before["standing"], before["recipient"]) == ("queued", NAME)
    again = clerk.post(f"{path}/resend")
    assert (again.status_code, again.json()["identity"]) == (200, before["identity"])
    message = OutboxMessage.objects.get(topic="dispatch")
    assert (message.parked, message.tries) == (False, 0)
    assert clerk.post(f"{path}/resend").status_code == 409


def test_it_is_given_up_for_a_reason(program, cast, failed):
    clerk, path = program(cast.clerk), f"/dispatches/{failed.pk}"
    assert clerk.post(f"{path}/give-up", {"reason": ""}).status_code == 422
    assert clerk.post(f"{path}/give-up", {"reason": "Đã gửi bản giấy"}).status_code == 200
    assert Incident.objects.get().reason == "Đã gửi bản giấy"


def test_who_may_not_close_incidents_decides_nothing(program, cast, failed):
    assert program(cast.approver).post(f"/dispatches/{failed.pk}/resend").status_code == 409
    assert program(cast["CA:drafter"]).get(f"/dispatches/{failed.pk}").status_code in (200, 404)
    assert program(cast.clerk, "read").post(f"/dispatches/{failed.pk}/resend").status_code == 403


def test_what_was_taken_there_by_hand_is_recorded(program, cast, document, on_day):
    recipient(cast, "by_hand")
    sent = hand_over(sent_to(document, NAME, by=cast.clerk))
    on_day("2026-11-09 10:00")
    clerk, path = program(cast.clerk), f"/dispatches/{sent.pk}/by-hand"
    told = {"at": now().isoformat(), "how": "Cán bộ mang đến", "to_whom": "Lê Thị B"}
    assert clerk.post(path, told | {"at": "2026-11-09T10:00:00"}).status_code == 409
    assert clerk.post(path, told | {"at": "2025-11-09T10:00:00+07:00"}).status_code == 409
    done = clerk.post(path, told)
    assert (done.status_code, done.json()["standing"]) == (200, "sent"), done.content
    assert clerk.post(path, told).status_code == 409


def test_the_issued_document_is_read_as_it_was_signed(program, cast, document):
    path = f"/documents/{document.pk}/file"
    answer = program(cast.clerk, "read").get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content)
    assert program(cast["VP:drafter"]).get("/documents/999999/file").status_code == 404
