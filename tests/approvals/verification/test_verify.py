"""The whole: a document that the product itself made, held against the register and the trail."""

from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Checkpoint, Document, OutboxMessage, Rendition, Signature, TrailEvent
from approvals.register import actions as register
from approvals.trail import append_only
from approvals.verification.checks.of_file import FAULTS
from approvals.verification.checks.result import Result
from approvals.verification.identify import year_of
from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading
from approvals.verification.reading.pdf import read
from tests.factories import reread
from tests.factories import shown as seen_by_approver
from tests.workflows import arrange
from workflows.documents import handlers
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing

from . import certificates, samples
from .office import ISSUED, failed, pdf_of, sha256_of, shown
from .reading.attacks import annotation, refilled

pytestmark = pytest.mark.usefixtures("installation")


def test_a_document_that_the_worker_rendered_passes(cast, verified):
    report = arrange.awaiting(cast)
    handlers.render(OutboxMessage.objects.get(topic="render", payload__ward_report=report.pk))
    approved = reread(approval.approve(report, by=cast.approver, seen=seen_by_approver(report)))
    signing.sign(approved, by=cast.approver, key=certificates.stored(certificates.person()))
    issuing.issue(reread(approved), by=cast.clerk, key=certificates.stored(certificates.organ()))
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
    answer = verified(samples.changed(pdf_of(issued), change))
    assert failed(answer)[0] == "Phần thêm sau khi ký"
    assert answer.original == sha256_of(pdf_of(issued))


@ISSUED
def test_a_file_cut_off_to_the_first_signature_is_told_as_unissued(issued, verified):
    pdf = pdf_of(issued)
    before = Signature.objects.get(field="person").after
    cut = files.pdf_path(before).read_bytes()
    assert pdf.startswith(cut)
    answer = verified(cut)
    assert set(failed(answer)) == {"Đủ hai chữ ký", "Có trong hệ thống"}
    assert not any("sổ của phường" in check.found for check in answer.checks)


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
@pytest.mark.parametrize(
    ("name", "hinted"),
    [
        ("2026-01-BC-BCĐ.pdf", False),
        ("2026-02-BC-BCĐ.pdf", True),
        ("2026-01-BC-UBND.pdf", True),
        ("2025-01-BC-BCĐ.pdf", True),
        ("2026-10-bao-cao.pdf", False),
        ("2026-10-Báo-cáo.pdf", False),
        ("van-ban.pdf", False),
    ],
)
def test_the_name_of_a_file_is_a_hint_and_never_changes_the_result(issued, verified, name, hinted):
    answer = verified(pdf_of(issued), name)
    assert (answer.result, bool(answer.hint)) == (Result.PASS, hinted)


@ISSUED
def test_of_what_lies_inside_a_file_it_is_told_that_it_is_recalled(cast, issued, verified):
    register.recall(issued, by=cast.clerk, reason="Sai số liệu")
    answer = verified(pdf_of(issued) + b"tail")
    assert answer.result == Result.UNKNOWN
    assert "Sai số liệu" in answer.ended


@ISSUED
def test_the_persons_own_signature_below_a_foreign_seal_is_not_in_the_register(issued, verified):
    first = files.pdf_path(Signature.objects.get(field="person").after).read_bytes()
    forged = samples.sealed(first, certificates.foreign().issue("Ban Chỉ đạo phường An Tường"), number="77")
    answer = verified(forged)
    known = next(check for check in answer.checks if check.name == "Có trong hệ thống")
    assert (answer.result, known.result) == (Result.FAIL, Result.FAIL)
    assert "Không có trong sổ của phường" in known.found


@ISSUED
def test_a_number_that_the_named_ward_never_gave_is_not_in_the_register(issued, verified):
    """All of it by certificates that are trusted here: only the register tells."""
    answer = verified(samples.sealed(samples.certified(samples.blank()), number="77"))
    known = next(check for check in answer.checks if check.name == "Có trong hệ thống")
    assert failed(answer) == ["Có trong hệ thống"]
    assert "77/BC-BCĐ chưa từng được cấp" in known.found


