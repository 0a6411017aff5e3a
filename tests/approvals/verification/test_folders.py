"""The register and the folders held against each other: missing and changed files, numbers that a restore forgot."""

import os
import shutil
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from approvals.clock import now
from approvals.files import store as files
from approvals.models import (
    Dispatch,
    DispatchLine,
    Document,
    Incident,
    NumberSeries,
    OutboxMessage,
    Rendition,
    Signature,
)
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from approvals.register import dispatch, given_numbers, inventory
from approvals.verification import folders
from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading
from tests.dispatching import hand_over, sent_to

from . import office

pytestmark = [office.ISSUED, pytest.mark.usefixtures("installation")]
ENDINGS = (".pdf", ".docx", ".csv", ".json", "-content.json")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, issued):
    """The files of this document alone, in folders of the test's own: tests do harm to them."""
    kept = settings.DOCUMENTS_DIR
    settings.DOCUMENTS_DIR, settings.OUTGOING_DIR = tmp_path / "documents", tmp_path / "outgoing"
    settings.FILES_DIR = tmp_path / "files"
    named = {*Rendition.objects.values_list("sha256", flat=True), *Signature.objects.values_list("after", flat=True)}
    for sha256 in named:
        for path in (kept / sha256[:2]).glob(f"{sha256}*"):
            target = settings.DOCUMENTS_DIR / sha256[:2] / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


@pytest.fixture
def final(issued):
    return Rendition.objects.get(final=True)


@pytest.fixture
def sent(cast, issued):
    made = sent_to(issued, "UBND tỉnh", by=cast.clerk)
    hand_over(made)
    return Dispatch.objects.select_related("document").get(pk=made.pk)


def lying(rendition, ending=".pdf"):
    return files.pdf_path(rendition.sha256).with_name(f"{rendition.sha256}{ending}")


def harmed(path, harm: str) -> bytes:
    """Do the harm; returns what was there before."""
    before = path.read_bytes()
    path.unlink() if harm == "missing" else path.write_bytes(before[:-1] + b"!")
    return before


def reconcile(thorough: bool = True) -> folders.FolderOutcome:
    return folders.reconcile(thorough=thorough)


def incidents(topic: str) -> list[str]:
    return list(Incident.objects.filter(message__topic=topic, state="open").values_list("what", flat=True))


def test_a_document_whose_files_are_as_they_were_kept_is_no_incident(issued, sent):
    assert reconcile() == folders.FolderOutcome(files=0, sent=0, numbers=0, dropped=0)
    assert Incident.objects.count() == 0


