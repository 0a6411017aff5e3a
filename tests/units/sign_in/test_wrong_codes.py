"""Five wrong codes at the second step hold up the place that they come from, and not the person's own computers."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from approvals.outbox import queue as outbox

from .test_wrong_passwords import HOME, OFFICE, PASSWORD, at, is_in, sign_in, sign_out

SECOND_STEP, PROOF = "mfa_authenticate", "mfa_reauthenticate"


@pytest.fixture(autouse=True)
def person(cast):
    """The approver with password, app and recovery codes; nobody has tried too often before."""
    cache.clear()
    cast.approver.set_password(PASSWORD)
    cast.approver.email = "pho-truong-ban@example.vn"
    cast.approver.save()
    TOTP.activate(cast.approver, generate_totp_secret())
    RecoveryCodes.activate(cast.approver)
    return cast.approver


def codes_of(person):
    return Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()


def give(client, code, page=SECOND_STEP):
    return client.post(reverse(page), {"code": code, "next": "/units/"})


def strange_place(person, address=HOME):
    """Where somebody knows the password and stands at the second step."""
    client = at(address)
    sign_in(client, person, PASSWORD)
    return client


def wrong(client, times=5, page=SECOND_STEP):
    for _number in range(times):
        give(client, "sai", page)


@pytest.fixture
def own_computer(person):
    """A computer from which the approver has signed in before, on the office's network."""
    client = strange_place(person, OFFICE)
    give(client, codes_of(person)[0])
    sign_out(client)
    return client


def test_the_sixth_code_of_a_place_is_refused_though_it_is_right(person):
    client = strange_place(person)
    wrong(client)
    refused = give(client, codes_of(person)[0])
    assert "thử lại" in str(refused.context["form"].errors)
    assert not is_in(client, person)


def test_wrong_codes_from_elsewhere_hold_up_nobody_here(person):
    wrong(strange_place(person))
    client = strange_place(person, OFFICE)
    give(client, codes_of(person)[0])
    assert is_in(client, person)


def test_wrong_codes_of_a_whole_network_leave_the_persons_own_computer_alone(person, own_computer):
    wrong(strange_place(person, OFFICE))
    sign_in(own_computer, person, PASSWORD)
    give(own_computer, codes_of(person)[0])
    assert is_in(own_computer, person)


def test_strange_places_have_twenty_wrong_codes_an_hour_together(person, own_computer):
    for last in range(1, 5):
        wrong(strange_place(person, f"203.0.113.{last}"))
    refused = strange_place(person, "203.0.113.99")
    give(refused, codes_of(person)[0])
    assert not is_in(refused, person)
    sign_in(own_computer, person, PASSWORD)
    give(own_computer, codes_of(person)[0])
    assert is_in(own_computer, person)


def test_the_password_alone_makes_no_known_device(person):
    client = strange_place(person)
    assert "device" not in client.cookies


def test_a_known_computer_has_five_codes_too(person, own_computer):
    sign_in(own_computer, person, PASSWORD)
    wrong(own_computer)
    give(own_computer, codes_of(person)[0])
    assert not is_in(own_computer, person)


def test_wrong_codes_at_the_proof_count_for_that_computer_alone(person, own_computer):
    sign_in(own_computer, person, PASSWORD)
    give(own_computer, codes_of(person)[0])
    wrong(strange_place(person))
    assert give(own_computer, codes_of(person)[0], PROOF).url == "/units/"
    wrong(own_computer, page=PROOF)
    assert give(own_computer, codes_of(person)[0], PROOF).status_code == 200


def test_a_right_code_costs_no_try(person):
    for _number in range(6):
        client = strange_place(person)
        give(client, codes_of(person)[0])
        assert is_in(client, person)


def test_wrong_passkeys_count_by_place_too(person, monkeypatch):
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Khóa", "credential": {}})
    client = strange_place(person)
    for _number in range(5):
        tried = client.post(reverse(SECOND_STEP), {"credential": json.dumps({"id": "sai"})})
        assert tried.status_code == 200
    give(client, codes_of(person)[0])
    assert not is_in(client, person)
    elsewhere = strange_place(person, OFFICE)
    give(elsewhere, codes_of(person)[0])
    assert is_in(elsewhere, person)


def test_the_person_is_told_once_an_hour_that_somebody_knows_the_password(person):
    wrong(strange_place(person), 7)
    wrong(strange_place(person, "203.0.113.8"))
    outbox.drain()
    (message,) = mail.outbox
    assert (message.to, HOME in message.body) == ([person.email], True)
    assert "biết mật khẩu" in message.body


def test_nobody_is_told_of_fewer_than_five(person):
    wrong(strange_place(person), 4)
    outbox.drain()
    assert mail.outbox == []
