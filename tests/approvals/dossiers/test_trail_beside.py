"""A trail that came beside a document is checked by its hashes and by the roots that the signatures carry."""

import json

import pytest

from approvals.dossiers.proofs import named_by, near, trail_of
from approvals.models import Rendition
from approvals.register import inventory
from approvals.trail import checkpoints
from approvals.verification.checks import of_trail
from approvals.verification.checks.of_trail import trail_checks
from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading
from tests.approvals.verification import office

pytestmark = pytest.mark.starts_from(office.issued, on=office.TODAY)


@pytest.fixture
def reading(issued) -> Reading:
    with inventory.opened(inventory.pdf(rendition())) as file:
        return process.read(file)


@pytest.fixture
def told(issued, reading) -> dict:
    return json.loads(trail_of(issued, near(issued), checkpoints.make()))


def rendition() -> Rendition:
    return Rendition.objects.get(final=True)


def results(told: dict | bytes, reading: Reading, code: str = "01/BC-BCĐ", sha256: str = "") -> list[str]:
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    checks = trail_checks(content, reading, code=code, sha256=sha256 or rendition().sha256)
    return [check.result.value for check in checks]


def test_the_trail_of_a_signed_document_passes(told, reading):
    assert results(told, reading) == ["pass", "pass", "pass"]


def test_without_the_parts_it_still_tells_of_the_document_and_its_report(issued, reading):
    own = json.loads(trail_of(issued, near(issued), checkpoints.make(), with_parts=False))
    assert {event["subject_kind"] for event in own["events"]} == {"document", "wardreport"}
    assert results(own, reading) == ["pass", "pass", "pass"]


def test_what_signatures_can_name_by_their_times_holds_what_they_name(issued, reading):
    assert named_by(reading)
    assert set(named_by(reading)) <= set(near(issued))


def change(name, value):
    return lambda told: told["events"][3].update({name: value})


@pytest.mark.parametrize(
    "forge",
    [
        change("actor_name", "Người khác"),
        change("place", 0),
        change("path", []),
        lambda told: told["checkpoint"].update(root="0" * 64),
        lambda told: told["events"][0].pop("hash"),
        lambda told: told.update(events=[]),
        lambda told: told.update(document="02/BC-BCĐ"),
        lambda told: told["events"][3].update(place=True, path=[1]),
        lambda told: told["checkpoint"].update(size="7"),
    ],
)
def test_what_was_changed_fails(told, reading, forge):
    forge(told)
    assert results(told, reading) == ["fail"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"[" * 100_000, b'{"format": "trinh-duyet/nhat-ky/1"}', b"\xff"]
)
def test_what_is_no_trail_fails(reading, issued, content):
    assert results(content, reading) == ["fail"]


def test_one_too_large_to_be_a_trail_fails(reading, issued, monkeypatch):
    monkeypatch.setattr(of_trail, "LARGEST", 10)
    assert results({"format": of_trail.FORMAT}, reading) == ["fail"]


def test_a_root_in_a_signature_that_the_trail_does_not_go_on_from_fails(told, reading):
    told["signed_roots"] = []
    assert results(told, reading) == ["pass", "pass", "fail"]


def test_without_a_signature_it_rests_on_the_senders_word(told, issued):
    assert results(told, Reading()) == ["pass", "pass", "unknown"]


def test_a_file_that_no_event_names_is_doubted(told, reading):
    assert results(told, reading, sha256="a" * 64) == ["pass", "unknown", "pass"]
