from collections.abc import Iterator

import pytest

from approvals.models import Document
from approvals.verification.verify import Verification, verify

from . import office, read_once


@pytest.fixture(scope="module", autouse=True)
def each_file_is_read_once() -> Iterator[None]:
    with read_once.remembered():
        yield


@pytest.fixture
def installation(settings, on_day, db):
    """It signs with stored keys and trusts the tests' own authority; it is the afternoon of 9 November 2026."""
    office.furnish(settings)
    on_day(office.TODAY)


@pytest.fixture
def issued(installation, start) -> Document:
    """Document 01/BC-BCĐ, of a test that is marked so."""
    return start


@pytest.fixture
def verified(tmp_path):
    """What the verifier answers to these bytes under this name."""

    def answer(pdf: bytes, name: str = "van-ban.pdf") -> Verification:
        path = tmp_path / "file.pdf"
        path.write_bytes(pdf)
        with path.open("rb") as file:
            return verify(file, name=name)

    return answer
