"""Signing wards up below a province: one in a form, many from a workbook."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from approvals.models import Channel, Recipient, Sender
from approvals.pages.once import FIELD
from tests.workflows.provinces.arrange import province_above
from units.models import Membership, Unit

TODAY = "2026-11-08 09:00"
OWN = {"organ": "H60.05", "due_day": 10}


@pytest.fixture
def province(cast, on_day):
    on_day(TODAY)
    return province_above(cast)


def workbook(rows: list[tuple[str, ...]]) -> SimpleUploadedFile:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("xa-phuong.xlsx", file.getvalue())


def test_a_ward_is_signed_up_by_one_form(province, client):
    client.force_login(province.admin)
    page, told = reverse("ward_sign_up", args=[province.unit.pk]), {"name": "Phường Nông Tiến", "sign": "NT"}
    assert client.post(page, OWN | told | {"organ_id": "60"}).status_code == 422
    shown = client.post(page, OWN | told | {"organ_id": "H60.77"})
    unit, row = Unit.objects.get(code="NT"), Sender.objects.get(organ_id="H60.77")
    assert (unit.delivers, unit.ward, row.member, row.scope) == (True, province.unit, unit.pk, province.unit.pk)
    assert row.code not in shown.content.decode()
    assert client.post(page, OWN | told | {"organ_id": "H60.78"}).status_code == 409


def test_a_ward_that_one_administers_too_is_paired_at_once(cast, province, client):
    Sender.objects.filter(origin=cast.ward.pk).delete()
    Channel.objects.all().delete()
    office = province.admin.memberships.get()
    held = cast.admin.memberships.get()
    Membership.objects.create(
        person=province.admin, unit=cast.ward, office=office.office, group=held.group, starts_at=held.starts_at
    )
    client.force_login(province.admin)
    told = {"name": "Phường Minh Xuân", "sign": "MX2", "organ_id": "H60.99", "here": cast.ward.pk, "shares": "figures"}
    client.post(reverse("ward_sign_up", args=[province.unit.pk]), OWN | told)
    assert Sender.objects.get(organ_id="H60.99").origin == cast.ward.pk
    assert Channel.objects.get().kind == "here"
    assert Recipient.objects.get(scope=cast.ward.pk).shares == "figures"


def test_a_hundred_and_twenty_four_wards_come_from_a_workbook(province, client):
    client.force_login(province.admin)
    rows = [(number, f"Xã {number}", f"H60.{number:03d}") for number in range(1, 125)]
    file = workbook([("STT", "Tên xã", "Mã định danh"), *rows])
    checked = client.post(reverse("wards_table", args=[province.unit.pk]), OWN | {"workbook": file})
    page = client.get(checked.url).content.decode()
    assert "124 dòng" in page
    assert Unit.objects.filter(ward=province.unit, delivers=True).count() == 1  # nothing is written yet
    typed = {}
    for place, (_number, name, organ_id) in enumerate(rows):
        typed |= {f"r{place}-name": name, f"r{place}-sign": f"X{place}", f"r{place}-organ_id": organ_id}
    wrong = client.post(checked.url, typed | {"r1-sign": "X0"})
    assert (wrong.status_code, Sender.objects.count()) == (422, 1)
    done = client.post(checked.url, typed)
    assert (done.status_code, Sender.objects.count()) == (200, 125)
    assert "Xã 124" in done.content.decode()


def test_a_double_click_shows_the_codes_again(province, client):
    client.force_login(province.admin)
    page, typed = reverse("ward_sign_up", args=[province.unit.pk]), {"name": "Phường Nông Tiến", "sign": "NT"}
    one = OWN | typed | {"organ_id": "H60.77", FIELD: "a-token"}
    file = workbook([("STT", "Tên xã", "Mã định danh"), (1, "Xã Một", "H60.001")])
    checked = client.post(reverse("wards_table", args=[province.unit.pk]), OWN | {"workbook": file})
    many = {"r0-name": "Xã Một", "r0-sign": "X0", "r0-organ_id": "H60.001", FIELD: "another-token"}
    for address, form in ((page, one), (checked.url, many)):
        first, again = client.post(address, form), client.post(address, form)
        assert (first.status_code, again.status_code) == (200, 200)
        assert again.content == first.content


def test_where_every_ward_is_left_out_nobody_is_signed_up_and_the_page_says_so(province, client):
    client.force_login(province.admin)
    file = workbook([("STT", "Tên xã", "Mã định danh"), (1, "Xã Một", "H60.001")])
    checked = client.post(reverse("wards_table", args=[province.unit.pk]), OWN | {"workbook": file})
    answer = client.post(checked.url, {"r0-drop": "on"})
    assert (answer.status_code, "giữ lại ít nhất một hàng" in answer.content.decode()) == (422, True)
    assert Sender.objects.count() == 1


def test_an_empty_table_and_what_is_no_workbook_are_refused(province, client):
    client.force_login(province.admin)
    page = reverse("wards_table", args=[province.unit.pk])
    assert client.post(page, OWN).status_code == 422
    file = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 nothing")
    assert client.post(page, OWN | {"workbook": file}).status_code == 422


def test_whoever_does_not_administer_the_province_signs_nobody_up(cast, province, client):
    for person, status in ((province.coordinator, 403), (cast.admin, 404)):
        client.force_login(person)
        assert client.get(reverse("ward_sign_up", args=[province.unit.pk])).status_code == status
        assert client.get(reverse("wards_table", args=[province.unit.pk])).status_code == status