@ISSUED
@pytest.mark.parametrize("missing", [1, 2000])
def test_a_genuine_document_that_was_cut_short_fails_as_such_and_not_as_forged(issued, verified, missing):
    answer = verified(pdf_of(issued)[:-missing])
    known = next(check for check in answer.checks if check.name == "Có trong hệ thống")
    assert (answer.result, known.result) == (Result.FAIL, Result.FAIL)
    assert "bị cắt" in known.found
    assert "khác" not in known.found


@ISSUED
def test_the_same_number_of_a_ward_elsewhere_leaves_doubt(cast, issued, verified):
    cast.ward.name = "Phường An Tường"
    cast.ward.save(update_fields=["name"])
    answer = verified(samples.sealed(samples.certified(samples.blank()), number="77"))
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])


@ISSUED
def test_a_number_of_a_year_before_the_registers_first_leaves_doubt(issued, verified):
    forged = samples.sealed(samples.certified(samples.blank()), number="77", day="ngày 09 tháng 11 năm 2024")
    assert failed(verified(forged)) == []


@ISSUED
def test_a_document_signed_in_december_and_issued_in_january_belongs_to_the_new_year(issued, verified):
    """The day that it bears counts, not the signer's: 01 of 2027 was never given, 01 of 2026 was."""
    forged = samples.sealed(samples.certified(samples.blank()), number="01", day="ngày 02 tháng 01 năm 2027")
    known = next(check for check in verified(forged).checks if check.name == "Có trong hệ thống")
    assert "chưa từng được cấp" in known.found


@pytest.mark.parametrize(
    ("at", "year"), [("2026-12-31T16:59:59+00:00", 2026), ("2026-12-31T17:00:00+00:00", 2027), ("", 0)]
)
def test_without_a_day_the_seals_instant_counts_in_vietnam(at, year):
    seal = read(BytesIO(samples.issued()), []).signature("organ")
    assert year_of(Reading(signatures=(replace(seal, at=at),))) == year


@ISSUED
def test_a_genuine_document_whose_number_was_voided_is_told_so(cast, issued, verified):
    Document.objects.update(state="voided", voided_at=now(), ended_by=cast.clerk, reason="Nhầm")
    assert failed(verified(pdf_of(issued))) == ["Còn hiệu lực"]


@ISSUED
def test_a_genuine_document_whose_line_is_gone_is_told_so(issued, verified):
    Document.objects.all()._raw_delete("default")
    answer = verified(pdf_of(issued))
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])
    assert any("không còn dòng" in check.found for check in answer.checks)


@ISSUED
def test_a_known_document_that_could_not_be_read_now_is_not_accused(issued, verified, monkeypatch):
    monkeypatch.setattr(process, "read", lambda file: Reading(fault="busy"))
    answer = verified(pdf_of(issued))
    assert (answer.busy, answer.result, failed(answer)) == (True, Result.UNKNOWN, [])


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
    assert (failed(answer), answer.result) == ([], Result.ENDED)
    assert "Sai số liệu" in answer.ended


@ISSUED
def test_a_replaced_document_says_by_which(cast, issued, verified):
    newer = Document.objects.get(pk=issued.pk)
    newer.pk, newer.number, newer.subject_id, newer.replaces, newer._state.adding = None, 2, 999_999, issued, True
    newer.save()
    answer = verified(pdf_of(issued))
    assert (failed(answer), answer.result) == ([], Result.ENDED)
    assert answer.ended.startswith("Đã được thay thế bằng văn bản số 02/BC-BCĐ")


@ISSUED
def test_what_is_changed_in_a_recalled_document_still_fails(cast, issued, verified):
    register.recall(issued, by=cast.clerk, reason="Sai số liệu")
    pdf = bytearray(pdf_of(issued))
    pdf[pdf.index(b"/DocMDP") - 100] ^= 1
    answer = verified(bytes(pdf))
    assert (answer.result, answer.ended) == (Result.FAIL, "")


