"""Statuses that wait at an exchange: fetched, taken in once, reported as done or as faulty."""

import json

import pytest

from approvals.channels import actions as channels
from approvals.channels import delivery
from approvals.channels.kinds import vxp
from approvals.channels.seam import Unclear, Way
from approvals.clock import now
from approvals.edxml import signatures, writing
from approvals.edxml.messages import Named, Organ, StatusMessage
from approvals.models import Dispatch, Document, Incident, OutboxMessage
from tests.approvals.edxml.test_messages import EC, RSA
from tests.dispatching import hand_over
from tests.workflows import arrange

pytestmark = pytest.mark.starts_from(arrange.dispatched, on="2026-11-08 09:00")


@pytest.fixture
def other(counterpart):
    return counterpart("vxp")


@pytest.fixture
def way(cast, start, other, on_day):
    on_day("2026-11-08 12:00")
    name = start.period.plan.province_recipient
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=name, organ_id="H60.05", leads=True)
    values = {"url": f"http://127.0.0.1:{other.port}", "organ": "H60.99", "token": "ma-truy-cap"}
    return channels.add_channel(row, "vxp", by=cast.admin, values=values)


@pytest.fixture
def sent(way):
    row = Dispatch.objects.get()
    row.addressee = way.recipient
    row.save(update_fields=["addressee"])
    return hand_over(row)


def waits(other, name, sent, code="03", sign=None, description="Vào sổ 512"):
    about = Named("H60.99", Document.objects.get().code, sent.document.issued_on, str(sent.identity))
    told = StatusMessage(Organ("H60.05", "Sở"), about, code, description, now())
    tree = writing.status(told)
    (other.folder / f"status-{name}.xml").write_bytes(writing.text(signatures.sign(tree, *sign) if sign else tree))


def ask() -> None:
    delivery.ask_channels()
    delivery.ask(OutboxMessage.objects.get(topic="answers"))
    OutboxMessage.objects.filter(topic="answers").update(done_at=now())


def test_what_waits_is_taken_in_once_and_reported_as_done(other, way, sent):
    waits(other, "1", sent, "01", description="")
    waits(other, "2", sent)
    other.behaves("twice")
    ask()
    ask()
    sent.refresh_from_db()
    assert (sent.standing, sent.answer_reference) == ("received", "Vào sổ 512")
    assert list(sent.lines.exclude(code="").values_list("code", flat=True)) == ["01", "03"]
    assert {path.name for path in other.folder.glob("done-*")} == {"done-status-1", "done-status-2"}
    assert OutboxMessage.objects.filter(topic="answers").count() == 1


def test_an_exchange_that_has_nothing_more_to_tell_is_asked_no_more(other, way, sent):
    waits(other, "1", sent)
    ask()
    OutboxMessage.objects.filter(topic="answers").delete()
    delivery.ask_channels()
    assert not OutboxMessage.objects.filter(topic="answers").exists()


def test_what_cannot_be_read_is_an_incident_and_does_not_hold_up_the_rest(other, way, sent):
    (other.folder / "status-0.xml").write_bytes(b"<!DOCTYPE a><a/>")
    waits(other, "1", sent)
    ask()
    sent.refresh_from_db()
    assert (sent.standing, Incident.objects.count()) == ("received", 1)
    assert (other.folder / "fail-status-0").exists()


def test_what_is_too_large_to_be_read_is_an_incident_and_does_not_hold_up_the_rest(other, way, sent, monkeypatch):
    monkeypatch.setattr(vxp, "LARGEST", 100_000)
    (other.folder / "status-0.xml").write_bytes(bytes(100_001))
    waits(other, "1", sent)
    ask()
    sent.refresh_from_db()
    assert (sent.standing, "0,1 MB" in Incident.objects.get().what) == ("received", True)
    assert (other.folder / "fail-status-0").exists()


def test_a_document_that_is_received_under_two_numbers_is_an_incident(other, way, sent):
    waits(other, "1", sent)
    waits(other, "2", sent)
    waits(other, "3", sent, description="Vào sổ 513")
    ask()
    sent.refresh_from_db()
    fault = Incident.objects.get().what
    assert ("Vào sổ 512, nay là Vào sổ 513" in fault, sent.answer_reference) == (True, "Vào sổ 512")


@pytest.mark.parametrize(("sign", "standing"), [(EC, "received"), (RSA, "sent"), (None, "sent")])
def test_of_a_recipient_with_a_certificate_only_what_it_signed_is_believed(other, way, sent, sign, standing):
    way.address |= {"peer": EC[1]}
    way.save(update_fields=["address"])
    waits(other, "1", sent, sign=sign)
    ask()
    sent.refresh_from_db()
    assert (sent.standing, Incident.objects.count()) == (standing, 0 if sign == EC else 1)


@pytest.mark.parametrize("named", ["\ud800", "a\0", "a\nb"])
def test_an_exchange_that_names_what_waits_by_signs_of_no_text_is_told_in_a_sentence(monkeypatch, named):
    said = json.dumps({"list": [{"docId": named}]}).encode()
    monkeypatch.setattr(vxp, "_call", lambda *_arguments, **_options: said)
    with pytest.raises(Unclear, match="không phải"):
        list(vxp.answers(Way("", "", {"url": "", "organ": ""}, {})))
