"""Issuing with signatures: number, day and seal in the signed file; what happens when a step between fails."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pypdf import PdfReader

from approvals.errors import NotPossible
from approvals.files import pictures
from approvals.files import store as files
from approvals.models import Document, Incident, NumberSeries, OutboxMessage, Rendition, Signature
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from approvals.signing import levels
from approvals.signing.errors import SigningFailed
from tests import signing as keys
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.stored_keys import TODAY, signed
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing

pytestmark = pytest.mark.usefixtures("keys_here")
SIGNED = pytest.mark.starts_from(signed, on=TODAY)


@pytest.fixture
def report(start):
    return start


def issue(report, cast):
    return issuing.issue(report, by=cast.clerk, key=keys.stored(keys.ORGAN, keys.png(400, 400)))


@SIGNED
def test_the_issued_document_bears_two_valid_signatures_number_and_day(cast, report):
    issue(report, cast)
    made = Rendition.objects.get(subject_id=report.pk, final=True)
    content = files.pdf_path(made.sha256).read_bytes()
    statuses = [validate_pdf_signature(s, levels.trust()) for s in PdfFileReader(BytesIO(content)).embedded_signatures]
    assert [status.bottom_line for status in statuses] == [True, True]
    assert PdfReader(BytesIO(content)).get_fields()["number"]["/V"] == "01"
    assert (made.pages, made.size, made.content) == (1, len(content), report.content)
    assert pictures.page_picture(made.sha256, 1).startswith(b"\x89PNG")


@SIGNED
def test_both_signatures_are_noted_in_a_chain_of_files(cast, report):
    issue(report, cast)
    person, organ = Signature.objects.order_by("field").reverse()
    assert (person.after, organ.field, organ.person) == (organ.before, "organ", cast.clerk)
    assert organ.after == Rendition.objects.get(final=True).sha256


@SIGNED
def test_nothing_is_rendered_again_the_signed_file_goes_on_byte_for_byte(cast, report):
    signed = files.pdf_path(Signature.objects.get(field="person").after).read_bytes()
    issue(report, cast)
    made = Rendition.objects.get(subject_id=report.pk, final=True)
    assert files.pdf_path(made.sha256).read_bytes().startswith(signed)


@SIGNED
def test_an_outage_keeps_the_number_for_the_next_try(cast, report, settings):
    settings.TSA_URL, settings.SIGNING_TIMEOUT = "http://127.0.0.1:9/", 1
    assert not issuing.try_to_issue(report, by=cast.clerk, key=keys.stored(keys.ORGAN))
    line = Document.objects.get()
    assert (reread(report).state, line.state, line.number) == ("approved", "reserved", 1)
    assert not Rendition.objects.filter(final=True).exists()
    assert Signature.objects.count() == 1
    settings.TSA_URL = ""
    assert issuing.try_to_issue(report, by=cast.clerk, key=keys.stored(keys.ORGAN))
    line.refresh_from_db()
    assert (reread(report).state, line.state, NumberSeries.objects.get().last) == ("issued", "issued", 1)
    assert Incident.objects.get().state == "retried"


@SIGNED
def test_where_keys_are_kept_here_the_worker_says_that_a_passphrase_is_needed(cast, report, settings):
    settings.TSA_URL, settings.SIGNING_TIMEOUT = "http://127.0.0.1:9/", 1
    issuing.try_to_issue(report, by=cast.clerk, key=keys.stored(keys.ORGAN))
    with pytest.raises(SigningFailed, match="mật khẩu"):
        issuing.issue_asked(OutboxMessage.objects.get(topic="issue"))
    assert reread(report).state == "approved"


@SIGNED
@pytest.mark.parametrize(
    "step",
    ["workflows.signoff.signing.keys.seal", "approvals.files.store.keep", "approvals.register.actions.confirm"],
)
def test_a_crash_between_the_steps_leaves_no_gap_and_no_double(cast, report, monkeypatch, step):
    def crash(*arguments, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(step, crash)
        with pytest.raises(KeyboardInterrupt):
            issue(report, cast)
    assert (reread(report).state, Document.objects.get().state) == ("approved", "reserved")
    issue(report, cast)
    assert (Document.objects.get().number, NumberSeries.objects.get().last) == (1, 1)


@SIGNED
def test_what_was_signed_in_one_year_is_issued_in_the_next(cast, report, on_day):
    on_day("2027-01-02 09:00")
    issue(report, cast)
    line, made = Document.objects.get(), Rendition.objects.get(subject_id=report.pk, final=True)
    assert (line.number, line.year) == (1, 2027)
    fields = PdfReader(BytesIO(files.pdf_path(made.sha256).read_bytes())).get_fields()
    assert " ".join(fields["issued_on"]["/V"].split()) == "ngày 02 tháng 01 năm 2027"


@SIGNED
def test_keeping_a_number_and_issuing_cost_few_statements(cast, report, statements):
    key = keys.stored(keys.ORGAN)
    with statements() as counted:
        issuing.issue(report, by=cast.clerk, key=key)
    assert len(counted) <= 33, counted.sql  # with the checkpoint whose root the seal carries, on PostgreSQL its locks
    assert register.document_of(report).state == "issued"


def test_without_the_persons_signature_it_is_not_issued(cast):
    keys.keep_keys(cast)
    report = arrange.approved(cast)
    with pytest.raises(NotPossible) as refused:
        issue(report, cast)
    assert "Vũ Xuân Quỳnh" in refused.value.message
    assert not Document.objects.exists()


def test_an_incident_tried_again_is_issued_by_the_worker_where_a_service_signs(cast, settings, tmp_path):
    settings.SIGNER, settings.EXTERNAL_SIGNER_TOKEN, settings.SIGNING_TIMEOUT = "external", "", 10
    settings.EXTERNAL_SIGNER_URL, report = "http://127.0.0.1:9/", arrange.approved(cast)
    with keys.stand_in("sign", tmp_path) as settings.EXTERNAL_SIGNER_URL:
        signing.sign(report, by=cast.approver)
    assert not issuing.try_to_issue(report, by=cast.clerk)
    message = OutboxMessage.objects.get(topic="issue")
    with keys.stand_in("sign", tmp_path) as settings.EXTERNAL_SIGNER_URL:
        outbox.work(message)
        outbox.work(message)
    assert reread(report).state == "issued"


def test_where_nothing_is_signed_the_document_says_so(cast, settings):
    settings.SIGNER = "none"
    report = arrange.approved(cast)
    issuing.issue(report, by=cast.clerk)
    made = Rendition.objects.get(subject_id=report.pk, final=True)
    content = files.pdf_path(made.sha256).read_bytes()
    assert not PdfFileReader(BytesIO(content)).embedded_signatures
    assert PdfReader(BytesIO(content)).get_fields()["number"]["/V"] == "01"
    assert set(Signature.objects.values_list("field", "kind", "level")) == {
        ("person", "none", "none"),
        ("organ", "none", "none"),
    }


def test_a_service_outside_seals_too(cast, settings, tmp_path):
    settings.SIGNER, settings.EXTERNAL_SIGNER_TOKEN, settings.SIGNING_TIMEOUT = "external", "", 10
    report = arrange.approved(cast)
    with keys.stand_in("sign", tmp_path) as settings.EXTERNAL_SIGNER_URL:
        signing.sign(report, by=cast.approver)
        issuing.issue(report, by=cast.clerk)
    assert list(Signature.objects.values_list("kind", flat=True)) == ["external", "external"]
