import pytest
from django.urls import reverse

from tests.people import instant
from units.models import Membership, Person, Unit
from units.offices import actions as offices
from units.people import actions as people
from units.tree import actions as tree


def page(client, person, name, *args, **query):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(reverse(name, args=args), query)


def other_ward() -> Unit:
    ward = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    return tree.add_unit(ward, by=None, code="CA", name="Công an phường Nông Tiến", short_name="Công an")


def test_tree_shows_units_people_and_offices(client, cast):
    words = page(client, cast["CA:drafter"], "units").content.decode()
    assert "Phòng Văn hóa - Xã hội phường" in words
    assert str(cast.coordinator) in words
    assert "Cán bộ tổng hợp" in words


def test_what_stands_below_a_unit_that_ended_long_ago_is_in_the_tree(client, cast):
    """Until 0164 a unit could end while others stood below it."""
    ended = tree.add_unit(cast.ward, by=cast.admin, code="K1", name="Khối 1", short_name="K1")
    below = tree.change_unit(cast.units["TDP"], by=cast.admin, parent=ended)
    Unit.objects.filter(pk=ended.pk).update(retired_at=instant("2026-01-01 00:00"))
    text = page(client, cast.admin, "units").content.decode()
    assert (below.name in text, cast["TDP:unit_head"].name in text, ended.name in text) == (True, True, False)


def test_tree_is_searched_by_unit_and_by_person(client, cast):
    words = page(client, cast.admin, "units", q="công an").content.decode()
    assert "Công an phường" in words
    assert "Trung tâm Dịch vụ công phường" not in words


def test_a_search_that_finds_nothing_says_so(client, cast):
    assert "Không có đơn vị hay người nào" in page(client, cast.admin, "units", q="xyz").content.decode()


@pytest.mark.parametrize("by_name", [False, True])
def test_whoever_holds_no_office_any_more_is_found_by_the_administrator_alone(client, cast, by_name):
    words = cast.approver.name if by_name else ""
    people.deactivate_person(cast.approver, by=cast.admin)
    link = f'href="{reverse("person", args=[cast.approver.pk])}"'
    assert link in page(client, cast.admin, "units", q=words).content.decode()
    assert link not in page(client, cast.auditor, "units", q=words).content.decode()


def test_only_the_admin_sees_buttons_that_change(client, cast):
    add = reverse("person_add")
    assert add in page(client, cast.admin, "units").content.decode()
    assert add not in page(client, cast.auditor, "units").content.decode()


def test_unit_page_tells_what_each_person_may_do(client, cast):
    words = page(client, cast.auditor, "unit", cast.units["CA"].pk).content.decode()
    assert "đọc báo cáo; nộp báo cáo" in words


def test_unit_and_person_of_another_ward_answer_404(client, cast):
    unit = other_ward()
    person = people.add_person(unit, by=None, username="nt", name="Người soạn, Nông Tiến")
    held = offices.start_membership(person, by=None, unit=unit, office="drafter", starts_at=instant("2026-01-01 00:00"))
    assert page(client, cast.admin, "unit", unit.pk).status_code == 404
    assert page(client, cast.admin, "person", person.pk).status_code == 404
    assert page(client, cast.admin, "membership_end", held.pk).status_code == 404


def test_form_pages_are_forbidden_to_who_does_not_administer(client, cast):
    unit, person = cast.units["CA"], cast["CA:drafter"]
    for name, args in [
        ("unit_add", []),
        ("unit_change", [unit.pk]),
        ("unit_retire", [unit.pk]),
        ("person_add", []),
        ("person_change", [person.pk]),
        ("person_deactivate", [person.pk]),
        ("membership_start", [person.pk]),
        ("membership_end", [person.memberships.get().pk]),
    ]:
        assert page(client, cast.coordinator, name, *args).status_code == 403, name


def test_admin_makes_somebody_active_again(client, cast):
    person = people.deactivate_person(cast["CA:drafter"], by=cast.admin)
    address = reverse("person_reactivate", args=[person.pk])
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    shown = client.get(reverse("person", args=[person.pk])).content.decode()
    assert f'action="{address}"' in shown
    assert reverse("membership_start", args=[person.pk]) not in shown
    back = client.post(address, follow=True).content.decode()
    assert address not in back
    assert reverse("membership_start", args=[person.pk]) in back
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    assert client.post(address).status_code == 403


def test_admin_adds_a_person_with_an_office_in_one_form(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    answer = client.post(
        reverse("person_add"),
        {
            "name": "Người soạn thứ hai",
            "username": "ca-soan2",
            "email": "soan2@phuong.invalid",
            "unit": cast.units["CA"].pk,
            "office": "drafter",
            "starts_on": "2026-02-01",
            "last_day": "2026-02-28",
        },
    )
    held = Membership.objects.get(person__username="ca-soan2")
    assert answer.status_code == 302
    assert (held.starts_at, held.ends_at) == (instant("2026-02-01 00:00"), instant("2026-03-01 00:00"))


def test_a_refused_office_leaves_no_person_behind(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    entered = {"name": "A", "username": "tat ca", "email": "x", "unit": "", "office": "", "starts_on": ""}
    answer = client.post(reverse("person_add"), entered)
    assert answer.status_code == 422
    assert "tat ca" in answer.content.decode()
    assert "Chỉ dùng chữ không dấu, chữ số và . _ -" in answer.content.decode()
    assert "Nhập đúng địa chỉ thư điện tử" in answer.content.decode()
    assert not Person.objects.filter(name="A").exists()


def test_an_office_that_is_held_already_is_refused_beside_what_was_typed(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    entered = {"unit": cast.units["CA"].pk, "office": "drafter", "starts_on": "2026-02-01"}
    answer = client.post(reverse("membership_start", args=[cast["CA:drafter"].pk]), entered)
    assert answer.status_code == 409
    assert "đã giữ vai trò này trong thời gian đó" in answer.content.decode()
    assert 'value="2026-02-01"' in answer.content.decode()


def test_admin_adds_and_changes_a_unit(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    entered = {"code": "TYT", "name": "Trạm Y tế phường", "short_name": "Trạm Y tế", "reports": "on"}
    client.post(reverse("unit_add"), entered)
    unit = cast.ward.members.get(code="TYT")
    client.post(reverse("unit_change", args=[unit.pk]), entered | {"name": "Trạm Y tế"})
    unit.refresh_from_db()
    assert (unit.name, unit.reports, unit.trail_seq) == ("Trạm Y tế", True, 2)


def test_a_code_in_use_is_explained_at_its_field(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    answer = client.post(reverse("unit_add"), {"code": "CA", "name": "Công an", "short_name": "Công an"})
    assert answer.status_code == 422
    assert "đã có mã này" in answer.content.decode()


def test_admin_ends_an_office_after_a_page_that_asks(client, cast):
    held = cast["CA:drafter"].memberships.get()
    assert "Kết thúc vai trò" in page(client, cast.admin, "membership_end", held.pk).content.decode()
    client.post(reverse("membership_end", args=[held.pk]))
    held.refresh_from_db()
    assert held.ends_at is not None


def test_pages_of_units_take_ten_queries_however_many_rows(client, cast, django_assert_max_num_queries):
    for name, args in [
        ("units", []),
        ("unit", [cast.units["VHXH"].pk]),
        ("person", [cast.coordinator.pk]),
        ("person_add", []),
    ]:
        client.force_login(cast.admin, backend="units.backends.GrantBackend")
        with django_assert_max_num_queries(10):
            assert client.get(reverse(name, args=args)).status_code == 200
