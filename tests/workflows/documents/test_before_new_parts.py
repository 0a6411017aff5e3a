"""Reports that were sent before the report had its newer parts go on as they were."""

import hashlib
import json
from dataclasses import replace

import pytest

from approvals.files import store as files
from approvals.models import Document, Rendition
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.documents_sample import ward_report
from workflows.documents.content import canonical, restored
from workflows.documents.source import content_of, with_source
from workflows.models import IndicatorFigure, WardReport
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports.actions import DIGESTED, content_digest

OLD_PARTS = ("results", "difficulties", "proposals", "directions")
OLD_TITLE = "Kết quả thực hiện Kế hoạch số 01/KH-BCĐ tháng 10 năm 2026, như bản trước"


@pytest.fixture(autouse=True)
def early_november(on_day, settings, tmp_path):
    on_day("2026-11-08 09:00")
    settings.DOCUMENTS_DIR = tmp_path / "documents"


def as_before(report: WardReport) -> WardReport:
    """The row as an earlier release left it: without the newer parts and without figures of earlier periods."""
    drafted = {part: report.drafted[part] for part in OLD_PARTS}
    WardReport.objects.filter(pk=report.pk).update(leadership="", assessment="", drafted=drafted)
    IndicatorFigure.objects.filter(report=report).update(before=None, year_before=None)
    return reread(report)


def shown_before(report: WardReport) -> None:
    """What the approver was shown says what the earlier release made of the report."""
    sha256 = shown(report)
    content = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    files.write(files.content_path(sha256), canonical(replace(content, subject=OLD_TITLE)))


def test_blank_new_parts_leave_the_digest_as_it_was(cast):
    report = as_before(arrange.consolidated(cast))
    figures = prose.figures_of(report)
    numbers = [[row.indicator.number, *(getattr(row, name) for name in DIGESTED)] for row in figures]
    texts = [getattr(report, part) for part in OLD_PARTS]
    said = [report.pk, report.trail_seq, report.signature, *texts, *numbers]
    before = hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()
    assert content_digest(report, figures) == before
    report.leadership = "Đã ban hành 02 văn bản."
    assert content_digest(report, figures) != before


def test_what_awaited_approval_is_approved_and_issued_with_the_words_that_were_approved(cast):
    report = as_before(arrange.awaiting(cast))
    shown_before(report)
    approved = reread(approval.approve(report, by=cast.approver, seen=shown(report)))
    issued = issuing.issue(approved, by=cast.clerk)
    kept = restored(files.content_path(Rendition.objects.get(subject_id=issued.pk, final=True).sha256).read_bytes())
    assert (kept.subject, kept.number) == (OLD_TITLE, 1)
    assert Document.objects.get(subject_id=issued.pk).abstract == OLD_TITLE


def test_a_report_drafted_before_gets_its_new_part_with_the_next_draft_and_keeps_what_people_wrote(cast):
    report = as_before(arrange.consolidated(cast))
    own = {"results": f"Lời của phường.\n{report.results}"}
    report = prose_actions.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative=own)
    drafted = prose_actions.redraft(reread(report), by=cast.coordinator)
    assert drafted.assessment.startswith("Tồn tại, hạn chế:")
    assert drafted.results.startswith("Lời của phường.")


def test_a_sentence_that_only_gained_a_leading_zero_asks_nobody_to_look(cast):
    report = arrange.consolidated(cast)
    quote = {"results": "Có {{số chỉ tiêu: đỏ}} chỉ tiêu chậm.", "assessment": "", "directions": ""}
    report = prose_actions.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative=quote)
    earlier = {key: read.replace(" 0", " ") for key, read in report.looked_at.items()}
    assert earlier != report.looked_at
    WardReport.objects.filter(pk=report.pk).update(looked_at=earlier)
    assert prose.stale(reread(report), prose.words_of(prose.figures_of(report))) == []


def test_content_is_read_back_as_it_was_kept():
    content = ward_report()
    assert restored(canonical(content)) == content
    older = json.loads(canonical(content))
    del older["issuer"]["short_name"]
    assert restored(json.dumps(older).encode()).issuer == replace(content.issuer, short_name="")
