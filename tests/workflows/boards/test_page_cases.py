"""Danh sách hồ sơ: every type of case in one list, with filters, paging and a file, of what one may see."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from approvals.pages.tables import table_file
from approvals.text.vietnamese import folded
from tests import factories
from tests.workflows import arrange
from workflows.boards import case_file, cases
from workflows.boards.cases import CaseFilter, found, rows_of
from workflows.models import UnitReport, WardReport


@pytest.fixture(autouse=True)
def today(on_day):
    on_day("2026-11-10 09:00")


def rows(person, **asked):
    return rows_of(found(person, CaseFilter.of(asked)), person)


def html(client, person, **asked):
    client.force_login(person)
    return client.get(reverse("cases"), asked).content.decode()


def test_reports_of_units_and_of_the_ward_stand_in_one_list_with_holder_step_age_and_due_time(client, cast):
    report = arrange.awaiting(cast)
    listed = {row.case: row for row in rows(cast.coordinator)}
    assert len(listed) == UnitReport.objects.count() + WardReport.objects.count()
    row = listed[report]
    assert (row.type_name, row.holder, row.steps) == ("Báo cáo tổng hợp", "Phó Trưởng Ban", ["Phó Trưởng Ban"])
    assert row.due.at == report.steps.get().due_at
    assert "Báo cáo tổng hợp" in html(client, cast.coordinator)


def test_each_sees_only_what_they_may(client, cast):
    arrange.awaiting(cast)
    assert {row.case.unit for row in rows(cast["CA:drafter"])} == {cast.units["CA"]}
    assert html(client, cast["CA:drafter"]).count("<tr>") == 2


@pytest.mark.parametrize("words", ["bao cao thang 10/2026", "BÁO CÁO 10/2026", "tháng 2026-10"])
def test_words_are_found_without_marks_and_a_month_as_it_is_written(cast, words):
    report = arrange.awaiting(cast)
    assert report in {row.case for row in rows(cast.coordinator, q=words)}


def test_words_must_all_be_found(cast):
    arrange.awaiting(cast)
    codes = {row.case.unit.code for row in rows(cast.coordinator, q="cong an 10/2026")}
    assert ("CA" in codes, "VHXH" in codes) == (True, False)
    assert rows(cast.coordinator, q="công an 9/2026") == []
    assert rows(cast.coordinator, q="\x00zzz") == []


def test_filters_choose_type_state_what_waits_and_what_is_late(cast, on_day):
    report = arrange.awaiting(cast)
    assert [row.case for row in rows(cast.coordinator, kind="wardreport")] == [report]
    assert [row.case for row in rows(cast.coordinator, state="wardreport.awaiting_approval")] == [report]
    assert [row.case for row in rows(cast.coordinator, waiting="1")] == [report]
    assert rows(cast.coordinator, late="1") == []
    assert rows(cast.coordinator, kind="nothing") == []
    on_day("2026-11-30 09:00")
    assert [row.due.tone for row in rows(cast.coordinator, late="1")] == ["late"]


def test_a_returned_report_is_due_with_its_period_not_with_the_step_of_before(cast):
    report = arrange.awaiting(cast)
    WardReport.objects.filter(pk=report.pk).update(state="returned")
    (row,) = rows(cast.coordinator, kind="wardreport")
    assert (row.due.at, row.steps) == (report.period.ward_due_at, [])


def test_pages_follow_one_another(client, cast, monkeypatch):
    monkeypatch.setattr("workflows.boards.views.cases.SHOWN", 3)
    factories.open_month(cast)
    assert html(client, cast.coordinator, page=2).count("<tr>") == 4


def test_the_file_holds_what_the_list_shows_and_no_formula(client, cast):
    report = arrange.awaiting(cast)
    client.force_login(cast.coordinator)
    answer = client.get(reverse("cases_file"), {"kind": "wardreport"})
    sheet = load_workbook(BytesIO(answer.content)).active
    heads, only = list(sheet.iter_rows(values_only=True))
    assert folded(heads[0]) == "loai"
    assert only[:6] == (
        "Báo cáo tổng hợp",
        str(report),
        str(cast.ward),
        "Phó Trưởng Ban",
        "Trình ký",
        "Phó Trưởng Ban",
    )


def test_text_that_begins_as_a_formula_does_is_text(cast):
    report = arrange.awaiting(cast)
    row = cases.CaseRow(report, "=1+1", "=2", [], None)
    sheet = load_workbook(BytesIO(table_file("xlsx", "ho-so", case_file.COLUMNS, [row]).content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:drafter", "MX:admin"])
def test_the_list_needs_ten_statements_however_long_it_is(client, cast, who, django_assert_max_num_queries):
    arrange.awaiting(cast)
    factories.open_month(cast, "2026-11")
    client.force_login(cast[who], backend="units.backends.GrantBackend")
    with django_assert_max_num_queries(9):  # a third type takes one more
        assert client.get(reverse("cases")).status_code == 200
