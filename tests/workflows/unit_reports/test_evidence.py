"""Evidence behind an entry: attached and removed by its drafter, while the report may be written."""

import unicodedata

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import TrailEvent
from tests import attachments, factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.attaching import attach
from tests.workflows.traces import event_of, events, newest, undone
from units.models import Office
from workflows.models import Evidence, UnitReportAuthor
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.evidence import actions as evidence

pytestmark = pytest.mark.usefixtures("kept")

LINK = "https://minhxuan.tuyenquang.gov.vn/tin/123"
DENIED = ["CA:unit_head", "VP:drafter", "VHXH:coordinator", "MX:auditor", "MX:admin", "BCĐ:approver"]


@pytest.fixture
def report(cast):
    return arrange.draft(cast)


def link(cast, report, address=LINK, name="", part="8"):
    return evidence.attach_link(report, by=cast["CA:drafter"], part=part, link=address, name=name)


def test_the_drafter_attaches_a_file(cast, report):
    made = attach(cast, report)
    assert (made.part, made.name, made.kind, made.scan) == ("8", "bien-ban.pdf", "pdf", "unscanned")
    assert files.stored_path(made.sha256).read_bytes() == attachments.pdf()
    assert made.size == len(attachments.pdf())


def test_a_file_lies_outside_of_what_the_web_serves(cast, report, settings):
    path = files.stored_path(attach(cast, report).sha256)
    served = (*settings.STATICFILES_DIRS, settings.DATA_DIR / "static")
    assert not any(folder in path.parents for folder in served)
    assert path.suffix == ""


def test_the_drafter_attaches_a_link(cast, report):
    made = link(cast, report, name="Tin trên trang của phường")
    assert (made.link, made.name, made.sha256, made.scan) == (LINK, "Tin trên trang của phường", "", "")
    assert link(cast, report, LINK + "4").name == "minhxuan.tuyenquang.gov.vn"


def test_the_trail_tells_name_and_hash(cast, report):
    made = attach(cast, report)
    assert newest(reread(report)) == event_of(cast["CA:drafter"], "attach_evidence")
    recorded = TrailEvent.objects.get(action="attach_evidence").changes
    assert recorded == {"8.evidence": [None, "bien-ban.pdf"], "8.sha256": [None, made.sha256]}


def test_the_trail_tells_a_link(cast, report):
    part = f"T{report.assignment_entries.first().assignment.number}"
    link(cast, report, part=part)
    recorded = TrailEvent.objects.get(action="attach_evidence").changes
    assert recorded == {f"{part}.evidence": [None, "minhxuan.tuyenquang.gov.vn"], f"{part}.link": [None, LINK]}


def test_whoever_attaches_has_written_the_report(cast):
    report = factories.unit_report(cast)
    attach(cast, report)
    assert UnitReportAuthor.objects.filter(report=report, person=cast["CA:drafter"]).exists()


def test_nothing_is_attached_where_it_is_rolled_back(cast, report):
    with undone():
        attach(cast, report)
    assert Evidence.objects.count() == 0


def test_what_is_typed_meanwhile_is_not_stale(cast, report):
    attach(cast, report)
    assert reread(report).version == report.version


@pytest.mark.parametrize("who", DENIED)
def test_nobody_but_the_drafter_attaches(cast, report, who):
    with pytest.raises(PermissionDenied):
        attach(cast, report, office=who)
    assert not list(files.stored_files())


@pytest.mark.parametrize("who", DENIED)
def test_nobody_but_the_drafter_removes(cast, report, who):
    made = attach(cast, report)
    with pytest.raises(PermissionDenied):
        evidence.remove_evidence(made, by=cast[who])


@pytest.mark.parametrize("state", ["submitted", "in_review", "accepted"])
def test_it_is_frozen_once_submitted(cast, report, state):
    made = attach(cast, report)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    if state != "submitted":
        unit_reports.take(reread(report), by=cast.coordinator)
    if state == "accepted":
        unit_reports.accept(reread(report), by=cast.coordinator, seen=report.version)
    with pytest.raises(NotPossible):
        attach(cast, reread(report), attachments.pdf("Khác"))
    with pytest.raises(NotPossible):
        evidence.remove_evidence(made, by=cast["CA:drafter"])
    assert list(report.evidence.all()) == [made]


def test_a_return_opens_it_again(cast):
    report = arrange.returned(cast)
    evidence.remove_evidence(attach(cast, report), by=cast["CA:drafter"])


