"""The files of a document: attached, replaced and removed by its unit, and decided together with it."""

import os

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.evidence import gathering
from approvals.files import store as files
from approvals.models import Document, Incident, OutboxMessage, TrailEvent
from approvals.outbox import queue as outbox
from tests import attachments
from tests.factories import reread, shown
from tests.workflows import arrange as reports
from tests.workflows.attaching import attach as attach_evidence
from tests.workflows.traces import event_of, events, mails, newest
from workflows import tasks
from workflows.cases.attached import bytes as attached_files
from workflows.models import Attachment, Evidence
from workflows.signoff.approval import actions as approval
from workflows.submissions import actions as submissions
from workflows.submissions.attachments import actions
from workflows.unit_reports.evidence import actions as evidence

from . import arrange

pytestmark = pytest.mark.usefixtures("kept", "empty_folders")

AWAY = "tcp://127.0.0.1:1"
FOUND = "Eicar-Test-Signature"


@pytest.fixture
def case(cast):
    return arrange.draft(cast)


def attach(cast, case, content=None, name="du-toan.pdf", by="CA:drafter"):
    return actions.attach(reread(case), by=cast[by], file=attachments.upload(content, name))


def changes_of(action: str) -> dict:
    return TrailEvent.objects.get(action=action).changes


def age() -> None:
    """As if every file had been written long ago."""
    for path in files.stored_files():
        os.utime(path, (0, 0))


def test_who_writes_for_the_unit_attaches_a_file(cast, case):
    made = attach(cast, case)
    assert (made.name, made.kind, made.scan, made.size) == ("du-toan.pdf", "pdf", "unscanned", len(attachments.pdf()))
    assert files.stored_path(made.sha256).read_bytes() == attachments.pdf()
    assert newest(reread(case)) == event_of(cast["CA:drafter"], "attach")
    assert changes_of("attach") == {
        "attachment.evidence": [None, "du-toan.pdf"],
        "attachment.sha256": [None, made.sha256],
    }


def test_a_file_that_is_sent_twice_is_attached_once(cast, case):
    assert attach(cast, case) == attach(cast, case)
    assert [event.action for event in events(reread(case))].count("attach") == 1


def test_another_file_of_the_same_name_is_its_new_version(cast, case):
    old = attach(cast, case)
    new = attach(cast, case, attachments.pdf("Sửa"))
    assert list(reread(case).attachments.all()) == [new]
    assert changes_of("attach_anew")["attachment.sha256"] == [old.sha256, new.sha256]


def test_whoever_attaches_or_removes_never_approves_it(cast, case):
    colleague = arrange.second_drafter(cast)
    made = actions.attach(case, by=colleague, file=attachments.upload())
    assert colleague in reread(case).authors.all()
    third = reports.newcomer(cast, "third", cast.units["CA"], "drafter")
    actions.detach(made, by=third)
    assert third in reread(case).authors.all()


def test_what_is_removed_stays_in_the_trail(cast, case):
    made = attach(cast, case)
    actions.detach(made, by=cast["CA:drafter"])
    assert not reread(case).attachments.exists()
    assert changes_of("detach") == {
        "attachment.evidence": ["du-toan.pdf", None],
        "attachment.sha256": [made.sha256, None],
    }
    with pytest.raises(NotPossible):
        actions.detach(Attachment(pk=made.pk, report=reread(case)), by=cast["CA:drafter"])


@pytest.mark.parametrize("place", ["VP:drafter", "CA:unit_head", "BCĐ:approver"])
def test_nobody_else_attaches_or_removes(cast, case, place):
    made = attach(cast, case)
    with pytest.raises(PermissionDenied):
        attach(cast, case, name="khac.pdf", by=place)
    with pytest.raises(PermissionDenied):
        actions.detach(made, by=cast[place])


def test_nothing_changes_once_it_is_sent(cast, case):
    made = attach(cast, case)
    submissions.send_for_approval(reread(case), by=cast["CA:unit_head"])
    with pytest.raises(NotPossible):
        attach(cast, case, name="khac.pdf")
    with pytest.raises(NotPossible):
        actions.detach(Attachment.objects.get(pk=made.pk), by=cast["CA:drafter"])


def test_what_is_attached_to_a_returned_one_ends_its_last_round(cast):
    case = arrange.awaiting(cast)
    approval.send_back(case, by=cast.approver, seen=shown(case), reason="Thiếu dự toán.")
    attach(cast, case)
    case = reread(case)
    assert (case.state, case.content, case.steps.exists()) == ("returned", "", False)


@pytest.mark.parametrize("changed", [{"name": "khac.pdf"}, {"sha256": "f" * 64}])
def test_name_and_bytes_of_a_file_enter_what_is_decided(cast, case, changed):
    attach(cast, case)
    case = reread(case)
    before = submissions.content_digest(case)
    case.attachments.update(**changed)
    assert submissions.content_digest(case) != before


