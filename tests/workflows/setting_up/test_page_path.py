"""Thiết lập: what stands and what is missing, from a ward without anything to its first period."""

import pytest
from django.urls import reverse

from tests import factories, signing
from tests.people import instant
from units.installation import actions as installation
from units.models import Membership, Person, Unit
from units.people import actions as people
from units.people.actions import NewPerson
from units.places import Place
from units.tree import actions as tree
from units.tree.actions import NewUnit
from workflows.periods.practice import actions as practice
from workflows.setting_up.standing import standing_of

TODAY = "2026-11-03 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def runner(cast) -> Person:
    return installation.entrust(people.add_person(cast.ward, by=None, username="caidat", name="Người cài đặt"))


@pytest.fixture
def ward(runner) -> Unit:
    return installation.found_ward(Place("xã", "Tân Trào"), by=runner)


def standing_in(ward: Unit):
    return standing_of(ward.pk, two_steps=False)


def missing(ward: Unit) -> dict[str, str]:
    return {step.name: "; ".join(step.missing) for step in standing_in(ward).steps if step.missing}


def test_a_new_ward_misses_everything(ward):
    assert set(missing(ward)) == {"second-factor", "units", "plan", "people", "route", "schedule"}
    assert standing_in(ward).next.name == "second-factor"


def test_units_without_people_are_named(ward, runner):
    tree.add_units(ward, [NewUnit("CA", "Công an xã", "Công an"), NewUnit("VP", "Văn phòng", "VP")], by=runner)
    unit = ward.members.get(code="CA")
    people.add_people(ward, [NewPerson("an", "An", offices=((unit, "drafter"),))], by=runner)
    told = missing(ward)
    assert "units" not in told
    assert "Chưa có người nộp (thủ trưởng đơn vị): Công an" in told["people"]
    (people_step,) = [step for step in standing_in(ward).steps if step.name == "people"]
    assert "Chưa có ai đăng nhập ở: VP." in people_step.stands[1], "the office enters what they tell"


def test_a_ward_of_which_no_unit_has_people_is_not_ready(ward, runner):
    tree.add_units(ward, [NewUnit("CA", "Công an xã", "Công an"), NewUnit("VP", "Văn phòng", "VP")], by=runner)
    assert "Chưa có người soạn: Công an, VP" in missing(ward)["people"]


def test_a_ward_that_has_all_is_ready_and_says_which_period_is_first(client, cast):
    standing = standing_in(cast.ward)
    assert (standing.is_ready, standing.is_open) == (True, False)
    assert standing.first.startswith("tháng 11/2026")
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert (
        "Sẵn sàng: kỳ đầu tiên là tháng 11/2026"
        in client.get(reverse("set_up_ward", args=[cast.ward.pk])).content.decode()
    )


def test_a_signer_without_a_title_is_missing(cast):
    """Unless the plan names them as its signer: they sign by its own words."""
    Membership.objects.filter(person=cast.approver).update(authority="", title="", acts_for="", post="")
    Person.objects.filter(pk=cast.approver.pk).update(signs_as="Ngô Thị Hạnh")
    assert "chưa ghi người ký" in missing(cast.ward)["route"]


def test_a_step_that_nobody_decides_is_missing(cast):
    people.deactivate_person(cast.approver, by=cast.admin)
    assert "chưa ai giữ vai trò" in missing(cast.ward)["route"]


def test_the_last_step_waits_for_the_day_on_which_the_first_period_opens(cast):
    schedule = standing_in(cast.ward).steps[-1]
    assert (schedule.waits, schedule.missing) == ("mở ngày 20/11/2026", [])
    assert "tháng 11/2026" in schedule.stands[-1]
    factories.open_month(cast)
    assert standing_in(cast.ward).steps[-1].waits == ""


def test_who_signs_without_a_key_and_an_office_without_one_are_named(cast, settings):
    settings.SIGNER = "none"
    assert "keys" not in missing(cast.ward)
    settings.SIGNER = "stored"
    assert cast.approver.name in missing(cast.ward)["keys"]
    signing.keep_keys(cast)
    assert "keys" not in missing(cast.ward)


def test_a_practice_month_is_offered_and_is_not_the_first_period(client, cast):
    links = dict(standing_in(cast.ward).steps[-1].links)
    assert links["Kỳ tập dượt"] == reverse("practice", args=[cast.ward.pk])
    due = {"unit_due_at": instant("2026-11-07 00:00"), "ward_due_at": instant("2026-11-10 00:00")}
    practice.begin(cast.ward, by=cast.admin, **due)
    assert not standing_in(cast.ward).is_open
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert reverse("set_up_ward", args=[cast.ward.pk]) in client.get("/").content.decode()


def test_once_a_period_is_open_it_is_named(cast):
    factories.open_month(cast)
    standing = standing_in(cast.ward)
    assert (standing.is_open, standing.first) == (True, "tháng 10/2026")


def test_the_desk_of_an_administrator_points_to_a_ward_without_a_period(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    address = reverse("set_up_ward", args=[cast.ward.pk])
    assert address in client.get("/").content.decode()
    factories.open_month(cast)
    assert address not in client.get("/").content.decode()


def test_the_desk_of_who_runs_an_installation_without_a_ward_points_to_its_first(client, runner):
    client.force_login(runner, backend="units.backends.GrantBackend")
    assert reverse("ward_add") in client.get("/").content.decode()
    assert client.get(reverse("set_up")).headers["Location"] == reverse("ward_add")


def test_a_second_ward_is_added_on_the_same_path(client, ward, runner):
    client.force_login(runner, backend="units.backends.GrantBackend")
    made = client.post(reverse("ward_add"), {"kind": "phường", "name": "Phường Nông Tiến"})
    other = Unit.objects.get(ward=None, name="Phường Nông Tiến")
    assert made.headers["Location"] == reverse("set_up_ward", args=[other.pk])
    choice = client.get(reverse("set_up")).content.decode()
    assert [name in choice for name in ("Xã Tân Trào", "Phường Nông Tiến")] == [True, True]


def test_an_administrator_of_a_ward_adds_none(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert client.get(reverse("ward_add")).status_code == 403


def test_the_path_needs_ten_statements(client, cast, django_assert_max_num_queries):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    address = reverse("set_up_ward", args=[cast.ward.pk])
    client.get(address)
    with django_assert_max_num_queries(10):
        client.get(address)
