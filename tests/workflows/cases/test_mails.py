"""Mails: a letter for each recipient, each with a Message-ID of its own that stays the same over its tries."""

import re
import smtplib
import socket
import time

import pytest
from django.core import mail
from django.core.mail import get_connection

from approvals import clock
from approvals.models import Incident, OutboxMessage
from approvals.outbox import mailing
from approvals.outbox import queue as outbox
from tests import factories
from tests.workflows import arrange, items
from units.models import Notice, Person, Unit
from workflows.cases import mails
from workflows.unit_reports import actions as unit_reports

TODAY = "2026-11-02 09:00"
pytestmark = pytest.mark.starts_from(factories.in_review, on=TODAY)


FIRST, SECOND = "mot@example.vn", "hai@example.vn"


@pytest.fixture
def first(cast) -> Person:
    return cast["CA:drafter"]


@pytest.fixture
def report(cast, first, start, on_day):
    """In review; the unit has two drafters, who are told when it is returned."""
    on_day(TODAY)
    second = arrange.newcomer(cast, "ca2", cast.units["CA"], "drafter")
    Person.objects.update(email="")
    Person.objects.filter(pk=first.pk).update(email=FIRST)
    Person.objects.filter(pk=second.pk).update(email=SECOND)
    OutboxMessage.objects.all().delete()
    return start


def returned(report, cast) -> None:
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Thiếu số liệu\nchỉ tiêu 7")


def letters():
    return OutboxMessage.objects.filter(topic="letter").order_by("key")


def test_each_recipient_gets_a_letter_addressed_to_them_alone(cast, report):
    returned(report, cast)
    outbox.drain()
    assert sorted((message.to, message.bcc) for message in mail.outbox) == [([SECOND], []), ([FIRST], [])]


def test_a_letter_says_that_no_person_wrote_it_and_is_known_by_its_row(cast, report, settings):
    settings.DEFAULT_FROM_EMAIL = "Trình duyệt <trinh-duyet@minhxuan.example.vn>"
    returned(report, cast)
    outbox.drain()
    heads = {message.message()["Message-ID"] for message in mail.outbox}
    assert heads == {f"<{key}@minhxuan.example.vn>" for key in letters().values_list("key", flat=True)}
    assert {message.message()["Auto-Submitted"] for message in mail.outbox} == {"auto-generated"}
    assert all(re.fullmatch(r".+@example\.vn", message.message()["To"]) for message in mail.outbox)


def test_an_address_that_is_refused_neither_doubles_nor_holds_up_the_others(cast, first, report, monkeypatch):
    returned(report, cast)
    send = mail.EmailMessage.send

    def send_or_refuse(self, *args, **kwargs):
        if self.to == [FIRST]:
            raise smtplib.SMTPRecipientsRefused({FIRST: (550, b"no such user")})
        return send(self, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", send_or_refuse)
    for place in range(outbox.TRIES):
        with clock.at(clock.now() + outbox.PAUSE * 25 * place):
            outbox.drain()
    assert len(mail.outbox) == 1
    assert Incident.objects.get().message.payload["person"] == first.pk


def test_a_second_try_bears_the_same_message_id(cast, report):
    returned(report, cast)
    outbox.drain()
    mails.deliver(letters().first())
    assert len(mail.outbox) == 3
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 2


def test_addressing_twice_writes_no_letter_twice(cast, report):
    returned(report, cast)
    for message in OutboxMessage.objects.filter(topic="mail"):
        mails.address(message)
        mails.address(message)
    assert letters().count() == 2


def test_whoever_shares_an_address_gets_one_letter(cast, report):
    returned(report, cast)
    Person.objects.exclude(email="").update(email="congan@example.vn")
    outbox.drain()
    assert [message.to for message in mail.outbox] == [["congan@example.vn"]]


def test_a_letter_is_not_sent_to_whom_it_no_longer_concerns(cast, first, report):
    returned(report, cast)
    mails.address(OutboxMessage.objects.get(topic="mail"))
    Person.objects.filter(pk=first.pk).update(is_active=False)
    outbox.drain()
    assert [message.to for message in mail.outbox] == [[SECOND]]


def test_a_line_break_in_a_units_name_does_not_stop_its_mails(cast, report):
    Unit.objects.filter(pk=report.unit_id).update(short_name="Công an\r\nBcc: ai@example.vn")
    returned(factories.reread(report), cast)
    outbox.drain()
    assert len(mail.outbox) == 2
    assert all("\n" not in message.subject for message in mail.outbox)


def test_a_mail_row_of_an_earlier_release_is_still_sent(cast, report):
    returned(report, cast)
    row = OutboxMessage.objects.get(topic="mail")
    assert row.payload.pop("kind") == "unitreport"
    assert set(row.payload) == {"event", "pk", "report", "path", "codename", "unit", "reason"}
    row.save()
    outbox.drain()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("sender", "site", "host"),
    [
        ("trinh-duyet@minhxuan.gov.vn", "https://td.minhxuan.gov.vn", "minhxuan.gov.vn"),
        ("trinh-duyet@localhost", "https://td.minhxuan.gov.vn", "td.minhxuan.gov.vn"),
        ("trinh-duyet@localhost", "http://127.0.0.1:8000", "localhost"),
    ],
)
def test_the_host_of_a_message_id_is_the_senders_or_the_sites(settings, sender, site, host):
    settings.DEFAULT_FROM_EMAIL, settings.SITE_URL = sender, site
    assert mailing.host() == host


def test_a_mail_server_that_accepts_and_says_nothing_is_given_up(settings):
    settings.EMAIL_TIMEOUT = 0.5
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent.getsockname()[1]
        begun = time.monotonic()
        with pytest.raises(OSError, match="timed out"):
            get_connection("django.core.mail.backends.smtp.EmailBackend").open()
    assert time.monotonic() - begun < 5


def test_the_mail_servers_silence_ends_before_the_letters_own_limit(settings):
    assert 0 < settings.EMAIL_TIMEOUT < settings.APPROVALS_TIME_LIMITS.get("letter", 60)


def test_a_notice_of_a_difficulty_says_its_words_once_and_what_else_is_said_after_a_full_stop(cast, report):
    item = items.raised(cast)
    outbox.work(OutboxMessage.objects.filter(topic="mail").latest("pk"))
    (text,) = set(Notice.objects.filter(path=f"/difficulties/{item.pk}/").values_list("text", flat=True))
    assert text.count(item.text) == 1
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Thiếu số liệu")
    outbox.work(OutboxMessage.objects.filter(topic="mail", payload__event="returned").latest("pk"))
    assert Notice.objects.latest("pk").text.endswith(f"{report}. Thiếu số liệu")
