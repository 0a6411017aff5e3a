"""The page Lịch làm việc: read by the ward, changed by its administrators, by hand or from a file."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from units.workbook.sheets.archive import ENCRYPTED_STREAM, OLE_MAGIC
from workflows.calendars import actions as calendars
from workflows.calendars import files
from workflows.calendars.days import DayOfWard
from workflows.models import CalendarDay

TYPED = {"first": "2027-02-11", "last": "2027-02-12", "working": "0", "name": "Nghỉ bù Tết", "decided": "on"}
FILE = files.written([DayOfWard(date(2027, 2, 11), working=False, name="Nghỉ bù Tết")])


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client


def text(response):
    return response.content.decode()


def test_it_shows_the_year_and_what_is_not_decided(admin, cast):
    page = text(admin.get(reverse("calendar", args=[cast.ward.pk]) + "?year=2027"))
    assert "Tết Nguyên đán Đinh Mùi" in page
    assert "chưa có quyết định" in page
    assert "Giỗ Tổ Hùng Vương" in page


def test_days_are_entered_and_stand_in_the_place_of_the_nations(admin, cast):
    answer = admin.post(reverse("calendar_days_add", args=[cast.ward.pk]), TYPED, follow=True)
    assert "Đã lưu 2 ngày" in text(answer)
    own = CalendarDay.objects.filter(ward=cast.ward)
    assert [(row.day, row.working, row.decided) for row in own] == [
        (date(2027, 2, 11), False, True),
        (date(2027, 2, 12), False, True),
    ]
    assert text(answer).count("11/02/2027") == 2  # the row, and the name of its button


def test_what_was_typed_stands_beside_the_refusal(admin, cast):
    answer = admin.post(reverse("calendar_days_add", args=[cast.ward.pk]), TYPED | {"last": "2027-02-01"})
    assert answer.status_code == 422
    assert "đứng trước ngày đầu" in text(answer)
    assert 'value="Nghỉ bù Tết"' in text(answer)


def test_a_day_is_given_back(admin, cast):
    day = date(2027, 2, 11)
    calendars.set_days(cast.ward, [DayOfWard(day, working=True, name="Trực Tết")], by=cast.admin)
    answer = admin.post(reverse("calendar_day_give_back", args=[cast.ward.pk, day]), follow=True)
    assert "lại theo lịch của cấp trên" in text(answer)
    assert not CalendarDay.objects.filter(ward=cast.ward).exists()


def test_a_file_is_shown_first_and_written_once_confirmed(admin, cast):
    upload = {"file": SimpleUploadedFile("lich.xlsx", FILE)}
    shown = admin.post(reverse("calendar_import", args=[cast.ward.pk]), upload)
    assert "11/02/2027" in text(shown)
    assert not CalendarDay.objects.filter(ward=cast.ward).exists()
    answer = admin.post(reverse("calendar_import_confirm", args=[cast.ward.pk, shown.context["sha256"]]), follow=True)
    assert "Đã lưu 1 ngày" in text(answer)
    assert CalendarDay.objects.filter(ward=cast.ward).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("lich.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "Tệp không có ngày nào"),
        ("lich.ics", b"BEGIN:VCALENDAR\r\n" + b" " * 20_000_000, "lớn hơn 1 MB"),
        ("lich.xlsx", OLE_MAGIC + ENCRYPTED_STREAM, "đặt mật khẩu"),
    ],
)
def test_a_faulty_file_is_refused_beside_its_field(admin, cast, name, content, why):
    upload = {"file": SimpleUploadedFile(name, content)}
    answer = admin.post(reverse("calendar_import", args=[cast.ward.pk]), upload)
    assert answer.status_code == 422
    assert why in text(answer)


def test_the_year_is_downloaded_as_the_workbook_that_is_taken_back(admin, cast):
    answer = admin.get(reverse("calendar_file", args=[cast.ward.pk, 2027]))
    days = files.read(BytesIO(b"".join(answer.streaming_content)).read())
    assert {day.day for day in days} == set(
        CalendarDay.objects.filter(ward=None, day__year=2027).values_list("day", flat=True)
    )


@pytest.mark.parametrize("year", ["1999", "2027a", "²⁰²⁷", "99999", ""])
def test_what_is_no_year_is_not_there(admin, cast, year):
    assert admin.get(reverse("calendar", args=[cast.ward.pk]) + f"?year={year}").status_code == 404


def test_others_read_it_and_change_nothing(client, cast):
    client.force_login(cast["CA:drafter"])
    page = text(client.get(reverse("calendar", args=[cast.ward.pk])))
    assert "Nhập ngày" not in page
    for name in ("calendar_days_add", "calendar_import"):
        assert client.get(reverse(name, args=[cast.ward.pk])).status_code == 403


def test_the_administrator_finds_it_on_the_page_of_units(admin, cast):
    assert reverse("calendar", args=[cast.ward.pk]) in text(admin.get(reverse("units")))


def test_a_file_of_another_room_is_no_calendar(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    table = "STT\tNội dung\tĐơn vị chủ trì\tThời gian\n1\tLàm gì đó\tCông an\t30/11/2026"
    kept = client.post(reverse("plan_annex"), {"table": table})["Location"].rstrip("/").split("/")[-1].split("?")[0]
    answer = client.post(reverse("calendar_import_confirm", args=[cast.ward.pk, kept]))
    assert answer.status_code == 409
