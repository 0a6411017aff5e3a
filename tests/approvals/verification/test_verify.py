"""The whole: a document that the product itself made, held against the register and the trail."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from approvals import append_only, files, register
from approvals.models import Checkpoint, Document, OutboxMessage, Rendition, Signature, TrailEvent
from approvals.verification import process
from approvals.verification.checks import Result
from approvals.verification.facts import Reading
from approvals.verification.verify import Verification
from tests.factories import reread
from tests.factories import shown as seen_by_approver
from tests.workflows import arrange
from workflows import actions
from workflows.documents import handlers

from . import certificates, samples
from .office import ISSUED, pdf_of, shown
from .test_attacks import annotation, refilled

pytestmark = pytest.mark.usefixtures("installation")


def failed(answer: Verification) -> list[str]:
    return [check.name for check in answer.checks if check.result == Result.FAIL]


def test_a_document_that_the_worker_rendered_passes(cast, verified):
    report = arrange.awaiting(cast)
    handlers.render(OutboxMessage.objects.get(topic="render", payload__ward_report=report.pk))
    approved = reread(actions.approve(report, by=cast.approver, seen=seen_by_approver(report)))
    actions.sign(approved, by=cast.approver, key=certificates.stored(certificates.person()))
    actions.issue(reread(approved), by=cast.clerk, key=certificates.stored(certificates.organ()))
    answer = verified(pdf_of(Document.objects.get()))
    assert [check for check in answer.checks if check.result != Result.PASS] == []


@ISSUED
def test_an_issued_document_passes(issued, verified):
    answer = verified(pdf_of(issued))
    assert [check for check in answer.checks if check.result != Result.PASS] == []
    assert (answer.result, answer.document) == (Result.PASS, issued)


@ISSUED
def test_a_changed_byte_is_another_file_under_this_number(issued, verified):
    pdf = bytearray(pdf_of(issued))
    pdf[pdf.index(b"/DocMDP") - 100] ^= 1
    assert verified(bytes(pdf)).result == Result.FAIL


@ISSUED
@pytest.mark.parametrize("change", [annotation, refilled], ids=lambda change: change.__name__)
def test_a_later_increment_fails_by_the_file_and_by_the_register(issued, verified, change):
    names = failed(verified(samples.changed(pdf_of(issued), change)))
    assert "Phần thêm sau khi ký" in names
    assert change is refilled or "Có trong hệ thống" in names


@ISSUED
def test_a_file_cut_off_to_the_first_signature_is_told_as_unissued(issued, verified):
    pdf = pdf_of(issued)
    before = Signature.objects.get(field="person").after
    cut = files.pdf_path(before).read_bytes()
    assert pdf.startswith(cut)
    assert set(failed(verified(cut))) == {"Đủ hai chữ ký", "Có trong hệ thống"}


@ISSUED
def test_the_draft_that_was_shown_for_approval_is_not_the_document(issued, verified):
    draft = files.pdf_path(Rendition.objects.get(final=False).sha256).read_bytes()
    assert failed(verified(draft)) == ["Có trong hệ thống"]


@ISSUED
def test_a_foreign_certificate_under_our_number_fails(issued, verified):
    draft = files.pdf_path(Rendition.objects.get(final=False).sha256).read_bytes()
    foreign = certificates.foreign()
    forged = samples.sealed(
        samples.certified(draft, foreign.issue("Vũ Xuân Quỳnh")),
        foreign.issue("Ban Chỉ đạo phường Minh Xuân"),
        number="01",
    )
    assert failed(verified(forged)) == ["Có trong hệ thống"]


@ISSUED
def test_last_months_file_under_this_months_name_fails(issued, verified):
    assert verified(pdf_of(issued), "2026-01-BC-BCĐ.pdf").result == Result.PASS
    assert failed(verified(pdf_of(issued), "2026-02-BC-BCĐ.pdf")) == ["Tên tệp"]


@ISSUED
def test_a_register_line_that_says_something_else_fails(issued, verified):
    Document.objects.update(abstract="Báo cáo khác", signer="Người khác")
    assert failed(verified(pdf_of(issued))) == ["Dòng trong sổ văn bản", "Người ký"]


@ISSUED
def test_a_certificate_other_than_the_one_noted_fails(issued, verified):
    Signature.objects.filter(field="organ").update(fingerprint="0" * 64)
    assert failed(verified(pdf_of(issued))) == ["Cơ quan"]


@ISSUED
def test_a_recalled_document_says_so(cast, issued, verified):
    register.recall(issued, by=cast.clerk, reason="Sai số liệu")
    answer = verified(pdf_of(issued))
    assert failed(answer) == ["Còn hiệu lực"]
    assert any("Sai số liệu" in check.found for check in answer.checks)


@ISSUED
def test_a_replaced_document_says_by_which(cast, issued, verified):
    newer = Document.objects.get(pk=issued.pk)
    newer.pk, newer.number, newer.subject_id, newer.replaces, newer._state.adding = None, 2, 999_999, issued, True
    newer.save()
    assert failed(verified(pdf_of(issued))) == ["Còn hiệu lực"]


@ISSUED
@pytest.mark.parametrize("kind", ["wardreport", "document"])
def test_a_broken_trail_fails(issued, verified, kind):
    append_only.disarm(connection)
    event = TrailEvent.objects.filter(subject_kind=kind).first()
    TrailEvent.objects.filter(pk=event.pk).update(reason="khác")
    assert failed(verified(pdf_of(issued))) == ["Nhật ký"]


@ISSUED
def test_a_trail_that_does_not_name_the_file_leaves_doubt(issued, verified, monkeypatch):
    monkeypatch.setattr("approvals.verification.register_checks.in_trail", lambda kind, pk, sha256: False)
    assert verified(pdf_of(issued)).result == Result.UNKNOWN


@ISSUED
def test_the_seal_carries_the_root_of_the_trail(issued, verified):
    answer = verified(pdf_of(issued))
    root = next(check for check in answer.checks if check.name == "Gốc nhật ký")
    assert root.result == Result.PASS
    assert str(Checkpoint.objects.get().size) in root.found


@ISSUED
def test_a_root_that_the_trail_never_had_fails(issued, verified):
    append_only.disarm(connection, append_only.CHECKPOINTS)
    Checkpoint.objects.update(root="0" * 64)
    assert failed(verified(pdf_of(issued))) == ["Gốc nhật ký"]


@ISSUED
def test_without_trusted_roots_nothing_is_proved(issued, verified, settings, tmp_path):
    settings.SIGNING_ROOTS = settings.SIGNING_CRLS = tmp_path / "none"
    assert verified(pdf_of(issued)).result == Result.UNKNOWN


@ISSUED
def test_the_register_is_asked_by_few_queries(issued, verified, statements):
    pdf = pdf_of(issued)
    with statements() as counted:
        verified(pdf)
    assert len(counted) <= 10


@ISSUED
@pytest.mark.parametrize(("name", "code", "word"), [("van-ban.pdf", 0, "Đạt"), ("2026-02-BC-BCĐ.pdf", 1, "Không đạt")])
def test_the_command_says_it_by_words_and_exit_status(issued, tmp_path, name, code, word):
    path = tmp_path / name
    path.write_bytes(pdf_of(issued))
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_document", str(path), stdout=out)
    assert left.value.code == code
    assert out.getvalue().startswith(f"{word}: {name}")


def test_a_signed_file_from_elsewhere_leaves_doubt(cast, verified):
    answer = verified(samples.issued())
    assert (answer.result, answer.document) == (Result.UNKNOWN, None)


def test_an_installation_that_does_not_sign_leaves_doubt(cast, verified, settings):
    settings.SIGNER = "none"
    report = shown(arrange.awaiting(cast))
    approved = reread(actions.approve(report, by=cast.approver, seen=seen_by_approver(report)))
    actions.issue(approved, by=cast.clerk)
    answer = verified(pdf_of(Document.objects.get()))
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])


@pytest.mark.parametrize("fault", ["unreadable", "encrypted", "limits", "busy"])
def test_every_fault_has_a_sentence(cast, verified, monkeypatch, fault):
    monkeypatch.setattr(process, "read", lambda file: Reading(fault=fault))
    answer = verified(b"")
    assert answer.result == (Result.FAIL if fault == "unreadable" else Result.UNKNOWN)
    assert answer.checks[0].found


def test_the_command_is_in_doubt_about_a_stranger(cast, tmp_path):
    path = tmp_path / "la.pdf"
    path.write_bytes(samples.issued())
    with pytest.raises(SystemExit) as left:
        call_command("verify_document", str(path), stdout=StringIO())
    assert left.value.code == 2
