"""Signs that the document's font lacks: those with a plain equal become it, the others are told while there is time."""

import pytest

from approvals.pages.fields import TextField
from approvals.text.plain import plain_lines
from approvals.text.signs import EQUALS, plain_signs
from tests import factories as arrange
from tests.workflows.documents_sample import ward_report
from tests.workflows.reading import address, print_quickly, printed
from workflows.cases.fields import PrintedField
from workflows.documents.content import unprintable_in
from workflows.pure import glyphs
from workflows.pure.fonts import FontMissing, document_font
from workflows.pure.glyphs import named, unprintable
from workflows.ward_reports import actions as ward_reports

TOLD = "Văn bản không in được 👍 (U+1F44D): mỗi chỗ ấy hiện thành một ô trống."

PASTED = [
    ("\uf0b7 Đã xong", "• Đã xong"),
    ("\uf0d8 Còn chậm", "► Còn chậm"),
    ("\uf0fc Đạt", "√ Đạt"),
    ("✓ Đạt", "√ Đạt"),
    ("☑ có ☐ không", "[x] có [ ] không"),
    ("① Một ⑳ Hai mươi", "(1) Một (20) Hai mươi"),
    ("★ Điểm sáng", "* Điểm sáng"),
    ("１２％", "12%"),
    ("Quý Ⅳ, 30 ㎡", "Quý IV, 30 m2"),
]


@pytest.mark.parametrize(("pasted", "kept"), PASTED)
def test_a_sign_with_a_plain_equal_becomes_it_wherever_text_comes_in(pasted, kept):
    assert plain_lines(pasted) == kept
    assert TextField().clean(pasted) == kept
    assert document_font().drawable(pasted) == kept


def test_every_plain_equal_can_be_printed():
    assert unprintable("".join(EQUALS.values())) == ()


def test_what_can_be_printed_stays_as_it_was():
    printable = "“Đạt” – 88,52 % ≥ 85 %; 30 m² → xong… • ½ № 5"
    assert plain_signs(printable) == printable
    assert unprintable(printable) == ()


def test_signs_without_an_equal_are_named_once_each():
    assert unprintable("Đạt 👍 và 👍 ☃") == ("👍", "☃")
    assert named(("☃",)) == "☃ (U+2603)"


def test_the_reports_own_words_are_looked_through():
    assert unprintable_in(ward_report()) == ()
    assert unprintable_in(ward_report(opening="Kính gửi 😀")) == ("😀",)


def test_without_the_font_nothing_is_told(monkeypatch):
    def missing():
        raise FontMissing("…")

    monkeypatch.setattr(glyphs, "document_font", missing)
    assert unprintable("👍") == ()


def test_what_goes_into_a_document_is_refused_by_name():
    with pytest.raises(Exception, match="👍") as refused:
        PrintedField().clean("Đạt 👍")
    assert "không in được" in str(refused.value)


def test_a_nul_is_told_in_vietnamese():
    with pytest.raises(Exception, match="NUL"):
        TextField().clean("Đạt\x00")


def test_a_nul_in_a_word_that_no_form_cleans_is_dropped():
    assert plain_lines("Đạt\x00 rồi") == "Đạt rồi"


@pytest.fixture
def with_a_thumb(cast, on_day):
    """A consolidated report in which a sign stands that came in before they were refused."""
    on_day("2026-11-06 09:00")
    report = arrange.consolidated(cast)
    report.directions = "Tiếp tục 👍"
    report.save()
    return report


def test_the_coordinator_is_told_before_it_is_sent(client, cast, with_a_thumb):
    client.force_login(cast.coordinator)
    assert TOLD in client.get(address(with_a_thumb, "ward_report")).content.decode()


def test_the_signer_is_told_before_they_approve(client, cast, with_a_thumb, monkeypatch):
    sent = ward_reports.send_for_approval(with_a_thumb, by=cast.coordinator)
    print_quickly(monkeypatch)
    printed(sent)
    client.force_login(cast.approver)
    assert TOLD in client.get(address(sent)).content.decode()
