from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.utils.translation import override

from approvals.clock import at, now
from tests.workflows import arrange, mapped
from tests.workflows.mapped import line
from tests.workflows.periods.arrange import asked
from units.models import Indicator
from workflows.models import IndicatorFigure, WardReport
from workflows.periods import actions as periods
from workflows.plans.external_forms import filled as external_forms
from workflows.plans.external_forms.workbook import render_form
from workflows.ward_reports.province import actions as province


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")
    with override("vi"):
        yield


def workbook(cast, *lines, number: str = "") -> bytes:
    form = mapped.form(cast, *lines)
    report = external_forms.reports_for(form)[0]
    return render_form(form, external_forms.filled(form, report), report, number=number)


def rows(content: bytes, sheet: str = "Biểu") -> dict[str, tuple]:
    """The rows of a sheet by their first cell."""
    return {row[0]: row[1:] for row in openpyxl.load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)}


def figure(number: int, **values) -> None:
    IndicatorFigure.objects.filter(indicator__number=number).update(**values)


def test_one_figure_feeds_lines_in_their_own_measures_and_rounding(cast):
    arrange.approved(cast)
    figure(9, year_value=Decimal("1234.5"), value=Decimal("34.5"))
    found = mapped.filled(
        cast,
        line("1", 9, decimals=0),
        line("2", 9, "÷1000", measure="nghìn hồ sơ", decimals=3),
        line("3", 9, "×1000", measure="phần nghìn", which="period", decimals=0),
    )
    assert [each.value for each in found] == [Decimal(1235), Decimal("1.235"), Decimal(34500)]
    assert [each.value_words for each in found] == ["1.235", "1,235", "34.500"]


def test_a_newer_report_on_request_is_chosen_by_a_person_alone(cast):
    month = arrange.approved(cast)
    request = asked(cast, "CA", on_plan=True).ward_reports.get()
    WardReport.objects.filter(pk=request.pk).update(state="approved")
    assert request.period.ends > month.period.ends
    assert external_forms.reports_for(mapped.form(cast)) == [month, request]


def test_percent_becomes_a_share(cast):
    arrange.approved(cast)
    figure(2, year_value=Decimal("97.285"))
    (share,) = mapped.filled(cast, line("1", 2, "%→tỷ lệ", measure="tỷ lệ", decimals=4))
    assert share.value == Decimal("0.9729")


def test_no_figure_is_not_zero(cast):
    arrange.approved(cast)
    figure(9, year_value=None)
    figure(20, year_value=Decimal(0))
    silent, zero = mapped.filled(cast, line("1", 9), line("2", 20, measure="sự cố", decimals=0))
    assert (silent.value, silent.why_empty) == (None, "không có số liệu")
    assert (zero.value, zero.value_words, zero.why_empty) == (Decimal(0), "0", "")


def test_a_figure_whose_measure_is_another_now_is_not_converted(cast):
    arrange.approved(cast)
    lines = (line("1", 9, "÷1000", measure="nghìn hồ sơ"),)
    Indicator.objects.filter(number=9).update(measure="lượt")
    (each,) = mapped.filled(cast, *lines)
    assert each.value is None
    assert "“lượt”" in each.why_empty


def test_a_line_whose_indicator_the_period_s_plan_has_not_says_so(cast):
    arrange.approved(cast)
    IndicatorFigure.objects.filter(indicator__number=9).delete()
    (each,) = mapped.filled(cast, line("1", 9))
    assert (each.value, each.why_empty) == (None, "kế hoạch của kỳ này không có chỉ tiêu 9")


@pytest.mark.parametrize("state", ["consolidated", "awaiting"])
def test_figures_that_are_not_approved_fill_no_form(cast, state):
    getattr(arrange, state)(cast)
    assert external_forms.reports_for(mapped.form(cast)) == []


def test_what_a_new_version_replaces_fills_no_form(cast):
    report = arrange.dispatched(cast)
    form = mapped.form(cast)
    assert external_forms.reports_for(form) == [report]
    province.record_receipt(report, by=cast.clerk, received=False, reason="Sai số liệu", reference="")
    assert external_forms.reports_for(form) == []


def test_the_newest_report_comes_first(cast):
    old = arrange.approved(cast)
    with at(now() + timedelta(days=30)):
        new = arrange.approved(cast, "2026-11")
        assert external_forms.reports_for(mapped.form(cast)) == [new, old]