def test_a_document_without_files_keeps_its_digest(case):
    written = [str(getattr(case, name)) for name in submissions.WRITTEN]
    digested = [case.kind, case.pk, case.trail_seq, case.signature, case.document_kind_id, *written]
    assert (
        submissions.content_digest(case)
        == submissions.hashlib.sha256(submissions.json.dumps(digested, ensure_ascii=False).encode()).hexdigest()
    )


@pytest.mark.parametrize("content", [b"<html></html>", b"", b"%PDF-1.7 cut"])
def test_what_is_no_file_of_a_known_kind_is_refused(cast, case, content):
    with pytest.raises(NotPossible, match="Đây không phải tệp PDF"):
        attach(cast, case, content)


def test_a_file_too_large_is_refused(cast, case, settings):
    settings.LARGEST_FILE = 10
    with pytest.raises(NotPossible, match="lớn hơn"):
        attach(cast, case)


def test_an_infected_file_is_refused_and_stands_in_the_trail(cast, case, settings):
    with attachments.scanner() as settings.SCANNER_URL, pytest.raises(NotPossible, match=FOUND):
        attach(cast, case, attachments.infected())
    assert not Attachment.objects.exists()
    assert not list(files.stored_files())
    assert newest(reread(case))["action"] == "refuse_evidence"


def test_the_outbox_scans_it_once_the_scanner_is_back(cast, case, settings):
    settings.SCANNER_URL = AWAY
    good, bad = attach(cast, case), attach(cast, case, attachments.infected(), "khac.pdf")
    assert (good.scan, good.is_open) == ("waiting", False)
    OutboxMessage.objects.filter(topic="scan").update(available_at=now())
    with attachments.scanner() as settings.SCANNER_URL:
        outbox.drain()
    assert [row.scan for row in Attachment.objects.order_by("pk")] == ["clean", "infected"]
    assert not files.stored_path(bad.sha256).exists()
    assert mails("infected") == [("write_reports", case.unit_id)]
    assert not OutboxMessage.objects.filter(topic="scan", done_at=None).exists()


def test_a_new_version_of_a_file_that_waits_is_scanned_alone(cast, case, settings):
    settings.SCANNER_URL = AWAY
    attach(cast, case)
    new = attach(cast, case, attachments.pdf("Sửa"))
    waiting = OutboxMessage.objects.filter(topic="scan", done_at=None)
    assert [message.payload for message in waiting] == [{"attachment": new.pk}]


def test_the_same_bytes_go_behind_a_report_too_where_they_hold_malware(cast, case, settings):
    made = attach_evidence(cast, reports.draft(cast), attachments.infected())
    with attachments.scanner() as settings.SCANNER_URL, pytest.raises(NotPossible):
        attach(cast, case, attachments.infected())
    assert Evidence.objects.get(pk=made.pk).scan == "infected"


def test_a_scanner_set_later_judges_what_came_before(cast, case, settings):
    attach(cast, case)
    with attachments.scanner() as settings.SCANNER_URL:
        tasks.scan_kept()
    assert Attachment.objects.get().scan == "clean"


def test_the_bytes_stay_as_long_as_a_document_or_a_report_names_them(cast, case):
    made = attach(cast, case)
    behind = attach_evidence(cast, reports.draft(cast))
    assert made.sha256 == behind.sha256
    evidence.remove_evidence(behind, by=cast["CA:drafter"])
    age()
    assert attached_files.drop_orphans() == 0
    actions.detach(made, by=cast["CA:drafter"])
    assert attached_files.drop_orphans() == 1


def test_bytes_of_a_report_stay_where_a_document_lets_go(cast, case):
    made = attach(cast, case)
    attach_evidence(cast, reports.draft(cast))
    actions.detach(made, by=cast["CA:drafter"])
    age()
    assert attached_files.drop_orphans() == 0


def test_a_file_that_is_missing_becomes_an_incident_and_closes_once_it_is_back(cast, case):
    made = attach(cast, case)
    path = files.stored_path(made.sha256)
    path.unlink()
    assert attached_files.report_missing() == 1
    assert Incident.objects.get(what="du-toan.pdf").scope == case.unit_id
    path.write_bytes(attachments.pdf())
    OutboxMessage.objects.filter(topic="bytes").update(parked=False, tries=0)
    outbox.drain()
    assert OutboxMessage.objects.get(topic="bytes").done_at


def test_the_documents_evidence_tells_the_last_version_of_each(cast, case):
    attach(cast, case)
    kept = attach(cast, case, attachments.pdf("Sửa"))
    actions.detach(attach(cast, case, attachments.pdf("Khác"), "khac.pdf"), by=cast["CA:drafter"])
    submissions.send_for_approval(reread(case), by=cast["CA:unit_head"])
    line = Document(subject_kind="submission", subject_id=case.pk)
    told = gathering.gather(line).attached
    assert [(piece.name, piece.sha256, piece.place) for piece in told] == [
        ("du-toan.pdf", kept.sha256, "tài liệu kèm theo")
    ]


def test_verify_trail_reads_the_files_of_documents_through(cast, case):
    attach(cast, case)
    attach(cast, case, attachments.pdf("Sửa"))
    age()
    assert attached_files.drop_orphans() == 1
    call_command("verify_trail")
