from decimal import Decimal

import pytest

from approvals.files import pictures
from approvals.files import store as files
from approvals.models import Document, OutboxMessage, Rendition
from approvals.outbox import queue as outbox
from tests import factories
from workflows.documents import handlers, papers
from workflows.documents.answers import answers_of
from workflows.documents.papers import Paper
from workflows.documents.source import content_of, with_source
from workflows.models import IndicatorFigure, WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-03 09:00"
CONSOLIDATED = pytest.mark.starts_from(factories.consolidated, on=TODAY)
AWAITING = pytest.mark.starts_from(factories.awaiting, on=TODAY)
ISSUED = pytest.mark.starts_from(factories.issued, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


def asked(report):
    return OutboxMessage.objects.get(topic="render", payload__ward_report=report.pk)


def content(report, *, final=False):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=final)


@AWAITING
def test_sending_for_approval_has_the_draft_rendered_and_kept(cast, report, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    handlers.render(asked(report))
    made = Rendition.objects.get(subject_id=report.pk)
    assert (made.content, made.final, made.scope) == (report.content, False, cast.ward.pk)
    assert files.pdf_path(made.sha256).stat().st_size == made.size
    assert not files.page_path(made.sha256, made.pages).exists()
    assert pictures.page_picture(made.sha256, made.pages).startswith(b"\x89PNG")
    assert made.other_forms == ["docx", "csv", "json"]


@AWAITING
def test_rendering_twice_is_once(cast, report, quick_printer):
    handlers.render(asked(report))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(handlers, "render_pdf", lambda content, **_room: pytest.fail("rendered again"))
        handlers.render(asked(report))
    assert Rendition.objects.count() == 1


@AWAITING
def test_a_report_that_has_moved_on_is_left_alone(cast, report):
    ward_reports.reopen(report, by=cast.coordinator, reason="Số liệu chưa khớp")
    handlers.render(asked(report))
    assert not Rendition.objects.exists()


@AWAITING
def test_a_report_reopened_while_it_is_read_is_left_alone(cast, report, monkeypatch):

    def reopened_meanwhile(read, *, final):
        made = content_of(read, final=final)
        ward_reports.reopen(report, by=cast.coordinator, reason="Số liệu chưa khớp")
        return made

    monkeypatch.setitem(papers.PAPERS, "wardreport", Paper(with_source, reopened_meanwhile, str))
    handlers.render(asked(report))
    assert not Rendition.objects.exists()


@AWAITING
def test_before_it_is_issued_there_is_no_final_content(cast, report):
    with pytest.raises(Document.DoesNotExist):
        content(report, final=True)


@AWAITING
def test_the_worker_renders_through_the_outbox(cast, report, quick_printer):
    outbox.work(asked(report))
    assert Rendition.objects.filter(subject_id=report.pk, final=False).count() == 1
    assert asked(report).done_at is not None


@CONSOLIDATED
def test_the_content_holds_the_plans_figures_groups_and_signer(cast, report):
    made = content(report)
    assert len(made.indicators) == 20
    assert sum(len(group.rows) for group in made.assignments) == 30
    assert made.assignments[1].title == "Về lãnh đạo, chỉ đạo"
    assert made.signer.name == "Vũ Xuân Quỳnh"
    assert made.addressees == ("Sở Khoa học và Công nghệ",)
    assert "Sở Khoa học và Công nghệ" not in made.recipients
    assert made.archive == "VT, VHXH"
    assert made.issuer.superior == ("UBND PHƯỜNG MINH XUÂN",)


@CONSOLIDATED
def test_what_no_unit_reported_is_not_zero(cast, report):
    IndicatorFigure.objects.filter(report=report, indicator__number=1).update(value=None, reported=0)
    IndicatorFigure.objects.filter(report=report, indicator__number=2).update(value=Decimal(0))
    first, second, *_ = content(report).indicators
    assert (first.in_period, first.reported) == (None, False)
    assert (second.in_period, second.reported) == (Decimal(0), True)


@CONSOLIDATED
def test_an_assignment_past_its_day_and_not_done_is_overdue(cast, report):
    rows = [row for group in content(report).assignments for row in group.rows]
    assert rows[0].due == "30/4/2026"
    assert rows[0].status == "Quá hạn"
    assert "Đang thực hiện" in {row.status for row in rows}


@CONSOLIDATED
def test_units_that_cooperate_and_what_they_did_are_named(cast, report):
    row = content(report).assignments[0].rows[0]
    assert row.cooperating == cast.units["VP"].name
    assert row.progress.splitlines() == [
        "Đang thực hiện theo kế hoạch",
        f"{cast.units['VP'].name}: Đang thực hiện theo kế hoạch",
    ]


@CONSOLIDATED
def test_the_coordinators_words_are_printed_line_by_line(cast, report):
    WardReport.objects.filter(pk=report.pk).update(difficulties="Thiếu máy quét.\n\n- Đường truyền chậm.", proposals="")
    parts = {section.key: section.paragraphs for section in content(report).sections}
    assert parts["difficulties"] == ("Thiếu máy quét.", "- Đường truyền chậm.")
    assert parts["proposals"] == ("Trong kỳ, các đơn vị không có đề xuất, kiến nghị.",)


@CONSOLIDATED
def test_equal_content_is_made_at_the_same_moment(cast, report, on_day):
    first = content(report)
    on_day("2026-11-06 15:00")
    assert content(report) == first


@ISSUED
def test_the_issued_document_bears_the_registers_number_and_date(cast, report):
    line = Document.objects.get(subject_id=report.pk)
    made = content(report, final=True)
    assert (made.number, made.issued_on, made.subject) == (line.number, line.issued_on, line.abstract)


@ISSUED
def test_reading_the_content_takes_four_statements_however_many_units(cast, report, statements):
    report = with_source(WardReport.objects.filter(pk=report.pk)).get()
    with statements() as counted:
        content_of(report, final=True)
    assert len(counted) <= 4
    with statements() as counted:
        answers_of(report)
    assert len(counted) == 1


def test_a_waived_unit_stands_in_the_turnout_with_its_reason(cast):
    police = factories.unit_report(cast, "CA")
    unit_reports.waive(police, by=cast.coordinator, reason="Không có nội dung phát sinh")
    for code in cast.units:
        if code != "CA" and factories.open_month(cast).unit_reports.filter(unit__code=code).exists():
            factories.accepted(cast, code)
    report = ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    turnout = content(report).sections[0]
    assert turnout.paragraphs[-1].endswith("Công an phường (lý do: Không có nội dung phát sinh).")
