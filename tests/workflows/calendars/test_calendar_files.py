"""Days from a file: an iCalendar file or a workbook, refused by a sentence where they do not hold."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from workflows.calendars import files
from workflows.calendars.days import DayOfWard

HEADINGS = ("Từ ngày", "Đến hết ngày", "Nghỉ hay làm việc", "Lý do")


def ics(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//VI"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def workbook(*rows):
    book = Workbook()
    book.active.title = "Lịch"
    for row in (HEADINGS, *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_an_event_is_off_until_before_its_end():
    content = ics(
        ("DTSTART;VALUE=DATE:20270206", "DTEND;VALUE=DATE:20270208", "SUMMARY:Tết Nguyên đán"),
        ("DTSTART;VALUE=DATE:20270220", "SUMMARY:Làm bù cho ngày 12/02/2027"),
    )
    assert files.read(content) == [
        DayOfWard(date(2027, 2, 6), working=False, name="Tết Nguyên đán"),
        DayOfWard(date(2027, 2, 7), working=False, name="Tết Nguyên đán"),
        DayOfWard(date(2027, 2, 20), working=True, name="Làm bù cho ngày 12/02/2027"),
    ]


def test_a_row_of_a_workbook_is_a_day_or_a_first_and_a_last_one():
    content = workbook((date(2027, 2, 11), "12/02/2027", "Nghỉ", "Nghỉ bù"), ("20/2/2027", None, "làm việc", "Làm bù"))
    assert files.read(content) == [
        DayOfWard(date(2027, 2, 11), working=False, name="Nghỉ bù"),
        DayOfWard(date(2027, 2, 12), working=False, name="Nghỉ bù"),
        DayOfWard(date(2027, 2, 20), working=True, name="Làm bù"),
    ]


def test_what_was_written_is_read_the_same():
    days = [
        DayOfWard(date(2027, 1, 1), working=False, name="=Tết"),
        DayOfWard(date(2027, 1, 9), working=True, name="Làm bù"),
    ]
    assert files.read(files.written(days)) == days


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ics(("DTSTART;VALUE=DATE:20270231", "SUMMARY:Nghỉ")), "có ngày không tồn tại"),
        (ics(("SUMMARY:Nghỉ",)), "Không đọc được tệp lịch"),
        (ics(), "không có ngày nào"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", "Không đọc được tệp lịch"),
        (b"BEGIN:VCALENDAR" + b" " * 1_000_000, "lớn hơn 1 MB"),
        (ics(("DTSTART;VALUE=DATE:20270206", "DTEND;VALUE=DATE:20290208", "SUMMARY:Tết")), "dài hơn một năm"),
        (b"hello", "Excel"),
        (workbook(("31/02/2027", None, "Nghỉ", "Tết")), "31/02/2027"),
        (workbook(("06/02/2027", "01/02/2027", "Nghỉ", "Tết")), "đứng trước"),
        (workbook(("06/02/2027", None, "Có lẽ", "Tết")), "“Nghỉ”"),
        (workbook(("06/02/2027", None, "Nghỉ", None)), "lý do"),
    ],
)
def test_a_file_that_does_not_hold_is_refused_by_a_sentence(content, why):
    with pytest.raises(files.FaultyFile) as refused:
        files.read(content)
    assert why in " ".join(refused.value.faults)


EVENT = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n%s\r\nSUMMARY:Nghỉ\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART;VALUE=DATE:20260430\r\nDTEND;VALUE=DATE:20260502",
        "DTSTART;VALUE=DATE:20260430\r\nDURATION:P2D",
        "DTSTART:20260429T170000Z\r\nDTEND:20260501T170000Z",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20260430T000000\r\nDTEND;TZID=Asia/Ho_Chi_Minh:20260501T235900",
    ],
)
def test_an_event_is_the_days_in_vietnam_that_it_touches(lines):
    assert [each.day for each in files.read((EVENT % lines).encode())] == [date(2026, 4, 30), date(2026, 5, 1)]


def test_an_event_that_recurs_is_refused_and_says_what_to_do():
    with pytest.raises(files.FaultyFile, match="lặp lại"):
        files.read((EVENT % "DTSTART;VALUE=DATE:20260430\r\nRRULE:FREQ=DAILY;COUNT=2").encode())


def test_a_file_names_no_more_days_than_a_year_has():
    event = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20200101\r\nDTEND;VALUE=DATE:20201201\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    with pytest.raises(files.FaultyFile, match="hơn"):
        files.read(f"BEGIN:VCALENDAR\r\n{event * 1000}END:VCALENDAR\r\n".encode())
