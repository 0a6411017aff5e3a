import json
import re
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.channels import actions as channels
from approvals.channels.kinds import vxp
from approvals.edxml import signatures, writing
from approvals.edxml.messages import Attached, Business, Letter, Named, Organ, Replaced, Signer, StatusMessage
from approvals.errors import NotPossible
from approvals.files import slots
from approvals.models import Arrival, ArrivalStatus, MessageKey, OutboxMessage, Sender, TrailEvent
from approvals.outbox import queue as outbox
from approvals.receiving import actions, checking, exchange, keys, pairing, sending
from approvals.verification.reading import process
from tests import attachments, paper, scanner

TODAY = "2026-11-12 09:00"


@pytest.fixture
def sender(cast, on_day) -> Sender:
    on_day(TODAY)
    told = {"organ": "H60.05", "name": "Phường Nông Tiến", "organ_id": "H60.77", "due_day": 10}
    return pairing.invite(cast.ward.pk, by=cast.admin, **told)[0]


def letter(identity="", month=10, business=Business.NEW, beside=(), replaces="", to="H60.05") -> Letter:
    return Letter(
        document_id=identity or str(uuid4()), sender=Organ("H60.77", "Nông Tiến"), receivers=[Organ(to, "Sở")],
        number="3", notation="BC-UBND", place="Nông Tiến", issued_on=date(2026, 11, 6), kind=("1", "", "Báo cáo"),
        subject="Kết quả", signer=Signer(name="Lê An"), content=f"tháng {month} năm 2026", business=business,
        reason="Nhầm" if business else "", replaces=[Replaced(replaces)] if replaces else [],
        attached=[] if business == Business.RECALL else [
            Attached("bc.pdf", "application/pdf", paper.page("Nông Tiến")), *beside
        ],
    )  # fmt: skip


def status(code: str, identity: str) -> StatusMessage:
    about = Named("H60.77", "03/BC-UBND", date(2026, 11, 6), identity)
    return StatusMessage(Organ("H60.77", "Nông Tiến"), about, code, "Nhầm", datetime(2026, 11, 12, tzinfo=UTC))


def came(sender: Sender, **told) -> Arrival:
    row = actions.take_in(sender, letter(**told))
    assert row is not None
    return row


def test_the_same_message_twice_is_one_document(sender):
    first = came(sender, identity="a")
    assert came(sender, identity="a").pk == first.pk
    assert [status.code for status in ArrivalStatus.objects.all()] == ["01"]


def test_its_signatures_are_checked_on_arrival(sender):
    row = came(sender)
    checking.look_at(OutboxMessage.objects.get(topic="arrived"))
    row.refresh_from_db()
    assert (row.verdict, [each["result"] for each in row.checks]) == ("unknown", ["pass", "unknown"])


def test_a_machine_that_has_no_time_says_nothing_of_the_document(cast, sender, client, monkeypatch):
    """It is tried again, and whoever may answer the document may have it checked anew later."""
    row = came(sender)
    with monkeypatch.context() as patched:
        patched.setattr(process, "UNHURRIED", 0.001)
        with pytest.raises(checking.NotRead, match="quá nhiều việc"):
            checking.look_at(OutboxMessage.objects.get(topic="arrived"))
    row.refresh_from_db()
    assert (row.verdict, row.checks) == ("", [])
    outbox.drain()
    row.refresh_from_db()
    assert row.verdict == "unknown"
    client.force_login(cast.clerk)
    anew = reverse("arrival_check_again", args=[row.pk])
    assert anew in client.get(reverse("arrival", args=[row.pk])).content.decode()
    assert client.post(anew).status_code == 302
    assert OutboxMessage.objects.filter(topic="arrived", done_at=None).count() == 1


def test_a_recall_is_noted_and_agreed_to(sender):
    row = came(sender, identity="a")
    actions.take_in(sender, letter("a", business=Business.RECALL))
    row.refresh_from_db()
    assert row.recalled_at
    assert ArrivalStatus.objects.order_by("-pk")[0].code == "15"


def test_a_sender_asks_for_a_document_back_by_its_status(sender):
    row = came(sender, identity="a")
    actions.take_back(sender, status("13", "a"))
    row.refresh_from_db()
    assert (row.recalled_at is not None, list(row.statuses.values_list("code", flat=True))) == (True, ["01", "15"])
    with pytest.raises(NotPossible, match="13"):
        actions.take_back(sender, status("03", "a"))