def test_a_partial_return_opens_only_what_it_names(cast, report):
    first, last = sorted(report.indicator_entries.values_list("indicator__number", flat=True))[:2]
    locked = attach(cast, report, part=str(first))
    opened = attach(cast, report, part=str(last))
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    unit_reports.take(reread(report), by=cast.coordinator)
    unit_reports.return_for_revision(reread(report), by=cast.coordinator, reason="Thiếu", parts={str(last): ""})
    with pytest.raises(NotPossible):
        attach(cast, reread(report), attachments.pdf("Khác"), part=str(first))
    with pytest.raises(NotPossible):
        evidence.remove_evidence(locked, by=cast["CA:drafter"])
    attach(cast, reread(report), attachments.pdf("Khác"), part=str(last))
    evidence.remove_evidence(opened, by=cast["CA:drafter"])


def test_removal_stands_in_the_trail(cast, report):
    made = attach(cast, report)
    evidence.remove_evidence(made, by=cast["CA:drafter"])
    assert Evidence.objects.count() == 0
    assert newest(reread(report)) == event_of(cast["CA:drafter"], "remove_evidence")
    recorded = TrailEvent.objects.get(action="remove_evidence").changes
    assert recorded == {"8.evidence": ["bien-ban.pdf", None], "8.sha256": [made.sha256, None]}


def test_whoever_removes_has_written_the_report(cast, report):
    made, other = attach(cast, report), arrange.newcomer(cast, "second", cast.units["CA"], Office.DRAFTER)
    evidence.remove_evidence(made, by=other)
    assert UnitReportAuthor.objects.filter(report=report, person=other).exists()


def test_what_is_removed_already_is_refused(cast, report):
    made = attach(cast, report)
    evidence.remove_evidence(made, by=cast["CA:drafter"])
    with pytest.raises(NotPossible):
        evidence.remove_evidence(made, by=cast["CA:drafter"])


@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", b"MZ", attachments.docx()[:100]],
    ids=["empty", "page", "program", "cut"],  # a ZIP archive, and so a name made of it, is another every two seconds
)
def test_what_is_no_document_or_picture_is_refused(cast, report, content):
    with pytest.raises(NotPossible):
        attach(cast, report, content, "bien-ban.pdf")
    assert not list(files.stored_files())


def test_what_is_too_large_is_refused(cast, report, settings):
    settings.LARGEST_FILE = len(attachments.pdf())
    attach(cast, report)
    with pytest.raises(NotPossible, match="MB"):
        attach(cast, report, attachments.pdf() + b"\n")


def test_the_same_file_stands_once_at_an_entry(cast, report):
    colleague = arrange.newcomer(cast, "drafter-2", cast.units["CA"], "drafter")
    attach(cast, report)
    link(cast, report)
    with pytest.raises(NotPossible):
        evidence.attach_file(report, by=colleague, part="8", file=attachments.upload(None, "ten-khac.pdf"))
    with pytest.raises(NotPossible):
        evidence.attach_link(report, by=colleague, part="8", link=LINK, name="")
    assert report.evidence.count() == 2


def test_a_file_or_link_that_is_sent_twice_is_attached_once(cast, report):
    assert attach(cast, report) == attach(cast, report)
    assert link(cast, report) == link(cast, report)
    assert [event.action for event in events(reread(report))].count("attach_evidence") == 2


@pytest.mark.parametrize("part", ["999", "T999", "results", "08", "x", "TT1", ""])
def test_an_entry_that_the_report_does_not_hold_is_refused(cast, report, part):
    with pytest.raises(NotPossible):
        attach(cast, report, part=part)


@pytest.mark.parametrize(
    "address",
    ["", "http://example.vn/", "javascript:alert(1)", "ftp://example.vn/a", "https://", "https://u:p@example.vn/", "x"],
)
def test_only_https_links_are_taken(cast, report, address):
    with pytest.raises(NotPossible):
        link(cast, report, address)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("ảnh.pdf", unicodedata.normalize("NFC", "ảnh.pdf")),
        (unicodedata.normalize("NFD", "ảnh.pdf"), unicodedata.normalize("NFC", "ảnh.pdf")),
        ("run.exe", "run.exe.pdf"),
        ("gp\u202efdp.exe", "gpfdp.exe.pdf"),
        ("a" * 200 + ".pdf", "a" * 150 + ".pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_a_name_is_kept_in_nfc_without_what_cannot_be_seen(cast, report, given, name):
    assert attach(cast, report, name=given).name == name


def test_nothing_is_carried_over_to_the_next_period(cast, report):
    attach(cast, report)
    later = factories.unit_report(cast, "CA", "2026-11")
    assert later.indicator_entries.filter(indicator__number=8).exists()
    assert later.evidence.count() == 0
