"""How a document gets from the outbox to a channel: which, how often, and what is noted of it."""

import os
from types import SimpleNamespace

import pytest

from approvals.channels import actions as channels
from approvals.channels import delivery, kinds, ways
from approvals.channels.seam import NotTaken, Outcome, Unclear
from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Channel, Dispatch, DispatchLine, Document, Incident, OutboxMessage, TrailEvent
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from tests.dispatching import hand_over, sent_to
from tests.workflows import arrange

pytestmark = pytest.mark.starts_from(arrange.issued, on="2026-11-08 09:00")
NAME = "Sở Khoa học và Công nghệ"


@pytest.fixture
def document(start, on_day, settings, tmp_path):
    on_day("2026-11-08 09:00")
    settings.OUTGOING_DIR = tmp_path
    return Document.objects.get(subject_id=start.pk)


class Fake:
    """A kind of channel that does as it is told."""

    FIELDS = ()

    def __init__(self, *does) -> None:
        self.does, self.sent, self.recalled = list(does), [], []

    def send(self, way, parcel):
        self.sent.append(parcel)
        done = self.does.pop(0) if self.does else Outcome.SENT
        if isinstance(done, Exception):
            raise done
        return done

    def recall(self, way, notice):
        self.recalled.append(notice)


@pytest.fixture
def fakes(monkeypatch):
    def put(**faked):
        for kind, fake in faked.items():
            monkeypatch.setitem(kinds.KINDS, kind, fake)
        return SimpleNamespace(**faked)

    return put


def recipient(cast, *of):
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=NAME, leads=True)
    for kind in of:
        channels.add_channel(row, kind, by=cast.admin, values={})
    return row


def test_a_recipient_that_nobody_set_up_gets_it_in_the_outgoing_folder(cast, document, tmp_path):
    sent = hand_over(sent_to(document, NAME, by=cast.clerk))
    assert (sent.standing, sent.channel) == ("sent", None)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".pdf"]


def test_what_its_channel_has_is_handed_over_no_more(cast, document, fakes):
    fake = fakes(mail=Fake()).mail
    recipient(cast, "mail")
    sent = sent_to(document, NAME, by=cast.clerk)
    assert hand_over(sent).sent_at == now()
    hand_over(sent)
    assert len(fake.sent) == 1
    assert sent.lines.count() == 1


def test_the_next_channel_takes_over_when_the_first_has_failed_twice(cast, document, fakes):
    faked = fakes(sftp=Fake(*[NotTaken("Máy chủ tắt")] * 9), mail=Fake())
    recipient(cast, "sftp", "mail")
    sent = sent_to(document, NAME, by=cast.clerk)
    for number in (1, 2):
        with pytest.raises(NotTaken):
            hand_over(sent, number=number)
    sent.refresh_from_db()
    assert (sent.standing, sent.begun_at) == ("queued", None)
    assert hand_over(sent, number=3).channel.kind == "mail"
    assert (len(faked.sftp.sent), len(faked.mail.sent)) == (2, 1)
    assert [line.text for line in sent.lines.filter(what=DispatchLine.What.FAILED)] == ["Máy chủ tắt"] * 2


def test_what_a_channel_may_have_taken_goes_by_no_other_and_under_the_same_identity(cast, document, fakes):
    faked = fakes(sftp=Fake(Unclear("Đứt đường truyền"), *[NotTaken("Máy chủ tắt")] * 3), mail=Fake())
    recipient(cast, "sftp", "mail")
    sent = sent_to(document, NAME, by=cast.clerk)
    for number in range(1, 5):
        with pytest.raises((Unclear, NotTaken)):
            hand_over(sent, number=number)
    hand_over(sent, number=5)
    assert faked.mail.sent == []
    assert {parcel.identity for parcel in faked.sftp.sent} == {str(sent.identity)}
    assert [parcel.again for parcel in faked.sftp.sent] == [False, True, True, True, True]


def test_out_of_tries_it_is_an_incident_with_its_cause_in_plain_words(cast, document, fakes, client):
    fakes(mail=Fake(*[NotTaken("Máy chủ thư từ chối")] * 9))
    recipient(cast, "mail")
    sent_to(document, NAME, by=cast.clerk)
    OutboxMessage.objects.filter(topic="dispatch").update(tries=outbox.TRIES)
    outbox.work(OutboxMessage.objects.get(topic="dispatch"))
    assert Incident.objects.get().what == "Máy chủ thư từ chối"
    client.force_login(cast.clerk)
    page = client.get("/incidents/").content.decode()
    assert all(word in page for word in ("Máy chủ thư từ chối", "5 lần", NAME, "Thử lại", "Bỏ qua kèm lý do"))


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_what_the_other_side_says_by_signs_of_no_text_is_noted_as_any_refusal(cast, document, fakes, sign, caplog):
    caplog.set_level("CRITICAL")  # what was logged would go to xdist with the report, which takes no half of a pair
    fakes(sftp=Fake(*[NotTaken(f"Hết{sign} chỗ")] * 9), mail=Fake(*[NotTaken(f"Hết{sign} thư")] * 9))
    recipient(cast, "sftp", "mail")
    sent = sent_to(document, NAME, by=cast.clerk)
    for _try in range(outbox.TRIES):
        message = OutboxMessage.objects.get(topic="dispatch")
        OutboxMessage.objects.filter(pk=message.pk).update(tries=message.tries + 1)
        outbox.work(OutboxMessage.objects.get(pk=message.pk))
    told = sent.lines.filter(what=DispatchLine.What.FAILED).order_by("pk").values_list("text", flat=True)
    assert (list(told), Incident.objects.get().what) == (["Hết chỗ"] * 2 + ["Hết thư"] * 3, "Hết thư")