def test_a_document_in_place_of_another_names_it_and_the_other_is_not_received(cast, sender, client):
    first, second = came(sender, identity="a"), came(sender, identity="b", business=Business.REPLACE, replaces="a")
    first.refresh_from_db()
    assert (second.replaces, first.faults) == (first, ["Đã có 03/BC-UBND gửi đến thay thế."])
    with pytest.raises(NotPossible, match="thay thế"):
        actions.receive(first, by=cast.coordinator)
    client.force_login(cast.coordinator)
    assert reverse("arrival", args=[first.pk]) in client.get(reverse("arrival", args=[second.pk])).content.decode()
    with pytest.raises(NotPossible, match="thu hồi"):
        came(sender, business=Business.UPDATE)


@pytest.mark.parametrize(
    ("told", "word"), [({"identity": "x" * 101}, "dài quá 100"), ({"to": "H60.06"}, "chỉ nhận văn bản gửi H60.05")]
)
def test_what_is_not_for_here_or_has_too_long_an_identity_is_refused_and_not_kept(sender, told, word):
    with pytest.raises(NotPossible, match=word):
        came(sender, **told)
    assert not Arrival.objects.exists()


def test_a_recall_of_another_senders_document_leaves_it(cast, sender):
    row = came(sender, identity="a")
    told = {"organ": "H60.05", "name": "Phường Khác", "organ_id": "H60.78", "due_day": 10}
    other = pairing.invite(cast.ward.pk, by=cast.admin, **told)[0]
    assert actions.take_in(other, letter(identity="a", business=Business.RECALL)) is None
    row.refresh_from_db()
    assert row.recalled_at is None


def test_a_recall_of_what_never_came_changes_nothing(sender):
    assert actions.take_in(sender, letter("never", business=Business.RECALL)) is None
    assert not Arrival.objects.exists()


def test_receiving_tells_the_sender_its_number_and_stands_in_the_trail(cast, sender):
    row = actions.receive(came(sender), by=cast.coordinator, reference="Số đến 9")
    assert (row.state, row.decided_by) == ("received", cast.coordinator)
    told = ArrivalStatus.objects.order_by("-pk")[0]
    assert (told.code, told.text) == ("03", "Số đến 9")
    assert TrailEvent.objects.get(subject_kind="arrival", action="receive_arrival").target == "received"


def test_a_refusal_needs_its_reason(cast, sender):
    row = came(sender)
    with pytest.raises(NotPossible):
        actions.refuse(row, by=cast.coordinator, reason=" ")
    assert actions.refuse(row, by=cast.coordinator, reason="Thiếu biểu").state == "refused"


def test_an_answer_is_given_once_and_by_whoever_receives(cast, sender):
    row = came(sender)
    with pytest.raises(PermissionDenied):
        actions.receive(row, by=cast.auditor)
    actions.receive(row, by=cast.coordinator)
    with pytest.raises(NotPossible):
        actions.refuse(row, by=cast.clerk, reason="Muộn")


def test_the_desk_tells_late_and_missing_in_few_statements(cast, sender, client, django_assert_max_num_queries):
    came(sender, month=10)
    Sender.objects.update(paired_at=datetime(2025, 12, 1, tzinfo=UTC))
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("province")).content.decode()
    assert "Đã đến, gửi muộn" in page
    assert page.count("Chưa gửi") == 9  # January to September


def test_the_desk_tells_a_signature_that_fails(cast, sender, client):
    came(sender, month=10)
    client.force_login(cast.coordinator)
    assert "chữ ký" not in client.get(reverse("province")).content.decode()
    Arrival.objects.update(verdict="fail")
    assert "chữ ký: Không đạt" in client.get(reverse("province")).content.decode()


def test_one_receives_and_refuses_on_pages(cast, sender, client):
    client.force_login(cast.coordinator)
    first, second = came(sender), came(sender, month=9)
    assert client.post(reverse("arrival_refuse", args=[first.pk]), {"reason": ""}).status_code == 422
    client.post(reverse("arrival_refuse", args=[first.pk]), {"reason": "Thiếu biểu"})
    client.post(reverse("arrival_receive", args=[second.pk]), {"reference": "7"})
    assert sorted(Arrival.objects.values_list("state", flat=True)) == ["received", "refused"]
    assert "Thiếu biểu" in client.get(reverse("arrival", args=[first.pk])).content.decode()
    response = client.get(reverse("arrival_file", args=[first.pk, 0]))
    assert b"".join(response.streaming_content) == paper.page("Nông Tiến")


def test_a_drafter_sees_nothing_of_it(cast, sender, client):
    row = came(sender)
    client.force_login(cast["CA:drafter"])
    assert client.get(reverse("province")).status_code == 403
    assert client.get(reverse("arrival", args=[row.pk])).status_code == 404


