"""Units and people from a pasted table in the browser, and slips for those without an address."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.models import AnsweredForm
from units.models import Membership, OneUseCode, Person, Unit

PEOPLE = """Họ và tên\tĐơn vị\tVai trò\tEmail\tĐiện thoại
Trần Thị Bình\tCông an phường\tNgười soạn; Thủ trưởng đơn vị\t\t0912345678
Lê Hoa\tVăn phòng\tVăn thư\thoa@example.vn\t"""


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path, client, cast):
    settings.DATA_DIR = tmp_path
    settings.DEMO = True
    client.force_login(cast.admin, backend="units.backends.GrantBackend")


def paste(client, cast, page: str, table: str) -> str:
    """The address of the page with the rows."""
    return client.post(reverse(page, args=[cast.ward.pk]), {"table": table}).headers["Location"]


def sent(answer, **mended: str) -> dict[str, str]:
    """All that the page's forms would send as they stand."""
    forms = answer.context["rows"]
    typed = {field.html_name: field.value() or "" for form in forms for field in form.texts}
    return typed | mended


def test_pasted_units_are_added_as_they_are_mended(client, cast):
    rows = paste(client, cast, "units_paste", "Tên đơn vị\tLoại\nTrạm Y tế\tTrạm\nTổ dân phố 77\tTổ dân phố")
    answer = client.get(rows)
    assert client.post(rows, sent(answer, **{"r0-sign": "TYT9"})).headers["Location"] == reverse(
        "set_up_ward", args=[cast.ward.pk]
    )
    made = Unit.objects.filter(ward=cast.ward).order_by("-order")[:2]
    assert {(unit.code, unit.kind) for unit in made} == {("TYT9", "Trạm"), ("TDP77", "Tổ dân phố")}


def test_a_code_that_is_taken_is_told_beside_its_row_and_nothing_is_written(client, cast):
    rows = paste(client, cast, "units_paste", "Tên đơn vị\nTrạm Y tế\nĐội thuế")
    answer = client.post(rows, sent(client.get(rows), **{"r0-sign": "CA", "r1-name": "Đội thuế số 9"}))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "có mã này" in shown
    assert "Đội thuế số 9" in shown
    assert not Unit.objects.filter(name="Đội thuế số 9").exists()


def test_a_row_that_is_left_out_is_not_judged(client, cast):
    rows = paste(client, cast, "units_paste", "Tên đơn vị\nTrạm Y tế\nĐội thuế")
    typed = sent(client.get(rows), **{"r0-name": "", "r0-drop": "on"})
    assert client.post(rows, typed).status_code == 302
    assert not Unit.objects.filter(name="Trạm Y tế").exists()


def test_where_every_row_is_left_out_nothing_is_added_and_the_page_says_so(client, cast):
    before = Unit.objects.count(), Person.objects.count()
    for page, table, drops in (("units_paste", "Tên đơn vị\nTrạm Y tế", 1), ("people_paste", PEOPLE, 3)):
        rows = paste(client, cast, page, table)
        typed = sent(client.get(rows), **{f"r{place}-drop": "on" for place in range(drops)})
        answer = client.post(rows, typed)
        assert (answer.status_code, "giữ lại ít nhất một hàng" in answer.content.decode()) == (422, True)
        assert client.get(rows).status_code == 200  # the table is still there
    assert (Unit.objects.count(), Person.objects.count()) == before


def test_pasted_people_are_added_and_lead_to_their_slips(client, cast):
    rows = paste(client, cast, "people_paste", PEOPLE)
    answer = client.post(rows, sent(client.get(rows)))
    assert answer.headers["Location"] == reverse("slips", args=[cast.ward.pk])
    held = Membership.objects.filter(person__username="tranthibinh").values_list("unit__code", "office")
    assert set(held) == {("CA", "drafter"), ("CA", "unit_head")}
    assert Person.objects.get(username="lehoa").email == "hoa@example.vn"


def test_the_same_table_again_adds_nobody(client, cast):
    for _time in range(2):
        rows = paste(client, cast, "people_paste", PEOPLE)
        assert client.post(rows, sent(client.get(rows))).status_code == 302
    assert Person.objects.filter(name="Trần Thị Bình").count() == 1
    assert Membership.objects.filter(person__username="lehoa").count() == 1


