"""The person's signature, after the last approval: on the file that was shown, whoever holds the key."""

import shutil
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Incident, OutboxMessage, Rendition, Signature
from approvals.outbox import queue as outbox
from approvals.signing import levels
from approvals.signing.errors import KeyRefused, SigningFailed
from tests import signing as keys
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.stored_keys import TODAY, approved
from tests.workflows.traces import event_of, newest
from workflows.signoff.signing import actions as signing_actions
from workflows.signoff.signing import keys as signing

pytestmark = pytest.mark.usefixtures("keys_here")
APPROVED = pytest.mark.starts_from(approved, on=TODAY)


@pytest.fixture
def report(start):
    return start


def signature() -> Signature:
    return Signature.objects.get(field="person")


@APPROVED
def test_the_approver_signs_the_file_that_was_shown(cast, report):
    signing_actions.sign(report, by=cast.approver, key=keys.stored())
    shown = Rendition.objects.get(subject_id=report.pk, final=False)
    made = signature()
    assert (made.person, made.kind, made.level, made.before) == (cast.approver, "stored", "B-B", shown.sha256)
    content = files.pdf_path(made.after).read_bytes()
    assert content.startswith(files.pdf_path(shown.sha256).read_bytes())
    (embedded,) = PdfFileReader(BytesIO(content)).embedded_signatures
    assert validate_pdf_signature(embedded, levels.trust()).bottom_line
    assert made.subject.startswith("CN=Vũ Xuân Quỳnh")


@APPROVED
def test_the_report_stays_approved_and_the_trail_tells(cast, report):
    row = signing_actions.sign(report, by=cast.approver, key=keys.stored())
    assert newest(row) == event_of(cast.approver, "sign", "approved", "approved")


@APPROVED
@pytest.mark.parametrize("who", ["VP:clerk", "VHXH:coordinator", "MX:admin", "CA:unit_head"])
def test_nobody_else_signs_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        signing_actions.sign(report, by=cast[who], key=keys.stored())
    assert not Signature.objects.exists()


@APPROVED
def test_it_is_signed_once(cast, report):
    signing_actions.sign(report, by=cast.approver, key=keys.stored())
    with pytest.raises(NotPossible) as refused:
        signing_actions.sign(report, by=cast.approver, key=keys.stored())
    assert "Bạn đã thực hiện việc này" in refused.value.message
    assert Signature.objects.count() == 1


@APPROVED
def test_what_is_not_rendered_yet_is_not_signed(cast, report):
    Rendition.objects.all().delete()
    with pytest.raises(NotPossible):
        signing_actions.sign(report, by=cast.approver, key=keys.stored())


@APPROVED
def test_a_file_that_was_changed_on_the_disk_is_not_signed(cast, report, settings, tmp_path):
    settings.DOCUMENTS_DIR = shutil.copytree(settings.DOCUMENTS_DIR, tmp_path / "documents")
    path = files.pdf_path(Rendition.objects.get(subject_id=report.pk).sha256)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(SigningFailed):
        signing_actions.sign(report, by=cast.approver, key=keys.stored())
    assert not Signature.objects.exists()


@APPROVED
def test_only_the_very_file_that_was_approved_is_signed(cast, report):
    Rendition.objects.filter(subject_id=report.pk).update(sha256="0" * 64)
    with pytest.raises(SigningFailed):
        signing_actions.sign(report, by=cast.approver, key=keys.stored())


@APPROVED
def test_the_key_is_unlocked_in_the_name_that_the_document_bears(cast, report):
    assert signing.unlocked(report, cast.approver, "demo").kind == "stored"
    with pytest.raises(KeyRefused):
        signing.unlocked(report, cast.approver, "sai")
    with pytest.raises(KeyRefused):
        signing.unlocked(report, cast.coordinator, "demo")
    report.signature = report.signature | {"name": "Người khác"}
    with pytest.raises(KeyRefused):
        signing.unlocked(report, cast.approver, "demo")


@APPROVED
def test_an_outage_leaves_it_approved_and_opens_an_incident_that_signing_closes(cast, report, monkeypatch, settings):
    settings.TSA_URL, settings.SIGNING_TIMEOUT = "http://127.0.0.1:9/", 1
    assert not signing_actions.try_to_sign(report, by=cast.approver, key=keys.stored())
    incident = Incident.objects.get()
    assert (reread(report).state, incident.state, Signature.objects.count()) == ("approved", "open", 0)
    assert "dấu thời gian" in incident.what
    settings.TSA_URL = ""
    assert signing_actions.try_to_sign(report, by=cast.approver, key=keys.stored())
    incident.refresh_from_db()
    assert (incident.state, incident.closed_by) == ("retried", cast.approver)


@APPROVED
def test_a_full_disk_is_an_outage_too(cast, report, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    assert not signing_actions.try_to_sign(report, by=cast.approver, key=keys.stored())
    assert (reread(report).state, Signature.objects.count()) == ("approved", 0)


@APPROVED
def test_where_keys_are_kept_here_the_worker_is_not_asked(cast, report):
    assert not OutboxMessage.objects.filter(topic="sign").exists()


def test_what_is_not_approved_is_not_signed(cast):
    with pytest.raises(NotPossible):
        signing_actions.sign(arrange.awaiting(cast), by=cast.approver, key=keys.stored())


def test_with_a_service_outside_the_worker_has_it_signed(cast, settings, tmp_path):
    settings.SIGNER, settings.EXTERNAL_SIGNER_TOKEN, settings.SIGNING_TIMEOUT = "external", "", 10
    report = arrange.approved(cast)
    message = OutboxMessage.objects.get(topic="sign")
    with keys.stand_in("sign", tmp_path) as settings.EXTERNAL_SIGNER_URL:
        outbox.work(message)
        outbox.work(message)
    assert (signature().kind, signature().subject_id) == ("external", report.pk)


def test_where_nothing_is_signed_nobody_is_asked_to(cast, settings):
    settings.SIGNER = "none"
    report = arrange.approved(cast)
    with pytest.raises(PermissionDenied):
        signing_actions.sign(report, by=cast.approver)
    assert not OutboxMessage.objects.filter(topic="sign").exists()