def test_a_recipient_set_up_without_channel_is_told_before_anything_is_written(cast, document):
    recipient(cast)
    with pytest.raises(NotPossible, match=NAME):
        sent_to(document, NAME, by=cast.clerk)
    assert not Dispatch.objects.exists()


def test_a_channel_that_is_ended_carries_nothing_more(cast, document, fakes):
    faked = fakes(sftp=Fake(Unclear("Đứt")), mail=Fake())
    row = recipient(cast, "sftp", "mail")
    sent = sent_to(document, NAME, by=cast.clerk)
    with pytest.raises(Unclear):
        hand_over(sent)
    channels.end_channel(row.channels.get(kind="sftp"), by=cast.admin)
    assert hand_over(sent, number=2).channel.kind == "mail"
    assert (len(faked.sftp.sent), len(faked.mail.sent)) == (1, 1)


def recall(document, sent, *, by):
    OutboxMessage.objects.update(done_at=now())
    register.recall(document, by=by, reason="Sai số liệu")
    delivery.recall(OutboxMessage.objects.get(key=f"recall-{sent.pk}"))


def test_what_went_by_a_channel_that_has_ended_is_recalled_by_another(cast, document, fakes):
    faked = fakes(sftp=Fake(), mail=Fake())
    row = recipient(cast, "sftp", "mail")
    sent = hand_over(sent_to(document, NAME, by=cast.clerk))
    channels.end_channel(row.channels.get(kind="sftp"), by=cast.admin)
    recall(document, sent, by=cast.clerk)
    assert (len(faked.sftp.recalled), len(faked.mail.recalled)) == (0, 1)
    again = channels.add_channel(row, "sftp", by=cast.admin, values={})
    assert ways.recalled_by(sent) == again  # the recipient knows the sending by one of its kind


def test_where_no_channel_is_left_the_recall_says_so(cast, document, fakes):
    fakes(sftp=Fake())
    row = recipient(cast, "sftp")
    sent = hand_over(sent_to(document, NAME, by=cast.clerk))
    channels.end_channel(row.channels.get(), by=cast.admin)
    with pytest.raises(NotTaken, match=NAME):
        recall(document, sent, by=cast.clerk)


def test_what_waits_for_a_person_is_sent_once_they_say_when_how_and_to_whom(cast, document, on_day):
    recipient(cast, "by_hand")
    sent = hand_over(sent_to(document, NAME, by=cast.clerk))
    assert (sent.standing, sent.begun_at) == ("queued", None)
    on_day("2026-11-09 10:00")
    told = {"how": "Cán bộ mang đến", "to_whom": "Lê Thị B", "receipt": "a" * 64}
    with pytest.raises(NotPossible):
        channels.record_by_hand(sent, by=cast.clerk, at=sent.requested_at.replace(year=2025), **told)
    channels.record_by_hand(sent, by=cast.clerk, at=now(), **told)
    line = sent.lines.get()
    assert (line.text, line.file, line.by) == ("Cán bộ mang đến; giao cho Lê Thị B", "a" * 64, cast.clerk)
    event = TrailEvent.objects.get(action="take_there")
    assert (event.actor, event.changes["recipient"]) == (cast.clerk, [None, NAME])
    sent.refresh_from_db()
    assert (sent.standing, sent.sent_at) == ("sent", now())
    with pytest.raises(NotPossible):
        channels.record_by_hand(sent, by=cast.clerk, at=now(), **told)


def test_a_folder_that_cannot_be_written_takes_nothing_and_says_so(cast, document, tmp_path):
    (tmp_path / "day").write_bytes(b"")  # a file where the folder should be
    row = recipient(cast)
    channels.add_channel(row, "folder", by=cast.admin, values={"directory": "day"})
    with pytest.raises(NotTaken, match="thư mục gửi đi"):
        hand_over(sent_to(document, NAME, by=cast.clerk))


def test_a_secret_of_another_installation_is_asked_for_again(cast, document, settings):
    row = recipient(cast)
    values = {"url": "http://127.0.0.1:9", "organ": "H60.99", "token": "ma"}
    channel = channels.add_channel(row, "vxp", by=cast.admin, values=values)
    settings.SECRET_KEY = os.urandom(20).hex()
    with pytest.raises(NotTaken, match="nhập lại"):
        ways.way_of(Channel.objects.get(pk=channel.pk), NAME)
