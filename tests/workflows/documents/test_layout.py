"""What the lines of a document say: numbers, dates, blanks, end marks, who did not report."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.documents_sample import COMMITTEE, indicator_rows, prose, sections, ward_report
from units.models import Authority
from workflows.documents import outline
from workflows.documents.content import IndicatorLine, Rating
from workflows.documents.pages.layout import lay_out
from workflows.pure.wording.words import day_and_month, ended, figure, long_date, roman


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02"),
        (date(2026, 1, 31), "ngày 31 tháng 01"),
        (date(2026, 4, 10), "ngày 10 tháng 4"),
        (date(2026, 11, 9), "ngày 09 tháng 11"),
    ],
)
def test_only_january_and_february_take_a_leading_zero(day, words):
    assert day_and_month(day).replace("\u00a0", " ") == words


def test_a_day_does_not_break_from_its_number():
    assert long_date(date(2026, 4, 10)) == "ngày\u00a010 tháng\u00a04 năm\u00a02026"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1234567.5", "1.234.567,5"),
        ("97.280", "97,28"),
        ("6000", "6.000"),
        ("100.00", "100"),
        ("0", "0"),
        ("-0.001", "0"),
        ("-3.5", "-3,5"),
    ],
)
def test_figures_are_written_the_vietnamese_way(value, words):
    assert figure(Decimal(value)) == words


def test_nothing_known_is_a_dash_and_never_zero():
    assert figure(None) == "–"


def test_headings_count_in_roman_numerals():
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99)] == ["I", "IV", "IX", "XIV", "XL", "XCIX"]


def test_an_end_mark_replaces_the_one_that_was_typed():
    assert ended("kính gửi Sở tổng hợp.", "./.") == "kính gửi Sở tổng hợp./."


def test_a_draft_leaves_the_places_of_number_and_date_blank():
    laid = lay_out(ward_report())
    assert laid.number.isspace()
    assert laid.dated.split() == ["ngày", "tháng", "năm"]


def test_an_issued_report_shows_its_number_with_a_leading_zero_and_the_year_of_issue():
    laid = lay_out(ward_report(number=5, issued_on=date(2027, 2, 5)))
    assert (laid.number, laid.dated) == ("05", long_date(date(2027, 2, 5)))


def test_recipients_begin_with_as_above_and_end_with_the_archive():
    lines = lay_out(ward_report()).recipients
    assert (lines[0], lines[-1]) == ("- Như trên;", "- Lưu: VT, VHXH.")
    assert all(line.startswith("- ") and line.endswith(";") for line in lines[:-1])


def test_recipients_say_nothing_of_above_where_nobody_is_addressed():
    assert "- Như trên;" not in lay_out(ward_report(addressees=())).recipients


def test_one_addressee_stands_bare_and_several_as_a_list():
    two = ("Sở Khoa học và Công nghệ", "Sở Nội vụ")
    assert lay_out(ward_report()).addressees == ("Sở Khoa học và Công nghệ",)
    assert lay_out(ward_report(addressees=two)).addressees == ("- Sở Khoa học và Công nghệ;", "- Sở Nội vụ.")


def test_a_head_who_signs_in_person_has_no_line_of_authority():
    content = ward_report()
    signer = replace(content.signer, kind=Authority.HEAD, title="Trưởng Ban Chỉ đạo", acts_for="")
    assert lay_out(replace(content, signer=signer)).signature_lines == ("TRƯỞNG BAN CHỈ ĐẠO",)


def test_an_indicator_nobody_reported_says_so_and_keeps_zero_apart():
    silent = IndicatorLine(1, "SIPAS", "%", Decimal(95), None, None, Rating.RED, reported=False)
    zero = replace(silent, in_period=Decimal(0), year_to_date=Decimal(0), reported=True, rating=None)
    first, second = lay_out(ward_report(indicators=(silent, zero))).indicators
    assert (first.in_period, first.year_to_date, first.rating) == ("chưa báo cáo", "–", "Đỏ (chậm)")
    assert (second.in_period, second.year_to_date, second.rating) == ("0", "0", "–")


def test_units_that_did_not_report_and_units_excused_are_named():
    turnout = outline.Turnout(due=3, silent=("Công an phường",), waived=(("Văn phòng", "không phát sinh."),))
    assert outline.turnout_paragraphs(turnout) == (
        "Trong kỳ, 02/04 đơn vị đã gửi báo cáo và được tiếp nhận.",
        "01 đơn vị chưa gửi báo cáo: Công an phường.",
        "01 đơn vị không phải báo cáo kỳ này: Văn phòng (lý do: không phát sinh).",
    )


def test_where_all_reported_they_are_told_as_a_whole():
    whole = outline.turnout_paragraphs(outline.Turnout(due=9))
    assert whole == ("Trong kỳ, cả 09 đơn vị đã gửi báo cáo và được tiếp nhận.",)
    alone = outline.turnout_paragraphs(outline.Turnout(due=1))
    assert alone == ("Trong kỳ, đơn vị được giao báo cáo đã gửi báo cáo và được tiếp nhận.",)


def test_a_report_that_was_asked_for_is_of_no_period_and_gives_a_common_reason_once():
    waived = (
        ("Văn phòng", "Không có số liệu"),
        ("Công an phường", "Đang kiện toàn"),
        ("Trạm Y tế", "Không có số liệu."),
    )
    assert outline.turnout_paragraphs(outline.Turnout(due=1, waived=waived, asked=True)) == (
        "01/04 đơn vị đã gửi báo cáo và được tiếp nhận.",
        "03 đơn vị không phải báo cáo: Văn phòng; Trạm Y tế (cùng lý do: Không có số liệu); Công an phường (lý do: "
        "Đang kiện toàn).",
    )
    alike = outline.Turnout(due=1, waived=(("Văn phòng", "không có số liệu"), ("Trạm Y tế", "không có số liệu")))
    assert outline.turnout_paragraphs(alike)[1] == (
        "02 đơn vị không phải báo cáo kỳ này (lý do: không có số liệu): Văn phòng; Trạm Y tế."
    )
    texts = dict.fromkeys(outline.TITLES, "")
    parts = outline.sections(outline.Turnout(due=1, asked=True), texts, "", [("fields", "Phụ lục I")])
    blank = {part.key: part for part in parts}
    assert blank["proposals"].paragraphs == ("Các đơn vị không có đề xuất, kiến nghị.",)
    assert blank["results"].paragraphs == ("Nội dung chi tiết tại Phụ lục I kèm theo.",)


@pytest.mark.parametrize(
    ("annexes", "title"),
    [
        (outline.USUAL_ANNEXES, "Kết quả thực hiện chỉ tiêu, nhiệm vụ"),
        (outline.USUAL_ANNEXES[:1], "Kết quả thực hiện chỉ tiêu"),
        (outline.USUAL_ANNEXES[1:], "Kết quả thực hiện nhiệm vụ"),
        ((), "Kết quả thực hiện"),
    ],
)
def test_results_are_titled_by_what_is_told_of_the_plan(annexes, title):
    texts = dict.fromkeys(outline.TITLES, "") | {"results": "Đã rà soát."}
    parts = outline.sections(outline.Turnout(due=1), texts, "", annexes)
    assert {part.key: part.title for part in parts}["results"] == title


def test_a_part_by_unit_that_holds_nothing_says_so():
    told = {part.key: part.paragraphs for part in sections(outline.Turnout(due=1), prose(), (), ())}
    assert {part: (said,) for part, said in outline.NOTHING_RAISED.items()}.items() <= told.items()


def test_what_nobody_wrote_is_left_out_and_the_rest_counts_on():
    texts = dict.fromkeys(outline.TITLES, "") | {"directions": "Tiếp tục thực hiện."}
    blank = outline.sections(outline.Turnout(due=1), texts, "tháng 11")
    written = outline.sections(outline.Turnout(due=1), texts | {"leadership": "Đã ban hành 02 văn bản."}, "tháng 11")
    assert [part.key for part in blank] == ["turnout", "results", "difficulties", "directions", "proposals"]
    assert (written[0].title, written[0].paragraphs) == ("Công tác lãnh đạo, chỉ đạo", ("Đã ban hành 02 văn bản.",))
    assert blank[3].title == "Phương hướng, nhiệm vụ trọng tâm tháng 11"


def test_the_issuers_long_name_stands_in_the_opening_and_is_short_from_then_on():
    laid = lay_out(ward_report())
    text = "\n".join((laid.opening, laid.closing, laid.attached_to, *laid.bases))
    assert text.count(COMMITTEE) == 1
    assert "(sau đây gọi tắt là Ban Chỉ đạo phường Minh Xuân)" in laid.opening


def test_the_basis_names_the_plan_by_number_and_day():
    (basis,) = lay_out(ward_report()).bases
    assert basis.replace("\u00a0", " ").startswith("Căn cứ Kế hoạch số 01/KH-BCĐ ngày 10 tháng 4 năm 2026 của Ban")


def test_rows_keep_their_order_and_number():
    assert [row.number for row in lay_out(ward_report(indicators=indicator_rows(20))).indicators] == list(range(1, 21))


def test_a_year_s_colours_say_whether_the_goal_is_reached():
    laid = lay_out(replace(ward_report(), whole_year=True))
    assert {"Xanh (đạt)", "Đỏ (chưa đạt)"} <= {row.rating for row in laid.indicators}
