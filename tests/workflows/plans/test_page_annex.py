"""A plan taken from its annex in the browser."""

import re
import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.pages import forms_of
from tests.workflows.pure.annexes.annexes import GOALS, TASKS, goal, saved, task, workbook
from tests.workflows.pure.annexes.scans import file_of, scanned
from units.models import Plan
from units.workbook import read_plan
from workflows.plans.imports.annex_forms import front_of
from workflows.pure.annexes.sources.scans import reading

FIRST = [["Phụ lục năm 2026"], GOALS, goal("≥ 90%"), goal("0,98", number="2"), TASKS, task(due="Quý II/2026")]


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def text_of(rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def paste(client, person, text: str):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.post(reverse("plan_annex"), {"table": text})


def rows_page(client, cast, rows=FIRST, query: str = "") -> str:
    return paste(client, cast.admin, text_of(rows)).headers["Location"] + query


def typed_on(answer) -> dict[str, str]:
    """All that the page's form would send as it stands."""
    typed = {name: value for each in answer.context["rows"] for name, _label, value in each.fields}
    front = answer.context["front"]
    return typed | {f"front-{name}": front.initial.get(name, "") for name in front.fields}


def mended(answer) -> dict[str, str]:
    """The same with what the annex leaves open."""
    whole = {"0-goal": "98", "0-aggregation": "tổng", "1-aggregation": "tổng", "2-product": "Kế hoạch"}
    return typed_on(answer) | whole | {"front-authority": "Chủ tịch"}


def test_rows_stand_beside_their_source_those_in_doubt_first(client, cast):
    answer = client.get(rows_page(client, cast))
    shown = answer.content.decode()
    assert [each.row.number for each in answer.context["rows"]] == [2, 1, 1]
    assert "“0,98” có thể hiểu là" in shown
    assert "1 | Tỷ lệ | % | ≥ 90% | VP" in shown
    assert Plan.objects.count() == 1


def test_rows_mended_in_place_go_through_the_check_of_the_workbook(client, cast):
    page = rows_page(client, cast)
    checked = client.post(page, mended(client.get(page)))
    assert checked.status_code == 200
    assert client.post(reverse("plan_import_confirm", args=[checked.context["sha256"]])).status_code == 302
    plan = Plan.objects.latest("version")
    assert [(row.number, row.goal, row.lead.code) for row in plan.indicators.all()] == [(1, 90, "VP"), (2, 98, "VP")]
    assert plan.assignments.get().due_text == "Quý II/2026"


def test_a_percentage_that_would_be_added_up_is_doubted_at_the_check(client, cast):
    page = rows_page(client, cast)
    checked = client.post(page, mended(client.get(page)) | {"1-aggregation": "giá trị mới nhất"})
    doubts = {each.row.number: each.doubt for each in checked.context["counted"]}
    assert "không cộng được" in doubts[2]
    assert doubts[1] == ""


def test_from_the_check_one_goes_back_to_the_rows_as_they_were_typed(client, cast):
    page = rows_page(client, cast)
    checked = client.post(page, mended(client.get(page)) | {"0-name": "Tên đã sửa"})
    back = next(form for form in forms_of(checked) if "0-name" in form["fields"])
    answer = client.post(back["target"], back["fields"] | {"again": "1"})
    assert answer.status_code == 200
    assert ("Tên đã sửa" in answer.text, "Chủ tịch" in answer.text, "chưa ghi gì" in answer.text) == (True, True, False)
    assert Plan.objects.count() == 1


def test_what_does_not_hold_is_told_beside_its_row_and_nothing_typed_is_lost(client, cast):
    page = rows_page(client, cast)
    typed = mended(client.get(page)) | {"1-name": "Tên đã sửa", "2-product": ""}
    answer = client.post(page, typed)
    first = answer.context["rows"][0]
    assert answer.status_code == 422
    assert first.index == 2
    assert "rõ sản phẩm" in first.faults[0]
    assert "Tên đã sửa" in answer.content.decode()
    assert Plan.objects.count() == 1


def test_the_workbook_is_handed_out_filled_in(client, cast):
    page = rows_page(client, cast)
    answer = client.post(page, mended(client.get(page)) | {"download": "1"})
    plan = read_plan(BytesIO(answer.content))
    assert [row.goal for row in plan.indicators] == [90, 98]
    assert plan.assignments[0].due_text == "Quý II/2026"


def test_what_begins_as_a_formula_is_kept_as_text(client, cast):
    page = rows_page(client, cast)
    answer = client.post(page, mended(client.get(page)) | {"1-name": "=1+1", "download": "1"})
    assert read_plan(BytesIO(answer.content)).indicators[0].name == "=1+1"


def test_a_row_may_be_left_out(client, cast):
    page = rows_page(client, cast)
    answer = client.post(page, mended(client.get(page)) | {"0-drop": "1", "download": "1"})
    assert [row.number for row in read_plan(BytesIO(answer.content)).indicators] == [1]


def test_a_column_is_corrected_by_choosing(client, cast):
    rows = [[*TASKS, "Ghi chú"], [*task(), "Công an"]]
    answer = client.get(rows_page(client, cast, rows, "?c0-3=&c0-6=lead"))
    assert answer.context["rows"][0].values["lead"] == "Công an"


def test_columns_that_leave_no_rows_are_told_and_the_rows_stay(client, cast):
    answer = client.get(rows_page(client, cast, [TASKS, task()], "?c0-2="))
    assert len(answer.context["rows"]) == 1
    assert "không có dòng nào" in answer.content.decode()


def test_whether_the_day_before_which_it_is_due_counts_is_answered_once(client, cast):
    rows = [TASKS, task(due="Trước 30/6/2026"), task(number="2", due="trước ngày 30/6/2026")]
    page = rows_page(client, cast, rows)
    assert client.get(page).content.decode().count("Chính ngày đó có còn trong hạn") == 1
    answered = client.get(f"{page}?before=no").context["rows"]
    assert [each.values["due"] for each in answered] == ["29/06/2026"] * 2


def test_a_file_may_be_dropped_instead(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    file = SimpleUploadedFile("phu-luc.bin", saved(workbook([TASKS, task(due="30/6/2026")])))
    answer = client.get(client.post(reverse("plan_annex"), {"annex": file}).headers["Location"])
    assert answer.context["rows"][0].values["due"] == "30/6/2026"


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Hãy dán bảng phụ lục"), ("không có bảng", "không phải bảng"), ("a\tb\n1\t2", "dòng tiêu đề")],
)
def test_what_cannot_be_read_is_told_and_stays_on_the_page(client, cast, text, words):
    answer = paste(client, cast.admin, text)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert text in answer.content.decode()


def test_whoever_administers_no_ward_is_refused(client, cast):
    assert paste(client, cast["CA:drafter"], text_of(FIRST)).status_code == 403


def test_an_annex_that_is_gone_is_told(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert client.get(reverse("plan_annex_rows", args=["0" * 64])).status_code == 409


def test_every_field_has_a_label(client, cast):
    shown = client.get(rows_page(client, cast)).content.decode()
    inputs = set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', shown))
    assert inputs - set(re.findall(r'<label for="([^"]+)"', shown)) == set()


def test_three_hundred_rows_are_shown_within_two_seconds(client, cast):
    rows = [TASKS, *(task(f"Việc số {number}", number=str(number)) for number in range(1, 301))]
    page = rows_page(client, cast, rows)
    begun = time.process_time()
    assert len(client.get(page).context["rows"]) == 300
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("name", "typed"),
    [("front-year", "1" * 5000), ("front-year", "²"), ("0-name", "Tỷ lệ\x01\x0bhồ sơ"), ("0-name", "\x00")],
)
def test_what_is_no_text_or_year_is_told_or_left_out(client, cast, name, typed):
    page = rows_page(client, cast)
    answer = client.post(page, mended(client.get(page)) | {name: typed, "download": "1"})
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("sign", ["²", "1" * 5000])
def test_signs_that_only_look_like_column_numbers_are_read_as_text(client, cast, sign):
    marks = [sign, *map(str, range(2, len(GOALS) + 1))]
    assert paste(client, cast.admin, text_of([FIRST[0], GOALS, marks, *FIRST[2:]])).status_code == 302


def test_a_scan_is_read_once_and_its_rows_shown_in_doubt(client, cast, monkeypatch):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    scan = SimpleUploadedFile("phu-luc.png", file_of(scanned(), "PNG"))
    page = client.post(reverse("plan_annex"), {"annex": scan}).headers["Location"]
    monkeypatch.setattr(reading, "tables_of_picture", None)
    answer = client.get(page)
    assert answer.context["doubted"] == len(answer.context["rows"]) == 2
    assert "Đọc từ hình: hãy so chữ" in answer.content.decode()


def test_what_the_plan_lacks_beside_its_rows_is_told_at_its_field(client, cast):
    page = rows_page(client, cast)
    typed = mended(client.get(page)) | {"front-number": "", "front-ward_day": "", "front-recipients": ""}
    answer = client.post(page, typed)
    assert set(answer.context["front"].errors) == {"number", "ward_day", "recipients"}
    assert 'href="#id_front-number"' in answer.content.decode()
    assert "cột B" not in answer.content.decode()


def test_what_rows_leave_blank_is_said_once_for_all(client, cast):
    page = rows_page(client, cast)
    blank = {"0-goal": "98", "0-aggregation": "", "1-aggregation": "", "2-product": ""}
    once = {"front-percent": "tử số/mẫu số", "front-aggregation": "tổng", "front-product": "Báo cáo"}
    checked = client.post(page, mended(client.get(page)) | blank | once)
    assert checked.status_code == 200
    client.post(reverse("plan_import_confirm", args=[checked.context["sha256"]]))
    plan = Plan.objects.latest("version")
    assert {row.aggregation for row in plan.indicators.all()} == {"ratio"}
    assert plan.assignments.get().product == "Báo cáo"


def test_a_ward_without_a_plan_begins_with_what_is_known_of_it(cast):
    known = front_of(None, {}, cast.ward, [cast.units["VP"]], 2027)
    assert (known["year"], known["place"], known["coordinating_unit"]) == ("2027", "Minh Xuân", "Văn phòng")
    assert known["unit_day"] == "05"
