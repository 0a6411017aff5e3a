"""Five wrong passwords hold up the place that they come from, and nobody else."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from approvals.outbox import queue as outbox

PASSWORD = "mot-mat-khau-du-dai-2026"
HOME, OFFICE = "203.0.113.7", "198.51.100.20"


@pytest.fixture(autouse=True)
def person(cast):
    """The approver; nobody has tried too often before."""
    cache.clear()
    cast.approver.set_password(PASSWORD)
    cast.approver.email = "pho-truong-ban@example.vn"
    cast.approver.save()
    return cast.approver


def at(address):
    return Client(REMOTE_ADDR=address)


def sign_in(client, person, password):
    return client.post(reverse("account_login"), {"login": person.username, "password": password})


def sign_out(client):
    """As a browser does it: the test client's own way throws every cookie away."""
    client.post(reverse("account_logout"))


def wrong(client, person, times=5):
    for number in range(times):
        sign_in(client, person, f"sai-hoan-toan-{number}")


def is_in(client, person):
    return client.session.get("_auth_user_id") == str(person.pk)


@pytest.fixture
def own_computer(person):
    """A computer from which the approver has signed in before, on the office's network."""
    client = at(OFFICE)
    sign_in(client, person, PASSWORD)
    sign_out(client)
    return client


def test_the_sixth_try_of_a_place_is_refused_though_it_is_right(person):
    attacker = at(HOME)
    wrong(attacker, person)
    refused = sign_in(attacker, person, PASSWORD)
    assert refused.status_code == 200
    assert "thử lại" in str(refused.context["form"].errors)
    assert not is_in(attacker, person)


def test_wrong_passwords_from_elsewhere_hold_up_nobody_here(person):
    for last in range(1, 9):
        wrong(at(f"203.0.113.{last}"), person)
    client = at(OFFICE)
    sign_in(client, person, PASSWORD)
    assert is_in(client, person)


def test_wrong_passwords_from_the_same_network_do_not_hold_up_the_persons_own_computer(person, own_computer):
    wrong(at(OFFICE), person)
    other = at(OFFICE)
    sign_in(other, person, PASSWORD)
    assert not is_in(other, person)
    sign_in(own_computer, person, PASSWORD)
    assert is_in(own_computer, person)


def test_a_flood_of_wrong_passwords_for_all_of_an_office_leaves_known_computers_alone(cast, person, own_computer):
    neighbour = at(OFFICE)
    for other in (cast.coordinator, cast.clerk, cast.auditor, cast.admin, person, cast["CA:drafter"]):
        wrong(neighbour, other, 6)
    sign_in(own_computer, person, PASSWORD)
    assert is_in(own_computer, person)


def test_a_known_computer_has_five_tries_too(person, own_computer):
    wrong(own_computer, person)
    sign_in(own_computer, person, PASSWORD)
    assert not is_in(own_computer, person)


def test_a_computer_is_known_for_those_alone_who_signed_in_from_it(cast, person, own_computer):
    cast.clerk.set_password(PASSWORD)
    cast.clerk.save()
    wrong(at(OFFICE), cast.clerk)
    sign_in(own_computer, cast.clerk, PASSWORD)
    assert not is_in(own_computer, cast.clerk)


def test_two_people_know_the_same_computer(cast, person, own_computer):
    cast.clerk.set_password(PASSWORD)
    cast.clerk.save()
    sign_in(own_computer, cast.clerk, PASSWORD)
    sign_out(own_computer)
    wrong(at(OFFICE), person)
    sign_in(own_computer, person, PASSWORD)
    assert is_in(own_computer, person)


def test_a_mark_that_somebody_wrote_themselves_is_none(person):
    wrong(at(OFFICE), person)
    client = at(OFFICE)
    client.cookies["device"] = f"own.{person.pk}:1wP8cY:not-a-signature"
    sign_in(client, person, PASSWORD)
    assert not is_in(client, person)


def test_wrong_passwords_at_the_proof_count_with_those_at_sign_in(person, own_computer):
    sign_in(own_computer, person, PASSWORD)
    for number in range(5):
        own_computer.post(reverse("account_reauthenticate"), {"password": f"sai-{number}", "next": "/"})
    refused = own_computer.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/units/"})
    assert refused.status_code == 200


def test_the_old_password_is_not_guessed_at_the_page_that_changes_it(person, own_computer):
    sign_in(own_computer, person, PASSWORD)
    told = {"password1": "x", "password2": "x"}
    tried = [own_computer.post(reverse("account_change_password"), told | {"oldpassword": "sai"}) for _ in range(6)]
    assert [response.status_code for response in tried] == [200] * 5 + [429]


def test_the_person_is_told_once_an_hour(person):
    wrong(at(HOME), person, 7)
    wrong(at("203.0.113.8"), person, 5)
    outbox.drain()
    (message,) = mail.outbox
    assert (message.to, HOME in message.body) == ([person.email], True)
    assert "năm lần" in message.body


def test_nobody_is_told_of_fewer_than_five_or_of_a_name_that_is_not_there(person):
    wrong(at(HOME), person, 4)
    for number in range(6):
        at(HOME).post(reverse("account_login"), {"login": "khong-co-ai", "password": f"sai-{number}"})
    outbox.drain()
    assert mail.outbox == []


def test_whoever_signs_in_from_one_address_often_is_not_held_up(person):
    for _number in range(35):
        client = at(OFFICE)
        sign_in(client, person, PASSWORD)
        assert is_in(client, person)
