"""The opinions on a case and what became of each, printed as an annex: of every type of case, silence included."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from approvals.models import Decision, Rendition
from tests.casetype.test_fourth_type import errand, seen, sent  # noqa: F401
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from workflows.routes.underway import opinions, overdue
from workflows.signoff.opinions import annex

from .asked import ask_two_units, opine

REMARK = "Bổ sung dự toán chi tiết."


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def printed(client, person, case):
    client.force_login(person)
    answer = client.get(reverse(f"{case.NAME}_opinions_annex", args=[case.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def of_a_document(cast, on_day):
    """One agrees, one has a remark that is explained, one says nothing in time."""
    documents.ask_for_opinions(cast, "VP", "KTHTDT", "VHXH")
    case = documents.awaiting(cast)
    opine(case, cast["VP:unit_head"])
    opine(case, cast["KTHTDT:unit_head"], "agree_if", REMARK)
    given = Decision.objects.get(verdict="agree_if")
    opinions.reply(reread(case), given, by=cast["CA:drafter"], adopted=False, text="Đã có tại phụ lục.")
    on_day("2026-11-12 09:00")
    overdue.ring()
    return reread(case)


def test_it_is_laid_out_as_an_annex_and_says_what_became_of_each(client, cast, on_day):
    case = of_a_document(cast, on_day)
    text = printed(client, cast["CA:drafter"], case)
    assert text.startswith("Phụ lục BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN (Kèm theo Tờ trình số")
    assert REMARK in text
    assert "Giải trình Đã có tại phụ lục." in text
    assert annex.SILENT in text


def test_who_is_still_asked_stands_there_as_such(client, cast):
    documents.ask_for_opinions(cast, "VP", "VHXH")
    case = documents.awaiting(cast)
    opine(case, cast["VP:unit_head"])
    assert [row.answer for row in annex.rows_of(documents.reread(case))] == ["Đồng ý", annex.WAITING]


def test_a_wards_report_has_one_too(client, cast):
    ask_two_units(cast)
    report = arrange.awaiting(cast)
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu chưa đúng.")
    text = printed(client, cast.coordinator, report)
    assert "Không đồng ý Số liệu chưa đúng." in text


def test_a_type_that_the_product_does_not_know_has_one(cast, errand):  # noqa: F811
    case = sent(errand, cast)
    opinions.opine(case, by=cast["CA:unit_head"], seen=seen(case), verdict="disagree", text="Chưa cần.")
    pdf = annex.printed_annex(reread(case), annex.rows_of(reread(case)))
    assert "Chưa cần." in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_where_nobody_was_asked_there_is_none(client, cast):
    case = documents.awaiting(cast)
    client.force_login(cast["CA:drafter"])
    assert client.get(reverse("submission_opinions_annex", args=[case.pk])).status_code == 404


def test_printing_it_changes_nothing_that_is_approved(client, cast, on_day):
    case = of_a_document(cast, on_day)
    before = (case.content, list(Rendition.objects.values_list("sha256", flat=True)))
    printed(client, cast["CA:drafter"], case)
    assert (reread(case).content, list(Rendition.objects.values_list("sha256", flat=True))) == before