@pytest.mark.parametrize("harm", ["missing", "changed"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_file_that_is_missing_or_changed_is_one_incident(final, ending, harm):
    harmed(lying(final, ending), harm)
    assert (reconcile().files, reconcile().files) == (1, 1)
    assert incidents("file") == [f"{final.sha256}{ending}: {harm}"]
    assert Incident.objects.get().scope == final.scope


def test_the_file_that_the_person_signed_is_looked_for_too(final):
    harmed(files.pdf_path(Signature.objects.get(field="person").after), "missing")
    assert reconcile().files == 1


def test_the_incident_is_closed_when_the_file_is_back_and_opened_when_it_is_lost_again(final):
    before = harmed(lying(final), "missing")
    reconcile()
    lying(final).write_bytes(before)
    reconcile()
    assert (incidents("file"), Incident.objects.get().state) == ([], "retried")
    harmed(lying(final), "changed")
    reconcile()
    assert len(incidents("file")) == 1


def test_what_was_skipped_is_not_told_again(final):
    harmed(lying(final), "missing")
    reconcile()
    Incident.objects.update(state="skipped")
    reconcile()
    assert Incident.objects.count() == 1


def test_by_the_hour_a_missing_file_is_told_at_once_and_a_changed_one_within_a_day(final, on_day):
    harmed(lying(final), "changed")
    found = []
    for hour in range(24):
        on_day(f"2026-11-10 {hour:02d}:30")
        found.append(reconcile(thorough=False).files)
    assert (found, found[-1]) == (sorted(found), 1)
    harmed(lying(final, ".docx"), "missing")
    assert reconcile(thorough=False).files == 2


def test_trying_again_asks_whether_the_file_is_as_it_was(final):
    before = harmed(lying(final), "changed")
    reconcile()
    message = OutboxMessage.objects.get(topic="file")
    with pytest.raises(files.FileFault):
        inventory.look_again(message)
    lying(final).write_bytes(before)
    inventory.look_again(message)


def test_digests_of_what_lies_beside_an_older_document_are_noted_once(final):
    noted = final.beside
    Rendition.objects.filter(pk=final.pk).update(beside={})
    reconcile()
    assert Rendition.objects.get(pk=final.pk).beside == noted
    assert set(noted) == set(ENDINGS[1:])
    harmed(lying(final, ".docx"), "changed")
    assert reconcile().files == 1


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_nothing_is_sent_of_a_document_whose_file_is_missing_or_changed(cast, issued, final, harm, settings):
    harmed(lying(final), harm)
    made = sent_to(issued, "UBND tỉnh", by=cast.clerk)
    with pytest.raises(files.FileFault):
        hand_over(made)
    assert not settings.OUTGOING_DIR.exists()


ADDRESSES = {
    ".pdf": "document_pdf", ".docx": "document_docx",
    ".csv": "document_csv", ".json": "document_json",
}  # fmt: skip


@pytest.mark.parametrize("harm", ["missing", "changed"])
@pytest.mark.parametrize("ending", ADDRESSES)
def test_a_file_that_is_missing_or_changed_is_handed_to_nobody_and_told(client, cast, issued, final, ending, harm):
    client.force_login(cast.auditor)
    address = reverse(ADDRESSES[ending], args=[issued.pk])
    assert client.get(address).status_code == 200
    harmed(lying(final, ending), harm)
    response = client.get(address)
    assert response.status_code == 409
    assert "ự cố" in response.content.decode()
    assert incidents("file") == [f"{final.sha256}{ending}: {harm}"]


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_no_picture_is_shown_of_a_file_that_is_missing_or_changed(client, cast, issued, final, harm):
    client.force_login(cast.auditor)
    harmed(lying(final), harm)
    assert client.get(reverse("document_page", args=[issued.pk, 1])).status_code == 409
    assert incidents("file") == [f"{final.sha256}.pdf: {harm}"]


def test_a_picture_that_was_changed_on_the_disk_is_made_anew(client, cast, issued, final):
    client.force_login(cast.auditor)
    address = reverse("document_page", args=[issued.pk, 1])
    shown = client.get(address).content
    assert shown.startswith(b"\x89PNG")
    lying(final, "-1.png").write_bytes(shown[:-1] + b"!" * 33)
    assert client.get(address).content == shown


@pytest.mark.parametrize("ending", ["pdf", "json"])
@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_what_was_sent_and_is_missing_or_changed_is_told_and_written_anew(sent, ending, harm, settings):
    path = settings.OUTGOING_DIR / f"{dispatch.outgoing_name(sent)}.{ending}"
    before = harmed(path, harm)
    assert reconcile().sent == 1
    assert incidents("outgoing") == [f"{dispatch.outgoing_name(sent)}: {harm}"]
    OutboxMessage.objects.filter(topic="outgoing").update(parked=False)
    outbox.drain()
    assert path.read_bytes() == before
    assert reconcile().sent == 0


def test_what_was_sent_under_another_number_is_told(sent, settings):
    path = settings.OUTGOING_DIR / f"{dispatch.outgoing_name(sent)}.json"
    path.write_text(path.read_text().replace('"number": 1', '"number": 7'))
    assert reconcile().sent == 1


def test_an_empty_outgoing_folder_is_told(sent, settings):
    shutil.rmtree(settings.OUTGOING_DIR)
    assert (reconcile().sent, len(incidents("outgoing"))) == (1, 1)


def test_what_was_recalled_may_be_gone_from_the_outgoing_folder(cast, issued, sent, settings):
    register.recall(issued, by=cast.clerk, reason="Sai số liệu")
    shutil.rmtree(settings.OUTGOING_DIR)
    assert reconcile().sent == 0


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_check_of_the_trail_reads_the_files_through(final, sent, harm):
    call_command("verify_trail")
    harmed(lying(final), harm)
    with pytest.raises(CommandError, match="1 tệp bị thiếu hoặc bị thay đổi"):
        call_command("verify_trail")


def test_a_check_of_the_trail_misses_what_was_sent(sent, settings):
    shutil.rmtree(settings.OUTGOING_DIR)
    with pytest.raises(CommandError, match="01-BC-BCĐ"):
        call_command("verify_trail")


# A database restored from an older copy, beside folders that are newer.


def forget() -> None:
    """The database as it was before the document's number was kept."""
    for rows in (DispatchLine, Dispatch, Document, NumberSeries, Signature):
        rows.objects.all()._raw_delete("default")
    Rendition.objects.filter(final=True).delete()


def kept_anew(cast) -> Document:
    told = {"abstract": "Khác", "period": "2026-10", "signer": "Vũ Xuân Quỳnh"}
    return register.reserve(cast.units["CA"], by=cast.clerk, scope=cast.ward.pk, symbol="BC-BCĐ", **told)


def test_a_number_that_is_noted_and_forgotten_by_the_database_is_not_given_again(cast, issued):
    reconcile()
    forget()
    assert kept_anew(cast).number == 2


def test_a_number_is_noted_once_it_is_committed_and_again_once_it_is_issued(
    cast, issued, final, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        line = kept_anew(cast)
    assert [each.place for each in given_numbers.all_noted()] == [(cast.ward.pk, "BC-BCĐ", 2026, 2)]
    with django_capture_on_commit_callbacks(execute=True):
        register.confirm(line, by=cast.clerk, sha256="ab" * 32)
    assert [each.issued for each in given_numbers.all_noted()] == ["ab" * 32]


def test_a_note_that_cannot_be_written_keeps_the_number_from_being_used(
    cast, issued, monkeypatch, django_capture_on_commit_callbacks
):
    def full(*arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(given_numbers, "write", full)
    with pytest.raises(OSError, match="No space"), django_capture_on_commit_callbacks(execute=True):
        kept_anew(cast)


@pytest.mark.parametrize("knows", ["documents", "outgoing"])
def test_a_number_that_only_a_file_bears_is_told_and_not_given_again(cast, issued, sent, knows, settings):
    """Without notes: as of a release before there were any."""
    forget()
    shutil.rmtree(settings.OUTGOING_DIR if knows == "documents" else settings.DOCUMENTS_DIR)
    Rendition.objects.all().delete()
    found = reconcile()
    assert (found.numbers, found.dropped) == (1, 0)
    assert incidents("number") == [f"01/BC-BCĐ (2026) {issued.abstract}"]
    assert kept_anew(cast).number == 2


def test_a_number_that_a_restored_database_has_as_kept_is_voided_where_a_document_was_issued(cast, issued):
    reconcile()
    Rendition.objects.filter(final=True).delete()
    Signature.objects.filter(field="organ").delete()
    Document.objects.update(state="reserved")
    assert reconcile().numbers == 1
    told = {"abstract": issued.abstract, "period": issued.period, "signer": issued.signer, "symbol": "BC-BCĐ"}
    report = office.WardReport.objects.get(pk=issued.subject_id)
    line = register.reserve(report, by=cast.clerk, scope=cast.ward.pk, **told)
    issued.refresh_from_db()
    assert (line.number, issued.state) == (2, "voided")
    assert "trước khi khôi phục" in issued.reason


def test_nothing_is_removed_while_the_folders_know_more_than_the_database(cast, issued):
    """As after a restore of the wrong copy: with the right one everything has to be there still."""
    reconcile()
    left = files.pdf_path(Signature.objects.get(field="person").after)
    forget()
    Rendition.objects.all().delete()
    age(left)
    assert (reconcile().dropped, left.exists()) == (0, True)
    Incident.objects.filter(message__topic="number").update(state="skipped")
    assert (reconcile().dropped, left.exists()) == (1, False)


def test_the_incident_of_a_number_is_closed_once_the_register_has_it(cast, issued):
    reconcile()
    Document.objects.update(number=5)
    assert (reconcile().numbers, len(incidents("number"))) == (1, 1)
    Document.objects.update(number=1)
    assert reconcile().numbers == 1  # 05 is noted now
    assert incidents("number") == [f"05/BC-BCĐ (2026) {issued.abstract}"]


def test_a_document_that_a_restored_register_has_forgotten_is_not_accused(issued, verified):
    pdf = office.pdf_of(issued)
    reconcile()
    NumberSeries.objects.create(scope=issued.scope, symbol="BC-BCĐ", year=2025, last=7)
    for rows in (DispatchLine, Dispatch, Document, Signature, Rendition):
        rows.objects.all()._raw_delete("default")
    answer = verified(pdf)
    assert answer.result == "unknown"
    assert any("không còn dòng" in check.found for check in answer.checks)


def test_trying_again_asks_whether_the_register_has_the_number(cast, issued):
    reconcile()
    Document.objects.update(number=5)
    reconcile()
    message = OutboxMessage.objects.get(topic="number")
    with pytest.raises(folders.NumberUnknown):
        folders.look_again(message)
    Document.objects.update(number=1)
    folders.look_again(message)


# What a killed work leaves.


def age(path, hours: int = 25) -> None:
    then = (now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def kill_the_issue() -> list:
    """As if the work had been killed after the sealed file was kept and before the document was issued."""
    final = Rendition.objects.get(final=True)
    Rendition.objects.filter(pk=final.pk).delete()
    Signature.objects.filter(field="organ").delete()
    Document.objects.update(state="reserved")
    return [lying(final, ending) for ending in ENDINGS]


def test_the_sealed_file_of_a_killed_issue_goes_after_a_day_with_all_beside_it(issued, final):
    left = kill_the_issue()
    for path in left:
        age(path, 23)
    assert reconcile().dropped == 0
    for path in left:
        age(path)
    assert reconcile().dropped == len(ENDINGS)
    assert not any(path.exists() for path in left)
    assert Incident.objects.count() == 0


def test_a_file_that_cannot_be_read_now_stays(issued, final, monkeypatch):
    for path in kill_the_issue():
        age(path)
    monkeypatch.setattr(process, "read", lambda file: Reading(fault="busy"))
    assert reconcile().dropped == 0


def test_what_a_crash_left_half_written_goes_after_a_day(final):
    half = lying(final).with_name("tmp1234")
    half.write_bytes(b"half")
    age(half)
    assert (reconcile().dropped, half.exists(), lying(final).exists()) == (1, False, True)
