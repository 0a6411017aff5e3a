"""A person's own page: what they keep of themselves."""

import pytest
from django.urls import reverse

from approvals.models import OutboxMessage, TrailEvent
from units.models import Person


@pytest.fixture
def person(client, cast, settings) -> Person:
    settings.DEMO = True  # nobody has a password here to prove who they are by
    person = cast["CA:drafter"]
    client.force_login(person, backend="units.backends.GrantBackend")
    return person


def save(client, person: Person, **changed: str):
    return client.post(
        reverse("own_page"), {"name": person.name, "phone": person.phone, "email": person.email} | changed
    )


def test_a_person_changes_their_telephone_by_themselves(client, person):
    assert save(client, person, phone="0912 345 678").status_code == 302
    assert Person.objects.get(pk=person.pk).phone == "0912 345 678"
    event = TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")
    assert (event.action, event.actor_id) == ("change_person", person.pk)


@pytest.mark.parametrize("changed", [{"email": "moi@example.vn"}, {"name": "Tên Mới"}])
def test_name_and_address_change_after_a_proof_alone(client, person, changed, settings):
    settings.DEMO = False
    person.set_password("mot-mat-khau-du-dai-2026")
    person.save()
    client.force_login(person, backend="units.backends.GrantBackend")
    assert "reauthenticate" in save(client, person, **changed).headers["Location"]
    assert Person.objects.get(pk=person.pk).name == person.name


def test_the_old_address_is_told(client, person):
    Person.objects.filter(pk=person.pk).update(email="cu@example.vn")
    settled = save(client, person, email="moi@example.vn")
    if settled.status_code == 302 and "reauthenticate" in settled.headers["Location"]:
        pytest.skip("asked for a proof")
    assert OutboxMessage.objects.filter(topic="account").latest("pk").payload["to"] == "cu@example.vn"


def test_what_was_typed_stays_where_it_is_refused(client, person):
    answer = save(client, person, email="không phải", phone="0999")
    assert answer.status_code == 422
    assert "0999" in answer.content.decode()
