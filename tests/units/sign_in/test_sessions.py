"""A session is read anew by each request: what ends it counts at once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from units.models import Person
from units.sessions import SessionStore


def forgotten(person):
    Session.objects.all().delete()


def expired(person):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def deactivated(person):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def with_another_password(person):
    person.set_password("một mật khẩu khác hẳn")
    person.save(update_fields=["password"])


@pytest.mark.parametrize(
    "ended", [forgotten, expired, deactivated, with_another_password], ids=lambda each: each.__name__
)
def test_who_is_shut_out_is_asked_to_sign_in_by_the_next_request(client, cast, ended):
    person = cast["CA:drafter"]
    client.force_login(person, backend="units.backends.GrantBackend")
    assert client.get("/").status_code == 200
    ended(person)
    assert client.get("/").status_code == 302


def test_a_session_is_its_readers_own(client, cast):
    for person in (cast["CA:drafter"], cast.coordinator):
        client.force_login(person, backend="units.backends.GrantBackend")
        assert str(person) in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["abcdefgh\0", "abcdefgh'ế", "abcd-efgh", "x" * 5000, "\udce1bcdefgh"])
def test_a_cookie_that_is_no_key_is_no_session(key):
    store = SessionStore(key)
    assert store.load() == {}
    assert store.session_key is None
