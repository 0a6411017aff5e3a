"""Bytes are kept as long as a row names them: orphans go after a day, what is missing is told."""

import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Incident, OutboxMessage
from approvals.outbox import queue as outbox
from tests import attachments
from tests.workflows import arrange
from tests.workflows.attaching import attach
from workflows import tasks
from workflows.cases.attached import bytes as attached_files
from workflows.unit_reports.evidence import actions as evidence_actions

pytestmark = pytest.mark.usefixtures("kept", "empty_folders")


@pytest.fixture
def report(cast):
    return arrange.draft(cast)


def age(evidence, hours=25) -> None:
    """As if the file had been written so long ago."""
    then = (now() - timedelta(hours=hours)).timestamp()
    os.utime(files.stored_path(evidence.sha256), (then, then))


def test_what_a_row_names_is_kept_however_old(cast, report):
    made = attach(cast, report)
    age(made)
    assert attached_files.drop_orphans() == 0
    assert attached_files.is_there(made)


def test_what_no_row_names_goes_after_a_day(cast, report):
    made = attach(cast, report)
    evidence_actions.remove_evidence(made, by=cast["CA:drafter"])
    age(made, hours=23)
    assert attached_files.drop_orphans() == 0
    age(made)
    assert attached_files.drop_orphans() == 1
    assert not files.stored_path(made.sha256).exists()


def test_one_of_two_rows_keeps_the_file(cast, report):
    first, _second = attach(cast, report), attach(cast, report, part="9")
    evidence_actions.remove_evidence(first, by=cast["CA:drafter"])
    age(first)
    assert attached_files.drop_orphans() == 0


def test_attaching_again_makes_an_old_file_new(cast, report):
    made = attach(cast, report)
    age(made)
    attach(cast, report, part="9")
    assert files.stored_path(made.sha256).stat().st_mtime > (now() - timedelta(hours=1)).timestamp()


def test_a_file_half_written_goes_too(cast, report):
    made = attach(cast, report)
    half = files.stored_path(made.sha256).with_name("tmp1234")
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    assert attached_files.drop_orphans() == 1
    assert not half.exists()


@pytest.mark.parametrize("harm", ["gone", "short", "other"])
def test_what_is_missing_or_changed_is_told_once(cast, report, harm):
    path = files.stored_path(attach(cast, report).sha256)
    path.unlink() if harm == "gone" else path.write_bytes(path.read_bytes()[:-1] + (b"" if harm == "short" else b"!"))
    assert attached_files.report_missing() == 1
    tasks.reconcile()
    incident = Incident.objects.get(what="bien-ban.pdf")
    assert incident.scope == report.unit_id


def test_what_was_skipped_is_not_told_again(cast, report):
    files.stored_path(attach(cast, report).sha256).unlink()
    attached_files.report_missing()
    Incident.objects.update(state=Incident.State.SKIPPED)
    attached_files.report_missing()
    assert Incident.objects.count() == 1


def test_the_incident_is_closed_once_the_file_is_back(cast, report):
    path = files.stored_path(attach(cast, report).sha256)
    path.unlink()
    attached_files.report_missing()
    path.write_bytes(attachments.pdf())
    assert attached_files.report_missing() == 0
    assert Incident.objects.get().state == Incident.State.RETRIED


def test_a_file_that_is_lost_again_is_told_again(cast, report):
    path = files.stored_path(attach(cast, report).sha256)
    for _each in range(2):
        path.unlink()
        attached_files.report_missing()
        assert Incident.objects.filter(state="open").count() == 1
        path.write_bytes(attachments.pdf())
        attached_files.report_missing()
    assert list(Incident.objects.values_list("state", flat=True)) == ["retried", "retried"]


def test_a_check_of_the_trail_reads_evidence_through(cast, report):
    path = files.stored_path(attach(cast, report).sha256)
    call_command("verify_trail")
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(CommandError, match="1 tệp"):
        call_command("verify_trail")


def test_a_file_that_was_changed_is_not_scanned_for_clean(cast, report, monkeypatch):
    made = attach(cast, report)
    path = files.stored_path(made.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    monkeypatch.setattr("approvals.files.scanning.is_set", lambda: True)
    monkeypatch.setattr("approvals.files.scanning.scan", lambda file: "")
    tasks.scan_kept()
    made.refresh_from_db()
    assert made.scan == "unscanned"


@pytest.mark.parametrize("back", [True, False])
def test_try_again_asks_whether_the_file_is_back(cast, report, back):
    path = files.stored_path(attach(cast, report).sha256)
    path.unlink()
    attached_files.report_missing()
    if back:
        path.write_bytes(attachments.pdf())
    OutboxMessage.objects.filter(topic="bytes").update(parked=False, tries=0)
    outbox.drain()
    assert (OutboxMessage.objects.get(topic="bytes").done_at is not None) == back


def test_links_have_no_bytes(cast, report):
    evidence_actions.attach_link(report, by=cast["CA:drafter"], part="8", link="https://example.vn/", name="")
    assert attached_files.report_missing() == 0


def test_the_command_says_what_it_found(cast, report, capsys):
    files.stored_path(attach(cast, report).sha256).unlink()
    call_command("reconcile")
    assert "thiếu 1 tệp" in capsys.readouterr().out
