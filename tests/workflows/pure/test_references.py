"""Figures that prose quotes: the grammar, what they read, and which sentences somebody has to look at again."""

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.quoted import Quoted
from workflows.pure.wording.references import (
    escape_references,
    faults,
    key_of,
    marked,
    pieces_of,
    readings,
    resolve,
    sentences,
    stale,
    typed_figures,
    words_of,
)

D = Decimal
RATE = Quoted(5, "Tỷ lệ số hóa", "%", 1, D(80), D("70.25"), D("61.44"), "amber")
FILES = Quoted(9, "Số hồ sơ", "hồ sơ", 0, D("98.5"), D(34), D(1234), "green")
SILENT = Quoted(13, "Số lớp", "lớp", 2, D(10), None, None, "red")
WORDS = words_of([RATE, FILES, SILENT])
TEXT = {"results": "Số hóa đạt {{chỉ tiêu 5: lũy kế}}. Có {{chỉ tiêu 9: trong kỳ}} mới.\nKhông có số nào."}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("{{chỉ tiêu 5: lũy kế}}", "61,4%"),
        ("{{chỉ tiêu 5: trong kỳ}}", "70,3%"),
        ("{{chỉ tiêu 9: lũy kế}}", "1.234 hồ sơ"),
        ("{{chỉ tiêu 9: mục tiêu}}", "98,5 hồ sơ"),
        ("{{chỉ tiêu 13: lũy kế}}", "chưa có số liệu"),
        ("{{số chỉ tiêu: tất cả}}", "03"),
        ("{{số chỉ tiêu: xanh}}", "01"),
        ("{{số chỉ tiêu: đỏ}}", "00"),
        ("{{số chỉ tiêu: chưa có số liệu}}", "01"),
        ("{{số chỉ tiêu: đỏ và chưa có số liệu}}", "01"),
        ("{{ Chỉ  tiêu 5 :LŨY KẾ }}", "61,4%"),
        (unicodedata.normalize("NFD", "{{chỉ tiêu 5: lũy kế}}"), "61,4%"),
    ],
)
def test_a_reference_reads_as_its_figure(typed, read):
    assert resolve(f"đạt {typed}.", WORDS) == f"đạt {read}."
    assert faults(typed, WORDS) == []


@pytest.mark.parametrize(
    "typed",
    [
        "{{chỉ tiêu 99: lũy kế}}",
        "{{chỉ tiêu 5: năm ngoái}}",
        "{{chỉ tiêu năm: lũy kế}}",
        "{{chỉ tiêu 5}}",
        "{{}}",
        "{{chỉ tiêu 5: lũy kế",
        "lũy kế}}",
    ],
)
def test_what_names_no_figure_is_named_and_stays_as_typed(typed):
    found = faults(f"đạt {typed} cả năm", WORDS)
    assert len(found) == 1
    assert found[0] in typed
    assert resolve(typed, WORDS) == typed


def test_each_fault_is_named_once():
    assert faults("{{a: b}} và {{a: b}}", WORDS) == ["{{a: b}}"]


@given(st.text())
def test_what_a_unit_typed_is_never_a_reference(typed):
    calm = escape_references(typed)
    assert "{{" not in calm.replace("{ {", "")
    assert resolve(calm, WORDS) == calm


@given(st.lists(st.sampled_from([*WORDS, "lời ", ". ", "{{", "{{x: y}}", "\n"])))
def test_the_pieces_of_a_text_read_as_the_text(pieces):
    text = "".join(pieces)
    assert "".join(shown for shown, _typed in pieces_of(text, WORDS)) == resolve(text, WORDS)


def test_sentences_are_told_apart_by_their_end_marks():
    assert list(sentences("Một. Hai; ba?\n- Bốn 1.234,5.")) == ["Một.", "Hai; ba?", "- Bốn 1.234,5."]


def test_a_sentence_that_was_looked_at_is_not_red():
    assert stale(TEXT, WORDS, readings(TEXT, WORDS)) == []


def test_a_sentence_whose_figure_changes_turns_red_and_tells_both_readings():
    later = words_of([replace(RATE, year_value=D(65)), FILES, SILENT])
    found = stale(TEXT, later, readings(TEXT, WORDS))
    assert [(each.part, each.was, each.now) for each in found] == [("results", "Số hóa đạt 61,4%.", "Số hóa đạt 65%.")]


def test_a_change_that_rounding_hides_turns_nothing_red():
    later = words_of([replace(RATE, year_value=D("61.4")), FILES, SILENT])
    assert stale(TEXT, later, readings(TEXT, WORDS)) == []


def test_a_sentence_that_nobody_has_looked_at_is_red():
    assert [each.was for each in stale(TEXT, WORDS, {})] == ["", ""]


def test_a_sentence_without_figures_is_never_red():
    assert stale({"results": "Không có số nào. Năm 2026."}, WORDS, {}) == []


def test_marks_stand_around_figures_and_red_sentences_and_read_the_same_without_them():
    red = key_of("Số hóa đạt {{chỉ tiêu 5: lũy kế}}.")
    text = marked(TEXT["results"], WORDS, [red])
    assert text.startswith(f"\ue003{red}\ue001Số hóa đạt \ue000{{{{chỉ tiêu 5: lũy kế}}}}\ue00161,4%\ue002.\ue004 Có")


def test_numbers_typed_by_hand_that_equal_a_figure_are_found():
    found = typed_figures("đạt 61,4%, có 1.234 hồ sơ và 34 hồ sơ mới, năm 2026", [RATE, FILES])
    assert found == [("61,4", "{{chỉ tiêu 5: lũy kế}}"), ("1.234", "{{chỉ tiêu 9: lũy kế}}")]


def test_a_reference_is_no_number_typed_by_hand():
    assert typed_figures("{{chỉ tiêu 9: lũy kế}} và 12.345", [RATE, FILES]) == []
