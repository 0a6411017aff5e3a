"""Signs that the document's font lacks: those with a plain equal become it, the others are told while there is time."""

import pytest

from approvals.pages.fields import PrintedField, TextField
from approvals.text import glyphs
from approvals.text.fonts import FontMissing, document_font
from approvals.text.glyphs import named, unprintable
from approvals.text.plain import plain_lines
from approvals.text.signs import EQUALS, plain_signs
from tests import factories as arrange
from tests.workflows.documents_sample import ward_report
from tests.workflows.reading import address, print_quickly, printed
from units.models import Authority, Person, Unit
from units.offices.forms import AuthorityForm, DelegationForm
from units.people.forms import PersonAddForm, PersonForm
from units.tree.forms import UnitForm
from workflows.documents.content import unprintable_in
from workflows.periods.forms import KindForm
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


def unit_form(data):
    return UnitForm(data, ward=Unit.objects.get(ward=None))


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (unit_form, ("name", "short_name")),
        (PersonForm, ("name", "signs_as")),
        (AuthorityForm, ("title", "acts_for", "post")),
        (KindForm, ("symbol",)),
    ],
)
def test_a_name_or_title_that_the_document_cannot_print_is_refused_by_name(db, form, fields):
    errors = form(dict.fromkeys(fields, "Phòng ☃")).errors
    assert {field: "☃ (U+2603)" in str(errors[field]) for field in fields} == dict.fromkeys(fields, True)


def test_a_new_person_s_name_and_a_delegation_s_titles_are_refused_too(db):
    added = PersonAddForm({"name": "Vũ ☃"}, units=Unit.objects.all()).errors
    people, ward = Person.objects.all(), Unit.objects.get(ward=None)
    given = DelegationForm({"title": "☃", "post": "☃"}, people=people, authorities=[Authority.BY_ORDER], ward=ward)
    assert "☃ (U+2603)" in str(added["name"])
    assert all("☃ (U+2603)" in str(given.errors[field]) for field in ("title", "post"))


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


@pytest.mark.parametrize("reader", ["coordinator", "clerk", "approver"])
def test_a_sign_that_came_in_with_a_unit_s_name_is_told_before_anything_is_rendered(client, cast, on_day, reader):
    on_day("2026-11-06 09:00")
    cast.units["CA"].name = "Công an phường 👍"
    cast.units["CA"].save(update_fields=["name"])
    report = arrange.awaiting(cast)
    client.force_login(getattr(cast, reader))
    assert TOLD in client.get(address(report, "ward_report")).content.decode()


def test_a_signer_whose_name_cannot_be_printed_is_told_before_the_report_goes(client, cast, on_day):
    on_day("2026-11-06 09:00")
    Person.objects.filter(pk=cast.approver.pk).update(signs_as="Vũ Xuân 👍")
    report = arrange.consolidated(cast)
    client.force_login(cast.coordinator)
    asked = client.post(address(report, "ward_report_send"))
    assert "không in được 👍 (U+1F44D) trong họ tên hoặc chức vụ" in asked.content.decode()
    assert arrange.reread(report).state == "consolidating"
    client.post(address(report, "ward_report_send"), {"signatory": cast.approver.pk})
    assert arrange.reread(report).state == "awaiting_approval"


def test_the_signer_is_told_before_they_approve(client, cast, with_a_thumb, monkeypatch):
    sent = ward_reports.send_for_approval(with_a_thumb, by=cast.coordinator)
    print_quickly(monkeypatch)
    printed(sent)
    client.force_login(cast.approver)
    assert TOLD in client.get(address(sent)).content.decode()
