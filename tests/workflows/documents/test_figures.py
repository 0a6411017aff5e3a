"""The figures for machines: exact, harmless, the same bytes each time."""

import csv
import json
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest

from tests.workflows.documents_sample import ward_report
from workflows.documents.content import Rating
from workflows.documents.data import HEADINGS, figures_csv, figures_json, plain


def lines(content):
    return list(csv.DictReader(StringIO(figures_csv(content).decode("utf-8-sig"), newline=""), delimiter=";"))


def with_first_row(**changes):
    content = ward_report()
    return replace(content, indicators=(replace(content.indicators[0], **changes), *content.indicators[1:]))


@pytest.mark.parametrize(
    ("value", "words"),
    [("88.5200", "88.52"), ("6000", "6000"), ("100.00", "100"), ("0.00", "0"), ("-0.0", "0"), ("1E+3", "1000")],
)
def test_a_figure_is_exact_without_idle_zeros(value, words):
    assert plain(Decimal(value)) == words


def test_excel_reads_it_as_vietnamese():
    file = figures_csv(ward_report())
    assert file.startswith(b"\xef\xbb\xbf")
    first = lines(ward_report())[0]
    assert tuple(first) == HEADINGS
    assert (first["Phụ lục"], first["STT"], first["Mục tiêu"], first["Trong kỳ"]) == ("I", "1", "85", "88,52")


def test_both_annexes_stand_in_one_table():
    told = lines(ward_report())
    assert [line["Phụ lục"] for line in told] == ["I"] * 20 + ["II"] * 30
    assert told[20]["Nhóm nhiệm vụ"] == "Về quản trị, điều hành hoạt động của Ban Chỉ đạo"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_what_was_typed_never_starts_a_formula(start):
    assert lines(with_first_row(note=f"{start}HYPERLINK(1)"))[0]["Ghi chú"] == f"'{start}HYPERLINK(1)"


def test_a_figure_below_zero_stays_a_figure():
    assert lines(with_first_row(in_period=Decimal("-3.5")))[0]["Trong kỳ"] == "-3,5"


def test_lines_and_separators_within_a_cell_come_back():
    assert lines(with_first_row(note='Một; "hai"\nba'))[0]["Ghi chú"] == 'Một; "hai"\nba'


def test_programs_read_texts_of_exact_decimals_and_null_for_nothing_known():
    told = json.loads(figures_json(with_first_row(in_period=None, rating=Rating.RED, reported=False)))
    row = told["chi_tieu"][0]
    assert (row["muc_tieu"], row["trong_ky"], row["danh_gia"], row["co_bao_cao"]) == ("85", None, "Đỏ", False)
    assert (told["ky_hieu"], len(told["chi_tieu"]), len(told["nhiem_vu"])) == ("BC-BCĐ", 20, 30)


def test_the_figures_are_the_same_before_and_after_the_number_is_given():
    assert figures_json(ward_report(number=5)) == figures_json(ward_report())
    assert figures_csv(ward_report(number=5)) == figures_csv(ward_report())