def test_the_administrator_is_shown_the_code_once(cast, on_day, client):
    on_day(TODAY)
    client.force_login(cast.admin)
    told = {"name": "Phường Nông Tiến", "organ_id": "H60.77", "organ": "H60.05", "due_day": 10}
    page = client.post(reverse("sender_new", args=[cast.ward.pk]), told).content.decode()
    row = Sender.objects.get()
    own = keys.fingerprint(MessageKey.objects.get().certificate)
    assert own in page
    shown = client.get(reverse("sender", args=[row.pk])).content.decode()
    assert own in shown
    assert row.code not in page
    assert client.post(reverse("sender_new", args=[cast.ward.pk]), told | {"organ_id": "60"}).status_code == 422


def test_many_organs_are_set_up_from_a_table(cast, on_day, client):
    on_day(TODAY)
    client.force_login(cast.admin)
    page = reverse("senders_new", args=[cast.ward.pk])
    told = {"organ": "H60.05", "due_day": 10}
    wrong = client.post(page, told | {"organs": "H60.01\tPhường Minh Xuân\n60\tPhường Nông Tiến"})
    assert (wrong.status_code, "Dòng 2" in wrong.content.decode(), Sender.objects.count()) == (422, True, 0)
    assert client.post(page, told | {"organs": "H60.01\tA\nH60.01\tB"}).status_code == 422
    rows = "\n".join(f"H60.{number:03d}\tPhường {number}" for number in range(1, 125))
    codes = client.post(page, told | {"organs": rows})
    assert (codes.status_code, Sender.objects.count()) == (200, 124)
    assert "Phường 124" in codes.content.decode()
    assert client.post(page, told | {"organs": "H60.200\tMới\nH60.001\tĐã có"}).status_code == 409
    assert Sender.objects.count() == 124  # all of them or none


def test_the_desk_of_a_province_takes_few_statements(cast, on_day, client, django_assert_max_num_queries):
    on_day(TODAY)
    organs = [(f"H60.{number:03d}", f"Phường {number}") for number in range(1, 125)]
    pairing.invite_all(cast.ward.pk, by=cast.admin, organ="H60.05", due_day=10, organs=organs)
    senders = list(Sender.objects.all())
    Arrival.objects.bulk_create(
        Arrival(sender=sender, scope=sender.scope, identity=f"{month}", code="01/BC", issued_on=date(2026, 11, 6),
                abstract="", period=f"tháng {month} năm 2026", arrived_at=sender.code_until)
        for sender in senders for month in range(1, 13)
    )  # fmt: skip
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("province")).status_code == 200


def test_without_an_access_code_nothing_is_told(client, sender):
    assert client.get("/exchange/getSentEdocList").status_code == 401
    said = client.post("/exchange/pair", {"code": "x", "organ": "H60.77"}, content_type="application/json").json()
    assert said["status"] == "error"


def test_a_message_by_the_paired_key_is_taken_and_one_in_another_name_is_not(client, cast, sender, monkeypatch):
    pair, code = keys.made("H60.77"), pairing.invite_anew(sender, by=cast.admin)
    row, token = pairing.pair(code, organ_id="H60.77", certificate=pair.certificate)
    shows = {"HTTP_AUTHORIZATION": f"Bearer {token}", "content_type": "application/xml"}

    def sent(told: Letter) -> str:
        content = writing.text(signatures.sign(writing.letter(told), pair.key, pair.certificate))
        return client.post("/exchange/sendEdoc", content, **shows).json()["status"]

    assert sent(letter("a")) == "OK"
    with ExitStack() as held:
        for _each in range(exchange.FOR_SMALL.at_once):
            held.enter_context(exchange.FOR_SMALL.one())
        monkeypatch.setattr(slots, "PATIENCE", 0.05)
        content = writing.text(writing.letter(letter("c")))
        busy = client.post("/exchange/sendEdoc", content, **shows)
        assert (busy.status_code, busy["Retry-After"]) == (503, "30")
        large = client.post("/exchange/sendEdoc", content + b" " * exchange.SMALL, **shows)
        assert (large.status_code, large.json()["status"]) == (200, "error")  # read, and not signed
    assert client.post("/exchange/sendEdoc", b"x", CONTENT_LENGTH=str(200 * 1024 * 1024), **shows).status_code == 413
    other = letter("b")
    assert sent(Letter(**{**vars(other), "sender": Organ("H60.78", "Khác")})) == "error"
    assert list(row.arrivals.values_list("identity", flat=True)) == ["a"]
    pairing.end(row, by=cast.admin)
    assert client.post("/exchange/sendEdoc", b"<a/>", **shows).status_code == 401


