import pytest
from django.urls import reverse

from tests.units.charges.test_charges import FIELD, start
from tests.workflows import arrange
from units.models import Charge
from units.tree import actions as tree


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def signed_in(client):
    def sign_in(person):
        client.force_login(person, backend="units.backends.GrantBackend")
        return client

    return sign_in


def typed(cast, **fields):
    group = cast.ward.plans.latest("imported_at").groups.first().name
    return {"leader": cast.approver.pk, "field": group, "unit": "", "starts_on": "2026-11-06"} | fields


def test_the_administrator_enters_who_is_in_charge_and_ends_it(cast, signed_in):
    client = signed_in(cast.admin)
    page = client.get(reverse("charges", args=[cast.ward.pk])).content.decode()
    assert "Chưa có phân công phụ trách nào" in page
    assert reverse("charge_start", args=[cast.ward.pk]) in page
    answer = client.post(reverse("charge_start", args=[cast.ward.pk]), typed(cast), follow=True)
    charge = Charge.objects.get()
    assert charge.field in answer.content.decode()
    assert reverse("charge_end", args=[charge.pk]) in answer.content.decode()
    answer = client.post(reverse("charge_end", args=[charge.pk]), follow=True)
    assert "Phân công đã kết thúc" in answer.content.decode()


def test_the_page_of_units_leads_there(cast, signed_in):
    assert reverse("charges", args=[cast.ward.pk]) in signed_in(cast.admin).get(reverse("units")).content.decode()


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [({"field": ""}, 422, "một trong hai"), ({"leader": ""}, 422, "bắt buộc"), ({}, 409, "đang phụ trách")],
)
def test_what_cannot_be_is_said_at_the_form_and_nothing_typed_is_lost(cast, signed_in, fields, status, told):
    start(cast, field=typed(cast)["field"])
    answer = signed_in(cast.admin).post(reverse("charge_start", args=[cast.ward.pk]), typed(cast, **fields))
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert 'value="2026-11-06"' in answer.content.decode()
    assert Charge.objects.count() == 1


def test_who_does_not_administer_reads_and_changes_nothing(cast, signed_in):
    charge = start(cast)
    client = signed_in(cast.coordinator)
    page = client.get(reverse("charges", args=[cast.ward.pk])).content.decode()
    assert FIELD in page
    assert reverse("charge_end", args=[charge.pk]) not in page
    assert client.get(reverse("charge_start", args=[cast.ward.pk])).status_code == 403
    assert client.post(reverse("charge_end", args=[charge.pk])).status_code == 403


def test_charges_of_another_ward_answer_404(cast, signed_in):
    ward = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    client = signed_in(cast.admin)
    assert client.get(reverse("charges", args=[ward.pk])).status_code == 404
    assert client.get(reverse("charge_start", args=[ward.pk])).status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_one(cast, signed_in, statements):
    client = signed_in(cast.admin)
    start(cast)
    with statements() as one:
        client.get(reverse("charges", args=[cast.ward.pk]))
    other = arrange.newcomer(cast, "other", cast.units["BCĐ"], "approver")
    for unit in ("CA", "VP", "VHXH"):
        start(cast, leader=other, field="", unit=cast.units[unit])
    with statements() as many:
        client.get(reverse("charges", args=[cast.ward.pk]))
    assert len(one) == len(many), many.sql