def test_a_year_goes_before_its_last_month_and_its_estimates_are_told(cast, on_day):
    on_day("2026-12-20 09:00")
    december = arrange.approved(cast, "2026-12")
    period = periods.open_period(cast.annual, "2026")
    WardReport.objects.filter(period=period).update(state="approved", consolidated_at=now())
    year = WardReport.objects.get(period=period)
    assert external_forms.reports_for(mapped.form(cast)) == [year, december]
    assert period.estimates
    assert "Kỳ số liệu: năm 2026 (có số ước)" in rows(workbook(cast))


def test_the_workbook_holds_numbers_and_words_apart(cast):
    arrange.approved(cast)
    figure(9, year_value=Decimal("1234.5"))
    figure(13, year_value=None)
    figure(20, year_value=Decimal(0))
    lines = (
        line("1", 9, decimals=1),
        line("2", 13, measure="lượt"),
        line("3", 20, measure="sự cố", decimals=0),
        line("4", None, measure="điểm"),
    )
    found = rows(workbook(cast, *lines))
    assert [found[code][2] for code in "1234"] == [1234.5, "không có số liệu", 0, None]
    assert "điền tay" in found["4"][3]


def test_the_workbook_rounds_and_formats_as_the_form_wants(cast):
    arrange.approved(cast)
    figure(9, year_value=Decimal("1234567"))
    sheet = openpyxl.load_workbook(BytesIO(workbook(cast, line("1", 9, "÷1000", measure="nghìn", decimals=3))))["Biểu"]
    cell = next(row[3] for row in sheet.iter_rows() if row[0].value == "1")
    assert (cell.value, cell.number_format) == (1234.567, "#,##0.000")


def test_the_workbook_tells_which_report_and_version_it_comes_from(cast):
    arrange.approved(cast)
    words = list(rows(workbook(cast, number="05/BC-BCĐ")))
    assert "Nguồn: Báo cáo tháng 10/2026, phiên bản 1, số 05/BC-BCĐ (đã ký duyệt)" in words
    assert "Kỳ số liệu: tháng 10/2026" in words
    assert "Bảng đối chiếu chỉ tiêu: phiên bản 1" in words
    assert any(word and word.startswith("Ghi chú: MẪU") for word in words)


def test_each_number_tells_its_indicator_figure_and_conversion(cast):
    arrange.approved(cast)
    figure(9, year_value=Decimal("1234.5"))
    content = workbook(cast, line("1", 9, "÷1000", measure="nghìn", decimals=3), number="05/BC-BCĐ")
    source = rows(content, "Nguồn số liệu")["1"]
    assert source[8] == "Báo cáo tháng 10/2026, phiên bản 1, số 05/BC-BCĐ (đã ký duyệt)"
    assert source[0].startswith("9. Số hồ sơ")
    assert source[1:7] == ("lũy kế từ đầu năm", 1234.5, "hồ sơ", "÷1000", 3, "1/2")


def test_an_adjusted_figure_shows_both(cast):
    arrange.approved(cast)
    adjustment = {"reason": "Công an đính chính", "overridden_by": cast.coordinator, "overridden_at": now()}
    figure(
        9, year_value=Decimal(70), computed_year=Decimal(50), value=Decimal(7), computed_value=Decimal(5), **adjustment
    )
    content = workbook(cast, line("1", 9))
    both = rows(content, "Nguồn số liệu")["1"][7]
    assert rows(content)["1"][2] == 70
    assert both == "các đơn vị báo cáo: 50 hồ sơ; lý do điều chỉnh: Công an đính chính"


def test_equal_content_gives_equal_bytes(cast):
    arrange.approved(cast)
    first = workbook(cast)
    with at(now() + timedelta(hours=3)):
        assert workbook(cast) == first
    dates = openpyxl.load_workbook(BytesIO(first)).properties
    assert dates.created == dates.modified == datetime(2026, 11, 6, 2)


def test_no_text_of_a_workbook_becomes_a_formula(cast):
    arrange.approved(cast)
    evil = line("1", None, measure='=HYPERLINK("x")')
    sheet = openpyxl.load_workbook(BytesIO(workbook(cast, evil)))["Biểu"]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")] == ["s"]


def test_a_number_that_excel_would_cut_off_is_written_as_text(cast):
    arrange.approved(cast)
    figure(9, year_value=Decimal("1234567.5"))
    found = rows(workbook(cast, line("1", 9, "×1.000.000.001", measure="phần tỷ", decimals=1)))
    assert found["1"][2] == "1234567501234567,5"
