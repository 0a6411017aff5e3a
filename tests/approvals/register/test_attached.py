"""What is attached, as the trail tells it."""

from approvals.models import TrailEvent
from approvals.register.attached import Attached, still_attached

FILE = {"8.evidence": [None, "a.pdf"], "8.sha256": [None, "f" * 64]}
LINK = {"T4.evidence": [None, "Tin"], "T4.link": [None, "https://example.vn/"]}


def event(action: str, changes: dict, subject: int = 1) -> TrailEvent:
    return TrailEvent(action=action, subject_id=subject, subject_name="Báo cáo", changes=changes)


def gone(changes: dict) -> dict:
    return {field: [new, old] for field, (old, new) in changes.items()}


def test_files_and_links_are_told_with_their_entry():
    first, second = still_attached([event("attach_evidence", FILE), event("attach_evidence", LINK)])
    assert first == Attached("Báo cáo", "8", "a.pdf", "f" * 64, "")
    assert second == Attached("Báo cáo", "T4", "Tin", "", "https://example.vn/")
    assert (first.place, second.place) == ("Chỉ tiêu 8", "Nhiệm vụ 4")


def test_what_was_removed_or_held_malware_is_not_there_any_more():
    attached = [event("attach_evidence", FILE), event("attach_evidence", LINK)]
    assert still_attached([*attached, event("remove_evidence", gone(LINK)), event("drop_evidence", FILE)]) == []


def test_what_is_attached_anew_is_there_again():
    attached = event("attach_evidence", FILE)
    assert len(still_attached([attached, event("remove_evidence", gone(FILE)), attached])) == 1


def test_the_same_file_of_another_report_stays():
    attached = [event("attach_evidence", FILE, subject) for subject in (1, 2)]
    assert len(still_attached([*attached, event("remove_evidence", gone(FILE), 1)])) == 1


def test_a_file_that_takes_the_place_of_another_stands_alone():
    anew = {"8.evidence": [None, "a.pdf"], "8.sha256": ["f" * 64, "e" * 64]}
    (piece,) = still_attached([event("attach_evidence", FILE), event("attach_evidence", anew)])
    assert piece.sha256 == "e" * 64
    assert still_attached([event("attach_evidence", anew), event("remove_evidence", gone(FILE))]) == [piece]


def test_what_has_the_same_id_and_another_kind_keeps_its_own():
    other = event("attach_evidence", FILE)
    other.subject_kind = "submission"
    assert len(still_attached([event("attach_evidence", FILE), other, event("remove_evidence", gone(FILE))])) == 1


def test_the_same_bytes_under_another_name_stay():
    other = FILE | {"8.evidence": [None, "b.pdf"]}
    attached = [event("attach_evidence", FILE), event("attach_evidence", other)]
    (piece,) = still_attached([*attached, event("remove_evidence", gone(FILE))])
    assert piece.name == "b.pdf"


OPINION = {"step": [None, "Ý kiến"], "opinion": [None, "agree"], "opinion.sha256": [None, "e" * 64]}
OPINION |= {"opinion.evidence": [None, "gop-y.pdf"]}


def test_an_opinion_brings_its_file_in_whatever_order_the_database_keeps_the_fields():
    (piece,) = still_attached([event("opine", OPINION), event("opine", {"step": [None, "Ý kiến"]})])
    assert (piece.part, piece.name, piece.sha256) == ("opinion", "gop-y.pdf", "e" * 64)


def test_an_opinion_that_was_taken_back_takes_its_file_along():
    assert still_attached([event("opine", OPINION), event("retract", gone(OPINION))]) == []
    assert len(still_attached([event("opine", OPINION), event("retract", {"step": [None, "Ý kiến"]})])) == 1