@pytest.mark.parametrize(
    ("mended", "told"),
    [
        ({"r0-username": "có dấu"}, "không dấu"),
        ({"r0-unit": "Đội cờ đỏ"}, "không phải đơn vị ở đây"),
        ({"r2-username": "tranthibinh"}, "khác họ tên"),
        ({"r0-office": "admin", "r1-office": "clerk"}, "không đồng thời"),
        ({"r2-email": "không phải"}, "Nhập đúng địa chỉ thư"),
    ],
)
def test_what_does_not_hold_is_told_beside_its_row(client, cast, mended, told):
    rows = paste(client, cast, "people_paste", PEOPLE)
    answer = client.post(rows, sent(client.get(rows), **mended))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Person.objects.filter(username="lehoa").exists()


@pytest.mark.parametrize(
    ("page", "table", "field"),
    [
        ("people_paste", PEOPLE.rpartition("\tVăn thư")[0], "r2-office"),
        ("units_paste", "Mã\tTên đơn vị\tLoại\nTYT\tTrạm Y tế\tTrạm\nDT9", "r1-name"),
    ],
)
def test_half_a_row_is_told_at_what_it_lacks_and_nothing_is_written(client, cast, page, table, field):
    people, units = Person.objects.count(), Unit.objects.count()
    rows = paste(client, cast, page, table)
    answer = client.post(rows, sent(client.get(rows)))
    assert answer.status_code == 422
    assert f"{field}_error" in answer.content.decode()
    assert (Person.objects.count(), Unit.objects.count()) == (people, units)


def test_a_user_name_of_somebody_else_is_told(client, cast):
    rows = paste(client, cast, "people_paste", PEOPLE)
    answer = client.post(rows, sent(client.get(rows), **{"r2-username": cast.clerk.username.upper()}))
    assert answer.status_code == 422
    assert "r2-username_error" in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "table"),
    [
        ("units_paste", ""),
        ("units_paste", "Tên đơn vị\tLoại"),
        ("people_paste", "Họ và tên\tTên đơn vị"),
        ("people_paste", "\t" * 3000 + "x"),
    ],
)
def test_what_is_no_table_is_told_with_what_to_do(client, cast, page, table):
    answer = client.post(reverse(page, args=[cast.ward.pk]), {"table": table})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_slip_shows_its_code_once_beside_the_user_name(client, cast):
    rows = paste(client, cast, "people_paste", PEOPLE)
    client.post(rows, sent(client.get(rows)))
    page = reverse("slips", args=[cast.ward.pk])
    assert "tranthibinh" in client.get(page).content.decode()
    person = Person.objects.get(username="tranthibinh")
    sheet = client.post(page, {"person": person.pk}).content.decode()
    code = re.search(r"<code>([0-9A-Z-]{19})</code>", sheet)[1]
    assert "tranthibinh" in sheet
    assert reverse("slip") in sheet
    assert code not in client.get(page).content.decode()


def test_the_sheet_loaded_again_makes_no_other_codes_and_asks_later(client, cast):
    rows = paste(client, cast, "people_paste", PEOPLE)
    client.post(rows, sent(client.get(rows)))
    page, person = reverse("slips", args=[cast.ward.pk]), Person.objects.get(username="tranthibinh")
    token = re.search(r'name="once" value="([^"]+)"', client.get(page).text)[1]
    sheet = client.post(page, {"person": person.pk, "once": token})
    made = OneUseCode.objects.get(person=person).digest
    assert client.post(page, {"person": person.pk, "once": token}).content == sheet.content
    AnsweredForm.objects.update(at=now() - timedelta(minutes=11))
    again = client.post(page, {"person": person.pk, "once": token}, follow=True)
    assert OneUseCode.objects.get(person=person).digest == made
    assert "đã được tạo" in again.text
    anew = re.search(r'name="once" value="([^"]+)"', again.text)[1]
    client.post(page, {"person": person.pk, "once": anew})
    assert OneUseCode.objects.get(person=person).digest != made


@pytest.mark.parametrize("page", ["set_up_ward", "units_paste", "people_paste", "slips"])
def test_who_does_not_administer_the_ward_sees_none_of_it(client, cast, page):
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    assert client.get(reverse(page, args=[cast.ward.pk])).status_code == 403
