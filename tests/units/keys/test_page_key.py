import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.models import SigningKey
from tests import signing as keys
from units.offices import actions


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path, on_day):
    keys.trust(settings, tmp_path)
    on_day("2026-11-08 09:00")


def upload(content: bytes | None = None, passphrase: str = "demo", image: bytes = b"") -> dict:
    told = {"file": SimpleUploadedFile("key.p12", content or keys.key_file()), "passphrase": passphrase}
    return told | ({"image": SimpleUploadedFile("image.png", image)} if image else {})


def own(person) -> str:
    return reverse("person_key", args=[person.pk])


def test_a_person_adds_their_key_and_reads_what_its_certificate_says(client, cast):
    client.force_login(cast.approver)
    page = client.post(own(cast.approver), upload(image=keys.png()), follow=True).content.decode()
    key = SigningKey.objects.get()
    assert (key.person, key.fingerprint in page, "Vũ Xuân Quỳnh" in page) == (cast.approver, True, True)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"passphrase": "sai"}, "passphrase"),
        ({"content": b"no key"}, "file"),
        ({"content": keys.key_file("Người khác")}, "file"),
        ({"image": b"GIF89a"}, "image"),
        ({"image": keys.png() + b"0" * 1_000_000}, "image"),
        ({"content": b"0" * 200_000}, "file"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(client, cast, told, field):
    client.force_login(cast.approver)
    response = client.post(own(cast.approver), upload(**told))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "sai" not in response.content.decode().split("<main")[1]
    assert not SigningKey.objects.exists()


def test_anothers_key_page_is_not_there(client, cast):
    client.force_login(cast.admin)
    assert client.get(own(cast.approver)).status_code == 404
    assert client.post(reverse("person_key_retire", args=[cast.approver.pk])).status_code == 404


def test_who_holds_no_office_any_more_has_no_key_page(client, cast):
    actions.end_membership(cast.approver.memberships.get(), by=cast.admin)
    client.force_login(cast.approver)
    assert client.get(own(cast.approver)).status_code == 404
    assert client.post(own(cast.approver), upload()).status_code == 404
    assert reverse("person_key", args=[cast.approver.pk]) not in client.get(reverse("units")).content.decode()


def test_a_key_is_retired_on_its_page(client, cast):
    client.force_login(cast.approver)
    client.post(own(cast.approver), upload())
    assert client.get(reverse("person_key_retire", args=[cast.approver.pk])).status_code == 405
    client.post(reverse("person_key_retire", args=[cast.approver.pk]))
    assert not SigningKey.objects.get().active


@pytest.mark.parametrize("who", ["VP:clerk", "MX:admin"])
def test_clerk_and_admin_keep_the_offices_key(client, cast, who):
    client.force_login(cast[who])
    address = reverse("unit_key", args=[cast.ward.pk])
    assert address in client.get(reverse("unit", args=[cast.ward.pk])).content.decode()
    assert client.post(address, upload(keys.key_file(keys.ORGAN))).status_code == 302
    assert SigningKey.objects.get().scope == cast.ward.pk
    client.post(reverse("unit_key_retire", args=[cast.ward.pk]))
    assert not SigningKey.objects.get().active


@pytest.mark.parametrize("who", ["BCĐ:approver", "CA:drafter", "MX:auditor"])
def test_nobody_else_sees_the_offices_key(client, cast, who):
    client.force_login(cast[who])
    address = reverse("unit_key", args=[cast.ward.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, upload()).status_code == 403
    assert address not in client.get(reverse("unit", args=[cast.ward.pk])).content.decode()


def test_a_unit_that_is_no_ward_has_no_key(client, cast):
    client.force_login(cast.clerk)
    assert client.get(reverse("unit_key", args=[cast.units["CA"].pk])).status_code == 404


def test_the_page_takes_few_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(10):
        client.get(reverse("unit_key", args=[cast.ward.pk]))


def test_the_page_s_own_form_takes_the_files_whole(client, cast):
    client.force_login(cast.approver)
    token = client.get(own(cast.approver)).content.decode().split('name="once" value="')[1].split('"')[0]
    response = client.post(own(cast.approver), upload(image=keys.png()) | {"once": token})
    assert (response.status_code, SigningKey.objects.count()) == (302, 1)
    again = client.post(own(cast.approver), upload(image=keys.png()) | {"once": token})
    assert (again.status_code, SigningKey.objects.count()) == (302, 1)