@ISSUED
@pytest.mark.parametrize("kind", ["wardreport", "document"])
def test_a_broken_trail_fails(issued, verified, kind):
    append_only.disarm(connection)
    event = TrailEvent.objects.filter(subject_kind=kind).first()
    TrailEvent.objects.filter(pk=event.pk).update(reason="khác")
    assert failed(verified(pdf_of(issued))) == ["Nhật ký"]


@ISSUED
def test_a_trail_that_does_not_name_the_file_leaves_doubt(issued, verified, monkeypatch):
    monkeypatch.setattr("approvals.verification.checks.of_register.in_trail", lambda kind, pk, sha256: False)
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
@pytest.mark.parametrize(("name", "code", "word"), [("van-ban.pdf", 0, "Đạt"), ("2026-02-BC-BCĐ.pdf", 0, "Đạt")])
def test_the_command_says_it_by_words_and_exit_status(issued, tmp_path, name, code, word):
    path = tmp_path / name
    path.write_bytes(pdf_of(issued))
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_document", str(path), stdout=out)
    assert left.value.code == code
    assert out.getvalue().startswith(f"{word}: {name}")
    assert ("Tên tệp ghi" in out.getvalue()) == (name != "van-ban.pdf")


def test_a_signed_file_from_elsewhere_leaves_doubt(cast, verified):
    answer = verified(samples.issued())
    assert (answer.result, answer.document) == (Result.UNKNOWN, None)


def test_an_installation_that_does_not_sign_leaves_doubt(cast, verified, settings):
    settings.SIGNER = "none"
    report = shown(arrange.awaiting(cast))
    approved = reread(approval.approve(report, by=cast.approver, seen=seen_by_approver(report)))
    issuing.issue(approved, by=cast.clerk)
    answer = verified(pdf_of(Document.objects.get()))
    assert (answer.result, failed(answer)) == (Result.UNKNOWN, [])


@pytest.mark.parametrize("fault", list(FAULTS))
def test_every_fault_has_a_sentence(cast, verified, monkeypatch, fault):
    monkeypatch.setattr(process, "read", lambda file: Reading(fault=fault))
    answer = verified(b"")
    assert answer.result == FAULTS[fault][0]
    assert answer.checks[0].found


@ISSUED
def test_the_command_tells_the_document_that_lies_inside(issued, tmp_path):
    path = tmp_path / "qua-cong.pdf"
    path.write_bytes(b"\xef\xbb\xbf" + pdf_of(issued))
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_document", str(path), stdout=out)
    assert left.value.code == 2
    assert "Bản gốc đúng nằm trong tệp này." in out.getvalue()


def test_the_command_is_in_doubt_about_a_stranger(cast, tmp_path):
    path = tmp_path / "la.pdf"
    path.write_bytes(samples.issued())
    with pytest.raises(SystemExit) as left:
        call_command("verify_document", str(path), stdout=StringIO())
    assert left.value.code == 2


@ISSUED
def test_what_the_register_and_the_trail_do_not_prove_is_said_beside_each_check(issued, verified):
    told = {check.name: bool(check.limits) for check in verified(pdf_of(issued)).checks}
    of_register = ("Có trong hệ thống", "Dòng trong sổ văn bản", "Người ký", "Cơ quan", "Còn hiệu lực", "Nhật ký")
    assert {name: told[name] for name in of_register} == {
        "Có trong hệ thống": True,
        "Dòng trong sổ văn bản": False,
        "Người ký": True,
        "Cơ quan": True,
        "Còn hiệu lực": False,
        "Nhật ký": True,
    }
    assert told["Gốc nhật ký"]


def test_a_file_from_elsewhere_passes_no_check_of_the_register(cast, verified):
    (known,) = [check for check in verified(samples.issued()).checks if check.name == "Có trong hệ thống"]
    assert (known.result, bool(known.limits)) == (Result.UNKNOWN, True)
