"""The process that reads is asked once for the same bytes under the same roots."""

import pytest

from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading

from . import read_once


@pytest.fixture
def asked(monkeypatch, settings, tmp_path):
    """How often the process was asked, after these bytes were read."""
    settings.SIGNING_ROOTS = settings.SIGNING_CRLS = tmp_path / "roots"
    settings.SIGNING_ROOTS.mkdir()
    calls: list[int] = []
    monkeypatch.setattr(read_once, "readings", {})
    monkeypatch.setattr(read_once, "_read", lambda _file, _places: calls.append(1) or Reading(revisions=len(calls)))

    def read(content: bytes) -> int:
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        with path.open("rb") as file:
            read_once.read(file, process.FOR_SMALL)
        return len(calls)

    return read


def test_the_same_bytes_are_read_once(asked):
    assert [asked(b"%PDF one"), asked(b"%PDF one"), asked(b"%PDF two"), asked(b"%PDF one")] == [1, 1, 2, 2]


def test_under_other_roots_they_are_read_again(asked, settings):
    asked(b"%PDF one")
    (settings.SIGNING_ROOTS / "root.pem").write_bytes(b"another")
    assert asked(b"%PDF one") == 2
