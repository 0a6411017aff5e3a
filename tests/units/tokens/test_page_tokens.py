"""A person's own tokens: made after a proof, shown once, revoked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.models import AnsweredForm, TrailEvent
from units.models import AccessToken
from units.tokens import actions as tokens


@pytest.fixture
def person(client, cast, settings):
    settings.DEMO = True  # nobody has a password here to prove who they are by
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    return cast["CA:drafter"]


def make(client, **given: str):
    return client.post(reverse("own_tokens"), {"name": "Một cửa điện tử", "scope": "write", "lasts": "90"} | given)


def test_the_secret_is_shown_once_and_not_kept(client, person):
    page = make(client).content.decode()
    secret = page.partition('<code id="secret">')[2].partition("<")[0]
    assert secret.startswith("td_")
    token = AccessToken.objects.get()
    assert (token.digest, token.person) == (tokens.digest_of(secret), person)
    assert secret not in client.get(reverse("own_tokens")).content.decode()
    event = TrailEvent.objects.get(action="make_token")
    assert (event.actor, event.changes["token"]) == (person, [None, "Một cửa điện tử"])


def test_a_token_is_made_after_a_proof_alone(client, person, settings):
    settings.DEMO = False
    person.set_password("mot-mat-khau-du-dai-2026")
    person.save()
    client.force_login(person, backend="units.backends.GrantBackend")
    assert "reauthenticate" in make(client).headers["Location"]
    assert not AccessToken.objects.exists()


def test_what_cannot_be_taken_stays_typed(client, person):
    answer = make(client, scope="tất cả")
    assert (answer.status_code, "Một cửa điện tử" in answer.content.decode()) == (422, True)


def test_a_revoked_token_stands_among_those_of_before(client, person, cast):
    token, _secret = tokens.make_token(person, name="Cũ", scope="read")
    client.post(reverse("token_revoke", args=[token.pk]))
    client.post(reverse("token_revoke", args=[token.pk]))
    assert TrailEvent.objects.filter(action="revoke_token").count() == 1
    assert "Cũ" in client.get(reverse("own_tokens")).content.decode()


def test_nobody_revokes_the_token_of_another(client, person, cast):
    token, _secret = tokens.make_token(cast["VP:drafter"], name="Khác", scope="read")
    assert client.post(reverse("token_revoke", args=[token.pk])).status_code == 404


def test_nobody_has_more_than_twenty(client, person, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 1)
    make(client)
    assert make(client).status_code == 409


def test_a_form_that_is_sent_twice_makes_one_token_and_shows_it_twice(client, person):
    first, again = make(client, once="a" * 32), make(client, once="a" * 32)
    assert (first.status_code, again.status_code, AccessToken.objects.count()) == (200, 200, 1)
    assert again.content == first.content


def test_a_form_sent_again_later_says_that_its_token_is_shown_no_more(client, person):
    make(client, once="a" * 32)
    AnsweredForm.objects.update(at=now() - timedelta(minutes=11))
    again = client.post(
        reverse("own_tokens"),
        {"name": "Một cửa điện tử", "scope": "write", "lasts": "90", "once": "a" * 32},
        follow=True,
    )
    assert AccessToken.objects.count() == 1
    assert "gửi hai lần" in again.content.decode()


def test_the_page_leads_to_what_programs_can_do(client, person):
    assert reverse("api_page") in client.get(reverse("own_tokens")).content.decode().partition("<main")[2]
