"""A unit report goes out as a workbook and comes back: what nobody touched changes nothing, the rest is shown first."""

import unicodedata
from decimal import Decimal

import pytest

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.excel import address, cell_of, confirm, downloaded, upload
from tests.workflows.traces import event_of, newest
from tests.workflows.writing import entry_of
from units.models import Aggregation
from units.workbook.sheets.cells import Cell
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.workbooks.cells import excel, value_of

TODAY = "2026-11-03 09:00"
pytestmark = pytest.mark.starts_from(arrange.draft, on=TODAY)


@pytest.fixture
def report(start, client, cast, on_day) -> UnitReport:
    on_day(TODAY)
    client.force_login(cast["CA:drafter"])
    return start


def shown(answer):
    """The changes on the page: old and new by field."""
    return {change.name: (change.theirs, change.yours) for _cell, change in answer.context["changes"]}


def filled(client, report, **values):
    """The answer to the report's workbook with these fields filled in."""
    workbook = downloaded(client, report)
    for name, value in values.items():
        cell_of(workbook, name).value = value
    return upload(client, report, workbook)


def test_an_untouched_workbook_changes_nothing(client, report):
    answer = upload(client, report, downloaded(client, report))
    assert (answer.status_code, answer.context["changes"], answer.context["faults"]) == (200, [], [])
    assert "Không có gì để lưu" in answer.content.decode()


def test_what_was_filled_in_is_shown_and_saved_only_once_confirmed(client, report):
    entry = entry_of(report, Aggregation.SUM)
    answer = filled(client, report, **{f"i{entry.pk}_value": 61.5, "results": "Đã thực hiện\nđúng hạn"})
    assert shown(answer)[f"i{entry.pk}_value"] == ("50", "61,5")
    assert reread(report).version == report.version
    assert confirm(client, report, answer).status_code == 302
    entry.refresh_from_db()
    assert (entry.value, reread(report).results) == (Decimal("61.5"), "Đã thực hiện\nđúng hạn")


def test_the_trail_tells_of_it_as_of_any_save(client, cast, report):
    entry = entry_of(report, Aggregation.SUM)
    confirm(client, report, filled(client, report, **{f"i{entry.pk}_value": 61}))
    assert newest(reread(report)) == event_of(cast["CA:drafter"], "save_draft")


def test_a_ratio_comes_in_its_parts(client, report):
    entry = entry_of(report, Aggregation.RATIO)
    confirm(client, report, filled(client, report, **{f"i{entry.pk}_numerator": 6, f"i{entry.pk}_denominator": 7}))
    entry.refresh_from_db()
    assert (entry.numerator, entry.denominator, entry.value) == (6, 7, Decimal("85.7143"))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("1.234,5", "1.234,5"),
        ("1234.5", "1.234,5"),
        (" 85 ", "85"),
        (0, "0"),
        (None, "–"),
        ("…", "–"),
        (0.1 + 0.2, "0,3"),
    ],
)
def test_figures_are_read_however_they_are_typed(client, report, typed, text):
    entry = entry_of(report, Aggregation.SUM)
    answer = filled(client, report, **{f"i{entry.pk}_value": typed})
    assert shown(answer)[f"i{entry.pk}_value"] == ("50", text.replace("–", ""))


def test_a_percent_sign_belongs_to_what_is_measured_in_percent(client, report):
    entry = entry_of(report, Aggregation.SUM)
    assert filled(client, report, **{f"i{entry.pk}_value": "85%"}).status_code == 422
    type(entry.indicator).objects.filter(pk=entry.indicator_id).update(measure="%")
    assert shown(filled(client, report, **{f"i{entry.pk}_value": "85%"}))[f"i{entry.pk}_value"] == ("50", "85")


def test_a_cell_shown_as_percent_is_what_one_sees(client, report):
    entry = entry_of(report, Aggregation.SUM)
    type(entry.indicator).objects.filter(pk=entry.indicator_id).update(measure="%")
    workbook = downloaded(client, report)
    cell = cell_of(workbook, f"i{entry.pk}_value")
    cell.value, cell.number_format = 0.855, "0.0%"
    assert shown(upload(client, report, workbook))[f"i{entry.pk}_value"] == ("50", "85,5")


def test_words_come_back_composed(client, report):
    answer = filled(client, report, results=unicodedata.normalize("NFD", "Đã hoàn thành"))
    confirm(client, report, answer)
    assert reread(report).results == "Đã hoàn thành"


def test_progress_is_chosen_by_its_label(client, report):
    task = report.assignment_entries.first()
    answer = filled(client, report, **{f"a{task.pk}_status": "hoàn thành", f"a{task.pk}_result": "Kế hoạch số 5"})
    assert shown(answer)[f"a{task.pk}_status"] == ("Đang thực hiện", "Hoàn thành")
    confirm(client, report, answer)
    task.refresh_from_db()
    assert (task.status, task.result) == ("done", "Kế hoạch số 5")


def test_the_reason_is_a_column_of_its_own(client, report):
    entry = entry_of(report, Aggregation.SUM)
    values = {f"i{entry.pk}_value": None, f"i{entry.pk}_explanation": "Hệ thống của tỉnh tạm ngừng"}
    answer = confirm(client, report, filled(client, report, **values))
    assert answer.url == f"/reports/unit/{report.pk}/check/"
    entry.refresh_from_db()
    assert (entry.value, entry.explanation, reread(report).unanswered) == (None, "Hệ thống của tỉnh tạm ngừng", 0)


