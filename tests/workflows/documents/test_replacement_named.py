"""A report that replaces another names it, by number and day: in its title, its opening and the register."""

import pytest

from approvals.models import Document
from tests.factories import reread, shown
from tests.workflows import arrange
from workflows.documents.source import content_of, with_source
from workflows.models import WardReport
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports

NAMED = "Báo cáo số 01/BC-BCĐ ngày 08 tháng 11 năm 2026"


@pytest.fixture
def replacing(cast, on_day):
    on_day("2026-11-08 09:00")
    return reread(ward_reports.consolidate(arrange.replaced(cast), by=cast.coordinator))


def content(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_title_and_opening_name_what_is_replaced(replacing):
    made = content(replacing)
    assert plain(made.subject).endswith(f"tháng 10 năm 2026 (thay thế {NAMED})")
    assert f"tháng 10 năm 2026, thay thế {NAMED}, như sau:" in plain(made.opening)


def test_a_first_version_replaces_nothing(replacing):
    first = content(replacing.replaces)
    assert "thay thế" not in first.subject + first.opening


def test_the_register_says_the_same(cast, replacing):
    sent = ward_reports.send_for_approval(replacing, by=cast.coordinator)
    approved = reread(approval.approve(sent, by=cast.approver, seen=shown(sent)))
    issuing.issue(approved, by=cast.clerk)
    line = Document.objects.get(subject_id=replacing.pk)
    assert plain(line.abstract).endswith(f"(thay thế {NAMED})")
