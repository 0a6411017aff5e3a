"""A form that shows a code once, sent twice by a double click: the second arrival gets the first one's page."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from approvals.channels import actions as channels
from approvals.clock import now
from approvals.models import AnsweredForm, Channel, Sender
from approvals.pages import shown
from approvals.receiving import pairing

ONCE = {"once": "b" * 22}
ORGAN = {"organ": "H60.05", "due_day": 10}
ONE = ORGAN | {"name": "Phường Nông Tiến", "organ_id": "H60.77"} | ONCE
MANY = ORGAN | {"organs": "H60.01\tA\nH60.02\tB"} | ONCE


def code_in(page: str) -> str:
    return page.partition('<code class="text-break">')[2].partition("<")[0]


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return cast.admin


@pytest.mark.parametrize(("name", "told"), [("sender_new", ONE), ("senders_new", MANY)])
def test_the_second_click_shows_the_same_codes(cast, admin, client, name, told):
    address = reverse(name, args=[cast.ward.pk])
    first, second = client.post(address, told), client.post(address, told)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content


def test_a_code_made_anew_stays_good_after_the_second_click(cast, admin, client):
    row = pairing.invite(cast.ward.pk, by=admin, organ="H60.05", name="N", organ_id="H60.77", due_day=10)[0]
    address = reverse("sender", args=[row.pk])
    first, second = client.post(address, ONCE), client.post(address, ONCE)
    code = code_in(first.content.decode())
    assert code_in(second.content.decode()) == code
    assert Sender.objects.get().code == pairing.digest(code)


def test_the_database_holds_no_code_that_can_be_read(cast, admin, client):
    page = client.post(reverse("sender_new", args=[cast.ward.pk]), ONE).content
    kept = bytes(AnsweredForm.objects.get().page)
    assert kept
    assert code_in(page.decode()).encode() not in kept


def test_after_ten_minutes_the_page_is_gone_and_says_so(cast, admin, client):
    address = reverse("sender_new", args=[cast.ward.pk])
    client.post(address, ONE)
    AnsweredForm.objects.update(at=now() - timedelta(minutes=11))
    late = client.post(address, ONE)
    assert (late.status_code, late["Location"]) == (302, address)
    assert "chỉ hiện một lần" in str(next(iter(get_messages(late.wsgi_request))))
    shown.forget()
    assert not AnsweredForm.objects.exclude(page=b"").exists()


def test_what_was_refused_may_be_sent_again(cast, admin, client):
    address = reverse("sender_new", args=[cast.ward.pk])
    row = pairing.invite(cast.ward.pk, by=admin, organ="H60.05", name="N", organ_id="H60.77", due_day=10)[0]
    assert client.post(address, ONE).status_code == 409
    pairing.end(row, by=admin)
    assert client.post(address, ONE).status_code == 200


def paired(other, cast):
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name="Sở", leads=True)
    code = other.asked("invite", organ_id="H60.99")["code"]
    return reverse("recipient_pair", args=[row.pk]), {"url": other.url, "code": code, "organ": "H60.99"} | ONCE


def test_pairing_again_by_a_second_click_tells_that_it_is_paired(cast, admin, client, other):
    address, told = paired(other, cast)
    first, second = client.post(address, told), client.post(address, told)
    assert (first.status_code, second.status_code, Channel.objects.count()) == (200, 200, 1)
    assert second.content == first.content


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_pair_once_and_both_are_told(cast, other):
    address, told = paired(other, cast)
    clients = [Client(), Client()]
    for each in clients:
        each.force_login(cast.admin)

    def click(each):
        try:
            return each.post(address, told)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, clients))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Channel.objects.count() == 1


@pytest.mark.parametrize("call", ["pair", "sendEdoc", "updateStatus"])
def test_a_call_that_changes_something_is_taken_by_post_alone(cast, admin, client, call):
    _row, code = pairing.invite(cast.ward.pk, by=admin, organ="H60.05", name="N", organ_id="H60.77", due_day=10)
    answer = client.get(f"/exchange/{call}", {"code": code, "organ": "H60.77"})
    assert (answer.status_code, answer["Allow"], answer.json()["status"]) == (405, "POST", "error")


def test_pairing_by_get_leaves_the_code_unused(cast, admin, client):
    _row, code = pairing.invite(cast.ward.pk, by=admin, organ="H60.05", name="N", organ_id="H60.77", due_day=10)
    certificate = pairing.keys.of_scope(cast.ward.pk, "H60.05").certificate
    body = f'{{"code": "{code}", "organ": "H60.77", "certificate": {certificate.__repr__()}}}'.replace("'", '"')
    client.generic("GET", "/exchange/pair", body.replace("\n", "\\n"), content_type="application/json")
    assert Sender.objects.get().paired_at is None


def test_a_call_that_there_is_not_is_answered_as_a_program_reads_it(client, db):
    answer = client.get("/exchange/nothing")
    assert (answer.status_code, answer.json()["status"]) == (404, "error")
