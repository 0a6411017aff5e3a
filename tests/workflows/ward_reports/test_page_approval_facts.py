"""What a signer reads before the pages: what is out of the ordinary, each with its place, and the text of the file."""

import pytest
from django.urls import reverse

from approvals.models import Rendition
from tests import factories
from tests.factories import reread
from tests.workflows import corrections
from tests.workflows.reading import address, awaiting, look_at_all, printed, seen, sent_anew
from workflows.models import WardReport
from workflows.signoff.approval.briefing import plain
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-06 09:00"
AWAITING = pytest.mark.starts_from(awaiting, on=TODAY)
WORDS = "Phường cử tổ công tác hỗ trợ tại chỗ."


@pytest.fixture(autouse=True)
def early_november(quick_printer, on_day, settings, client, cast):
    settings.DEMO = True
    on_day(TODAY)
    client.force_login(cast.approver)


def matter(client, report, words):
    """The matter of which the title holds the words, None where there is none."""
    found = client.get(address(report)).context["matters"]
    return next((each for each in found if words in each.title), None)


def test_an_adjusted_figure_and_a_waived_unit_are_told_with_their_reasons_and_open_their_places(client, cast):
    unit_reports.waive(factories.unit_report(cast, "CA"), by=cast.coordinator, reason="Đang kiện toàn")
    for unit in factories.open_month(cast).unit_reports.exclude(unit__code="CA").values_list("unit__code", flat=True):
        factories.accepted(cast, unit)
    report = ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    corrections.override(cast, reread(report), reason="Theo báo cáo của tỉnh")
    report = ward_reports.send_for_approval(look_at_all(cast, reread(report)), by=cast.coordinator)
    (figure,) = matter(client, report, "Số điều chỉnh").facts
    assert ("77" in figure.words, "số tổng hợp" in figure.words) == (True, True)
    assert (figure.reason, figure.url) == ("Theo báo cáo của tỉnh", reverse("ward_report_figure", args=[report.pk, 9]))
    (waived,) = matter(client, report, "không phải báo cáo").facts
    unit = report.period.unit_reports.get(unit__code="CA")
    assert (waived.reason, waived.url) == ("Đang kiện toàn", reverse("unit_report", args=[unit.pk]))


@AWAITING
def test_a_sentence_written_after_the_draft_is_told_and_leads_to_its_part(client, cast, start):
    assert matter(client, start, "sau khi dự thảo") is None
    report = printed(sent_anew(start, cast, directions=f"{start.directions}\n{WORDS}"))
    (fact,) = matter(client, report, "sau khi dự thảo").facts
    assert (fact.words, fact.url) == (WORDS, "#section-directions")
    assert 'id="section-directions"' in client.get(address(report)).content.decode()


@AWAITING
def test_the_text_is_that_of_the_file_and_its_figures_open_their_makings(client, cast, start):
    makings = reverse("ward_report_figure", args=[start.pk, 9])
    page = client.get(address(start)).content.decode()
    assert f'class="figure-chip" href="{makings}"' in page
    WardReport.objects.filter(pk=start.pk).update(directions=WORDS)
    text = client.get(address(start)).context["briefing"].document
    assert WORDS not in [each for section in text.sections for each in section.paragraphs]


@AWAITING
def test_a_type_with_nothing_of_its_own_shows_the_text_of_its_file(cast, start):
    briefing = plain(start, Rendition.objects.get(sha256=seen(start)), cast.approver)
    assert briefing.document.subject.startswith("Kết quả thực hiện")
    assert (briefing.matters, briefing.changes) == ((), ())


@AWAITING
def test_the_receipt_says_where_the_key_of_the_signer_is(client, cast, start, settings):
    settings.SIGNER = "external"
    page = client.get(address(start, "ward_report_approve"), {"seen": seen(start)}).content.decode()
    assert "USB token" in page
    receipt = client.post(address(start, "ward_report_approve"), {"seen": seen(start)}, follow=True)
    assert "ký số tại máy tính" in receipt.content.decode()
