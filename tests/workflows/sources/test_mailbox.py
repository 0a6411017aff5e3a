"""Figures that a system mails as a workbook: from Dovecot, by IMAP, proven by DKIM and by the code in the workbook."""

from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO

import dkim
import openpyxl
import pytest

from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage
from approvals.outbox import queue as outbox
from tests import factories
from workflows.models import FigureDelivery, FigureSource, IndicatorEntry
from workflows.sources import mailbox, workbooks

from . import mailserver
from .conftest import PEM

pytestmark = pytest.mark.starts_from(factories.unit_report, on="2026-11-28 09:00")

SENDER = "he-thong@congan.example"
SIGNED = [b"from", b"to", b"subject", b"content-type", b"date"]


def entry_of(report) -> IndicatorEntry:
    return report.indicator_entries.select_related("indicator").exclude(indicator__aggregation="ratio").first()


def workbook(source: FigureSource, report, value: object, code: str = "") -> bytes:
    """The source's own workbook, filled in for one indicator."""
    book = openpyxl.load_workbook(BytesIO(workbooks.write(source)))
    sheet = book.active
    number = entry_of(report).indicator.number
    row = next(
        each for each in range(workbooks.FIRST_ROW + 1, sheet.max_row + 1) if sheet.cell(each, 1).value == number
    )
    sheet.cell(row, 4, value)
    sheet.cell(2, 2, report.period.code)
    if code:
        sheet.cell(1, 2, code)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def mail(content: bytes | None, *, sender: str = SENDER) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "so-lieu@phuong.example", "Số liệu tháng"
    made["Date"] = "Sat, 28 Nov 2026 09:00:00 +0700"
    made.set_content("Gửi kèm số liệu.")
    if content is not None:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename="so-lieu.xlsx")
    return made.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def signed(raw: bytes, *, domain: bytes = b"congan.example", **options: object) -> bytes:
    given = {"include_headers": SIGNED, **options}
    return dkim.sign(raw, b"k1", domain, PEM, **given) + raw


def look(port: int, raw: bytes) -> FigureDelivery | None:
    mailserver.put_in(port, raw)
    mailbox.read(OutboxMessage())
    return FigureDelivery.objects.order_by("-pk").first()


def test_a_workbook_of_a_proven_sender_with_the_code_is_taken_once(report, source, box):
    raw = signed(mail(workbook(source, report, 12.5)))
    delivery = look(box, raw)
    assert (delivery.taken, delivery.sender) == (True, SENDER), delivery.sentences
    entry = entry_of(report)
    assert (entry.value, entry.sent_by.split(",")[0]) == (Decimal("12.5"), source.name)
    look(box, raw)
    assert FigureDelivery.objects.count() == 1
    assert mailserver.counted(box) == {"INBOX": 0, "Taken": 2, "Refused": 0}


def tampered(raw: bytes) -> bytes:
    return raw.replace(b"Subject: ", b"Subject: x", 1)


@pytest.mark.parametrize(
    "changed",
    [
        lambda raw: raw,
        lambda raw: tampered(signed(raw)),
        lambda raw: signed(raw, domain=b"ke-khac.example"),
        lambda raw: signed(raw, length=True),
        lambda raw: signed(raw, include_headers=[b"from", b"date"]),
        lambda raw: signed(raw, signature_algorithm=b"rsa-sha1") if b"rsa-sha1" in dkim.HASH_ALGORITHMS else raw,
    ],
    ids=["unsigned", "tampered", "another-domain", "part-of-the-body", "without-the-subject", "sha1"],
)
def test_a_mail_that_is_not_proven_is_an_incident_and_answered_to_nobody(report, source, box, changed):
    delivery = look(box, changed(mail(workbook(source, report, 12))))
    assert (delivery.taken, delivery.sender) == (False, "")
    assert Incident.objects.filter(state="open", scope=report.unit_id).count() == 1
    assert not OutboxMessage.objects.filter(topic="figures_refused").exists()
    assert entry_of(report).value is None
    assert mailserver.counted(box)["Refused"] == 1


def test_a_stranger_gets_no_answer_and_makes_no_incident(report, source, box):
    raw = signed(mail(workbook(source, report, 12), sender="ai-do@ke-khac.example"), domain=b"ke-khac.example")
    assert look(box, raw) is None
    assert mailserver.counted(box) == {"INBOX": 0, "Taken": 0, "Refused": 1}
    assert not Incident.objects.exists()


@pytest.mark.parametrize("what", ["code", "number", "nothing"])
def test_what_is_wrong_is_told_to_the_sender_who_proved_themselves(report, source, box, what, mailoutbox):
    content = {
        "code": lambda: workbook(source, report, 12, code="ca-khongphai"),
        "number": lambda: workbook(source, report, "nhiều"),
        "nothing": lambda: None,
    }[what]()
    delivery = look(box, signed(mail(content)))
    assert (delivery.taken, delivery.sender) == (False, SENDER)
    while message := outbox.claim():
        outbox.work(message)
    answer = next(each for each in mailoutbox if each.to == [SENDER])
    assert delivery.sentences[0] in answer.body
    assert Incident.objects.filter(state="open").count() == 1


def test_what_dns_cannot_say_now_waits(report, source, box, settings):
    settings.DKIM_RESOLVER = f"127.0.0.1:{mailserver.free_port()}"
    mailserver.put_in(box, signed(mail(workbook(source, report, 12))))
    mailbox.read(OutboxMessage())
    assert mailserver.counted(box) == {"INBOX": 1, "Taken": 0, "Refused": 0}


def test_a_mail_that_is_too_large_is_not_fetched(report, source, box, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST_MAIL", 1000)
    assert look(box, signed(mail(workbook(source, report, 12)))) is None
    assert mailserver.counted(box)["Refused"] == 1


@pytest.mark.parametrize("wrong", ["password", "server"])
def test_a_mailbox_that_cannot_be_read_says_why(source, box, settings, wrong):
    port = mailserver.free_port() if wrong == "server" else box
    settings.FIGURES_MAILBOX = f"imap://{mailserver.USER}:sai@127.0.0.1:{port}/INBOX"
    with pytest.raises(NotPossible):
        mailbox.read(OutboxMessage())


def test_the_mailbox_is_read_by_the_outbox_only_where_somebody_mails(source, box):
    mailbox.ask()
    assert OutboxMessage.objects.get(topic="mailbox").done_at is None
    FigureSource.objects.update(senders=[])
    OutboxMessage.objects.all().delete()
    mailbox.ask()
    assert not OutboxMessage.objects.exists()