def test_what_waits_is_told_in_the_next_year_too(client, cast, sender, on_day):
    on_day("2026-12-30 09:00")
    row = came(sender, month=12)
    on_day("2027-01-04 09:00")
    client.force_login(cast.clerk)
    page = client.get(reverse("province"))
    assert list(page.context["waiting"]) == [row]


@pytest.mark.parametrize("year", ["9" * 5000, "x", "1999", ""])
def test_a_year_that_is_none_is_this_one(client, cast, sender, year):
    client.force_login(cast.clerk)
    assert client.get(reverse("province"), {"year": year}).context["year"] == 2026


@pytest.mark.parametrize("body", ["[" * 19999, '{"code": "\\ud800"}', "x"])
def test_what_a_stranger_sends_to_pair_is_refused_without_a_fault(client, db, body):
    answer = client.post("/exchange/pair", body, content_type="application/json")
    assert (answer.status_code, answer.json()["status"] == "OK") == (200, False)


def test_another_document_under_the_identity_of_one_that_came_is_refused(sender):
    row = came(sender, identity="a")
    other = Attached("bc.pdf", "application/pdf", paper.page("Sửa lại"))
    with pytest.raises(NotPossible, match=re.escape(row.code)):
        actions.take_in(sender, replace(letter("a"), attached=[other]))
    assert Arrival.objects.get().files == row.files


def test_so_is_one_that_came_at_the_same_time(sender):
    came(sender, identity="a")
    other = replace(letter("a"), attached=[Attached("bc.pdf", "application/pdf", paper.page("Sửa lại"))])
    with pytest.raises(NotPossible):
        actions._arrive(sender, other, actions._store(other))


def test_a_document_that_comes_after_the_one_in_its_place_is_not_received(cast, sender):
    second, first = came(sender, identity="b", business=Business.REPLACE, replaces="a"), came(sender, identity="a")
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.replaces, first.faults, second.faults) == (first, ["Đã có 03/BC-UBND gửi đến thay thế."], [])
    with pytest.raises(NotPossible, match="thay thế"):
        actions.receive(first, by=cast.coordinator)


def test_one_whose_place_was_taken_by_a_recalled_or_refused_document_waits_as_any_other(cast, sender):
    came(sender, identity="b", business=Business.REPLACE, replaces="a")
    actions.take_in(sender, letter("b", business=Business.RECALL))
    other = came(sender, identity="d", business=Business.REPLACE, replaces="c")
    actions.refuse(other, by=cast.coordinator, reason="Nhầm")
    for identity in ("a", "c"):
        assert came(sender, identity=identity).faults == []


@pytest.mark.parametrize("around", ["\0", "x" * 300])
def test_a_certificate_is_kept_without_what_stands_around_it(client, cast, sender, around):
    own, code = keys.made("H60.77").certificate, pairing.invite_anew(sender, by=cast.admin)
    told = {"code": code, "organ": "H60.77", "certificate": f"{around}\n{own}{around}"}
    answer = client.post("/exchange/pair", told, content_type="application/json").json()
    assert (answer["status"], Sender.objects.get().certificate) == ("OK", own)


@pytest.mark.parametrize("organ", ["H60.05\0", "H60." + "9" * 40, "", "Sở"])
def test_an_installation_that_names_itself_by_no_identifier_is_not_paired(cast, on_day, monkeypatch, organ):
    on_day(TODAY)
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name="Sở")
    told = {"status": "OK", "organ": organ, "token": "x", "certificate": keys.made("H60.05").certificate}
    monkeypatch.setattr(vxp, "_call", lambda *_arguments, **_options: json.dumps(told).encode())
    with pytest.raises(NotPossible, match="mã định danh"):
        sending.pair_with(row, by=cast.admin, url="https://so.example", code="x", organ="H60.99")
    assert not row.channels.exists()


def test_what_holds_malware_is_not_kept(sender, settings):
    harmful = Attached("virus.txt", "text/plain", scanner.EICAR)
    with attachments.scanner() as settings.SCANNER_URL, pytest.raises(NotPossible, match="Eicar"):
        actions.take_in(sender, letter(beside=[harmful]))
    assert not Arrival.objects.exists()


def test_while_the_scanner_is_away_the_sender_tries_again(sender, settings):
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    with pytest.raises(NotPossible):
        actions.take_in(sender, letter())
