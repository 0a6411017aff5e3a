"""Mails of strangers, and those forged in the name of a sender, stop no other mail."""

import logging

import dkim
import pytest

from approvals.models import Incident, OutboxMessage
from tests import factories
from workflows.models import FigureDelivery
from workflows.sources import mailbox
from workflows.sources.signed import NotNow

from . import mailserver
from .conftest import PEM
from .test_mailbox import SENDER, SIGNED, entry_of, look, mail, signed, workbook

pytestmark = pytest.mark.starts_from(factories.unit_report, on="2026-11-28 09:00")

DAY = 24 * 60 * 60


def forged(*, sender: str = SENDER, name: bytes = b"so.xlsx", subject: bytes = b"x", selector: bytes = b"") -> bytes:
    """A mail whose headers are written by hand."""
    signature = (
        b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=congan.example; s=" + selector
        + b"; h=from:subject:content-type; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
    )  # fmt: skip
    return (
        (signature if selector else b"")
        + b"From: " + sender.encode() + b"\r\nSubject: " + subject + b"\r\nMIME-Version: 1.0\r\n"
        + b"Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\nContent-Type: application/octet-stream\r\n"
        + b'Content-Disposition: attachment; filename="' + name + b'"\r\n\r\nAAAA\r\n--bb--\r\n'
    )  # fmt: skip


@pytest.mark.parametrize("sender", ["<", "a@", '"', ":;@[", "a@[", ", ,", "<@>", "@a:", '"a\\', "undisclosed:"])
def test_a_from_that_nobody_can_read_is_of_no_sender(source, sender):
    assert mailbox.take_in(forged(sender=sender)) is False
    assert not FigureDelivery.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"name": b"a\0b.xlsx"},
        {"name": b"b\xe1o.xlsx"},
        {"name": b"a.txt", "subject": b"b\xe1o\0 c\xe1o"},
        {"selector": b"k" * 70},
        {"selector": b"a..b"},
        {"selector": b"k\xe1"},
        {"selector": b"k\\300"},
        {"selector": b"k; t=x"},
    ],
    ids=["nul", "byte", "subject", "long-label", "no-label", "selector-byte", "escape", "time"],
)
def test_a_forged_mail_is_an_incident_whatever_is_in_it(source, settings, given):
    settings.DKIM_RESOLVER = f"127.0.0.1:{mailserver.free_port()}" if "selector" in given else ""
    assert mailbox.take_in(forged(**given), last=given.get("selector") == b"k; t=x") is False
    delivery = FigureDelivery.objects.get()
    assert delivery.name.isprintable()
    assert Incident.objects.filter(state="open").count() == 1


def test_a_mail_on_which_the_reader_fails_is_moved_and_those_behind_it_are_read(
    report,
    source,
    box,
    monkeypatch,
    caplog,
):
    take_in = mailbox.take_in

    def failing(raw, **given):
        if b"Subject: hong" in raw:
            raise IndexError("unexpected")
        return take_in(raw, **given)

    monkeypatch.setattr(mailbox, "take_in", failing)
    mailserver.put_in(box, forged(subject=b"hong"))
    with caplog.at_level(logging.CRITICAL):
        delivery = look(box, signed(mail(workbook(source, report, 12))))
    assert delivery.taken
    assert mailserver.counted(box) == {"INBOX": 0, "Taken": 1, "Refused": 1}


def test_mails_that_wait_for_dns_are_passed_over_and_refused_after_a_day(
    report,
    source,
    box,
    monkeypatch,
    settings,
):
    monkeypatch.setattr(mailbox, "AT_ONCE", 2)
    settings.DKIM_RESOLVER = f"127.0.0.1:{mailserver.free_port()}"
    for _each in range(2):
        mailserver.put_in(box, forged(selector=b"k1"))
    mailbox.read(OutboxMessage())
    assert mailserver.counted(box)["INBOX"] == 2
    mailserver.put_in(box, mail(None, sender="ai-do@ke-khac.example"))
    mailserver.put_in(box, mail(None, sender="ai-do@ke-khac.example"))
    mailbox.read(OutboxMessage())
    assert mailserver.counted(box) == {"INBOX": 2, "Taken": 0, "Refused": 2}
    monkeypatch.setattr(mailbox, "WAIT", -DAY)
    mailbox.read(OutboxMessage())
    assert mailserver.counted(box) == {"INBOX": 0, "Taken": 0, "Refused": 4}
    assert Incident.objects.filter(state="open").count() == 1


def test_dns_that_does_not_answer_is_asked_again_before_the_last_time(source, settings):
    settings.DKIM_RESOLVER = f"127.0.0.1:{mailserver.free_port()}"
    with pytest.raises(NotNow):
        mailbox.take_in(forged(selector=b"k1"))
    assert mailbox.take_in(forged(selector=b"k1"), last=True) is False


@pytest.mark.parametrize("named", [True, False], ids=["message-id", "signature"])
def test_a_mail_that_is_sent_again_after_a_newer_one_is_refused(report, source, box, named):
    def mailed(value: int) -> bytes:
        raw = f"Message-ID: <{value}@congan.example>\r\n".encode() + mail(workbook(source, report, value))
        covered = [*SIGNED, b"message-id"] if named else SIGNED
        return dkim.sign(raw, b"k1", b"congan.example", PEM, include_headers=covered) + raw

    first = mailed(118)
    assert look(box, first).taken
    assert look(box, mailed(119)).taken
    replayed = first if named else first.replace(b"Message-ID: <118", b"Message-ID: <777")
    for _each in range(2):
        assert not look(box, replayed).taken
    assert FigureDelivery.objects.count() == 3
    assert entry_of(report).value == 119
    assert mailserver.counted(box) == {"INBOX": 0, "Taken": 2, "Refused": 2}
