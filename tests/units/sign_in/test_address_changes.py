"""Where somebody's mails go is changed by an administrator who proves it is them, and the old address is told."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from approvals.models import OutboxMessage, TrailEvent
from approvals.outbox import queue as outbox
from units.people import actions

PASSWORD = "mot-mat-khau-du-dai-2026"
OLD, NEW = "cu@example.vn", "moi@example.vn"


@pytest.fixture
def person(cast):
    return actions.change_person(cast["CA:drafter"], by=None, email=OLD)


@pytest.fixture
def admin(client, cast, settings):
    settings.DEMO = False
    cache.clear()
    cast.admin.set_password(PASSWORD)
    cast.admin.save()
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    return cast.admin


def change(client, person, **fields):
    told = {"name": person.name, "signs_as": "", "email": person.email, "phone": "", **fields}
    return client.post(reverse("person_change", args=[person.pk]), told)


def test_an_address_is_not_changed_before_the_admin_proves_who_they_are(client, admin, person):
    assert change(client, person, email=NEW).url.startswith(reverse("account_reauthenticate"))
    person.refresh_from_db()
    assert person.email == OLD


def test_what_was_typed_is_saved_by_itself_after_the_proof(client, admin, person):
    change(client, person, email=NEW)
    page = reverse("person_change", args=[person.pk])
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": page})
    event = TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")
    assert (event.actor, event.changes) == (admin, {"email": [OLD, NEW]})


def test_other_fields_need_no_proof(client, admin, person):
    assert change(client, person, phone="0207 381 234").url == reverse("person", args=[person.pk])


def test_the_old_address_is_told_and_does_not_read_the_new_one(person):
    OutboxMessage.objects.all().delete()
    actions.change_person(person, by=None, email=NEW)
    outbox.drain()
    (message,) = mail.outbox
    assert (message.to, NEW in message.body, person.username in message.body) == ([OLD], False, True)
    assert message.subject == "Trình duyệt: Thư của bạn nay được gửi đến địa chỉ khác"


def test_nobody_is_told_of_the_first_address(cast):
    person = actions.add_person(cast.ward, by=None, username="moi", name="Người mới")
    actions.change_person(person, by=None, email=OLD)
    assert not OutboxMessage.objects.filter(topic="account").exists()
