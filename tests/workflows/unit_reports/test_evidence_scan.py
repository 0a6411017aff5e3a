"""Files of evidence and the scanner: clean, infected, away; at once and later."""

import pytest

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files import scanning
from approvals.files import store as files
from approvals.models import Incident, OutboxMessage, TrailEvent
from approvals.outbox import queue as outbox
from tests import attachments
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.attaching import attach
from tests.workflows.traces import asked, event_of, events, mails, newest
from workflows import tasks
from workflows.models import Evidence
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.evidence import actions as evidence

pytestmark = pytest.mark.usefixtures("kept")

AWAY = "tcp://127.0.0.1:1"
FOUND = "Eicar-Test-Signature"
Scan = Evidence.Scan


@pytest.fixture
def report(cast):
    return arrange.draft(cast)


def due() -> None:
    """Whatever the outbox waits for is due now."""
    OutboxMessage.objects.filter(topic="scan").update(available_at=now())
    outbox.drain()


def run_out(message: OutboxMessage) -> None:
    for _try in range(outbox.TRIES):
        OutboxMessage.objects.filter(pk=message.pk).update(available_at=now())
        outbox.drain()


def test_a_clean_file_is_said_to_be_scanned(cast, report, settings):
    with attachments.scanner() as settings.SCANNER_URL:
        made = attach(cast, report)
    assert (made.scan, made.is_open) == (Scan.CLEAN, True)


def test_without_a_scanner_it_is_said_that_nothing_was_scanned(cast, report):
    made = attach(cast, report)
    assert (made.scan, made.get_scan_display(), made.is_open) == (Scan.UNSCANNED, "chưa quét vi-rút", True)


def test_an_infected_file_is_refused_and_not_kept(cast, report, settings):
    with attachments.scanner() as settings.SCANNER_URL, pytest.raises(NotPossible, match=FOUND):
        attach(cast, report, attachments.infected())
    assert Evidence.objects.count() == 0
    assert not list(files.stored_files())


def test_the_refusal_stands_in_the_trail_with_the_hash(cast, report, settings):
    with attachments.scanner() as settings.SCANNER_URL, pytest.raises(NotPossible):
        attach(cast, report, attachments.infected())
    assert newest(reread(report)) == event_of(cast["CA:drafter"], "refuse_evidence", reason=FOUND)
    sha256 = files.digest(attachments.upload(attachments.infected()).file)
    assert TrailEvent.objects.get(action="refuse_evidence").changes["8.sha256"] == [None, sha256]


def test_while_the_scanner_is_away_a_file_is_kept_from_everybody(cast, report, settings):
    settings.SCANNER_URL = AWAY
    made = attach(cast, report)
    assert (made.scan, made.is_open) == (Scan.WAITING, False)
    assert files.stored_path(made.sha256).is_file()
    assert asked("scan") == [{"evidence": made.pk}]


def test_the_outbox_scans_it_once_the_scanner_is_back(cast, report, settings):
    settings.SCANNER_URL = AWAY
    made = attach(cast, report)
    with attachments.scanner() as settings.SCANNER_URL:
        due()
    assert Evidence.objects.get(pk=made.pk).is_open
    assert events(reread(report))[-1].action == "clear_evidence"
    assert OutboxMessage.objects.get(topic="scan").done_at


def test_what_is_found_later_is_deleted_and_told(cast, report, settings):
    settings.SCANNER_URL = AWAY
    made = attach(cast, report, attachments.infected())
    with attachments.scanner() as settings.SCANNER_URL:
        due()
    row = Evidence.objects.get(pk=made.pk)
    assert (row.scan, row.malware, row.is_open) == (Scan.INFECTED, FOUND, False)
    assert not files.stored_path(made.sha256).exists()
    event = events(reread(report))[-1]
    assert (event.action, event.actor, event.reason) == ("drop_evidence", None, FOUND)
    assert mails("infected") == [("write_reports", report.unit_id)]


def test_a_scanner_that_stays_away_becomes_an_incident(cast, report, settings):
    settings.SCANNER_URL = AWAY
    attach(cast, report)
    assert Incident.objects.count() == 0
    run_out(OutboxMessage.objects.get(topic="scan"))
    incident = Incident.objects.get()
    assert (incident.state, incident.scope) == (Incident.State.OPEN, report.unit_id)


def test_the_worker_tries_again_and_closes_the_incident(cast, report, settings):
    settings.SCANNER_URL = AWAY
    made = attach(cast, report)
    run_out(OutboxMessage.objects.get(topic="scan"))
    tasks.scan_kept()
    assert Incident.objects.get().state == Incident.State.OPEN
    with attachments.scanner() as settings.SCANNER_URL:
        tasks.scan_kept()
    assert Incident.objects.get().state == Incident.State.RETRIED
    assert Evidence.objects.get(pk=made.pk).scan == Scan.CLEAN


def test_removing_the_file_closes_the_incident_too(cast, report, settings):
    settings.SCANNER_URL = AWAY
    made = attach(cast, report)
    run_out(OutboxMessage.objects.get(topic="scan"))
    evidence.remove_evidence(made, by=cast["CA:drafter"])
    assert Incident.objects.get().state == Incident.State.RETRIED


def test_a_scanner_set_later_judges_what_came_before(cast, report, settings):
    clean, bad = attach(cast, report), attach(cast, report, attachments.infected())
    with attachments.scanner() as settings.SCANNER_URL:
        tasks.scan_kept()
    assert Evidence.objects.get(pk=clean.pk).scan == Scan.CLEAN
    assert Evidence.objects.get(pk=bad.pk).scan == Scan.INFECTED


def test_scanning_twice_writes_once(cast, report, settings):
    attach(cast, report)
    with attachments.scanner() as settings.SCANNER_URL:
        tasks.scan_kept()
        before = len(events(reread(report)))
        tasks.scan_kept()
    assert len(events(reread(report))) == before


def test_the_same_bytes_go_wherever_they_were_kept(cast, report, settings):
    other = attach(cast, report, attachments.infected())
    with attachments.scanner() as settings.SCANNER_URL, pytest.raises(NotPossible):
        attach(cast, report, attachments.infected(), part="9")
    assert Evidence.objects.get(pk=other.pk).scan == Scan.INFECTED
    assert not files.stored_path(other.sha256).exists()


def test_whoever_may_not_attach_does_not_ask_the_scanner(cast, report, settings, monkeypatch):
    settings.SCANNER_URL = AWAY
    monkeypatch.setattr(scanning, "scan", lambda file: pytest.fail("asked"))
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    with pytest.raises(NotPossible):
        attach(cast, reread(report))