def test_words_that_begin_like_a_formula_stay_words(client, cast, report):
    content = arrange.CONTENT | {"narrative": {"results": '=HYPERLINK("http://x";"y")'}}
    report = reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content))
    workbook = downloaded(client, report)
    cell = cell_of(workbook, "results")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert upload(client, report, workbook).context["changes"] == []


def test_paragraphs_with_a_blank_line_between_are_left_as_they_are(client, cast, report):
    content = arrange.CONTENT | {"narrative": {"results": "Một.\n\nHai  ba."}}
    report = reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content))
    assert upload(client, report, downloaded(client, report)).context["changes"] == []


@pytest.mark.parametrize(
    ("kept", "held"),
    [("12345678901234.5678", "12.345.678.901.234,5678"), ("1234.5000", 1234.5), ("50.0000", 50), ("0.0000", 0)],
)
def test_a_number_longer_than_excel_keeps_goes_out_as_text_and_comes_back_whole(kept, held):
    assert excel(Decimal(kept)) == held
    assert value_of("numerator", Cell(1, 1, held), None) == Decimal(kept)


def test_only_what_one_may_fill_in_is_open(client, report):
    workbook = downloaded(client, report)
    names = {row[4] for row in workbook["trinh-duyet"].iter_rows(values_only=True) if row[0] == "cell"}
    opened = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert len(opened) == len(names - {None})
    assert all(sheet.protection.sheet for sheet in workbook if sheet.title != "trinh-duyet")
    assert workbook["trinh-duyet"].sheet_state == "veryHidden"
    assert workbook.security.lockStructure


def test_it_speaks_as_the_page_does(client, report):
    workbook = downloaded(client, report)
    assert workbook.sheetnames == ["Chỉ tiêu", "Nhiệm vụ", "Nội dung", "trinh-duyet"]
    headings = [cell.value for cell in workbook["Chỉ tiêu"][4]]
    assert headings[:5] == ["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Kỳ trước: số liệu"]
    assert workbook["Chỉ tiêu"].freeze_panes == "C5"


def test_each_text_that_stands_there_can_be_filled_in(client, report):
    workbook = downloaded(client, report)
    rows = workbook["Nội dung"].iter_rows(min_row=5, max_col=2)
    assert all(not words.protection.locked for label, words in rows if label.value)


def second_month(cast):
    factories.submitted(cast, code="2026-09")
    return arrange.draft(cast)


@pytest.mark.starts_from(second_month, on=TODAY)
def test_the_last_period_stands_beside(client, report):
    entry = entry_of(report, Aggregation.SUM)
    workbook = downloaded(client, report)
    row = cell_of(workbook, f"i{entry.pk}_value").row
    assert workbook["Chỉ tiêu"].cell(row, 5).value == 50


def test_what_is_chosen_is_asked_for_by_excel_too(client, report):
    rules = downloaded(client, report)["Nhiệm vụ"].data_validations.dataValidation
    lists = [rule.formula1 for rule in rules if rule.type == "list"]
    assert lists == ['"Chưa thực hiện,Đang thực hiện,Hoàn thành"']


@pytest.mark.parametrize("page", ["", "file/"])
@pytest.mark.parametrize(("who", "status"), [("CA:unit_head", 403), ("VHXH:coordinator", 403), ("TDP:drafter", 404)])
def test_only_who_writes_the_report_takes_it_out(client, cast, report, page, who, status):
    client.force_login(cast[who])
    assert client.get(address(report) + page).status_code == status


@pytest.mark.parametrize("page", ["", "file/"])
def test_what_is_submitted_is_not_taken_out(client, cast, report, page):
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert client.get(address(report) + page).status_code == 409


def test_its_pages_take_ten_queries_at_most(client, report, django_assert_max_num_queries):
    workbook = downloaded(client, report)
    for act in (lambda: client.get(address(report)), lambda: downloaded(client, report)):
        with django_assert_max_num_queries(10):
            act()
    with django_assert_max_num_queries(10):
        upload(client, report, workbook)


def test_a_number_that_can_be_meant_in_two_ways_is_asked_for_before_it_is_saved(client, report):
    entry = entry_of(report, Aggregation.SUM)
    name = f"i{entry.pk}_value"
    answer = filled(client, report, **{name: "87.500"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(f'name="{name}" value="{reading}" required' in page for reading in ("87,5", "87500"))
    assert name not in dict(answer.context["posted"])
    assert confirm(client, report, answer, **{name: "87,5"}).status_code == 302
    entry.refresh_from_db()
    assert entry.value == Decimal("87.5")


def test_an_older_workbook_with_such_a_number_names_the_cell(client, cast, report):
    entry = entry_of(report, Aggregation.SUM)
    workbook = downloaded(client, report)
    cell_of(workbook, f"i{entry.pk}_value").value = "87.500"
    factories.fill(report, cast, "60")
    answer = upload(client, report, workbook)
    assert answer.status_code == 422
    assert "87.500" in answer.context["faults"][0].message
