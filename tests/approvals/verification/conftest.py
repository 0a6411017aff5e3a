import pytest

from approvals.models import Document
from approvals.verification.verify import Verification, verify

from . import certificates, office, samples


@pytest.fixture
def installation(settings, tmp_path, on_day, db):
    """It signs with stored keys and trusts the tests' own authority; it is the afternoon of 9 November 2026."""
    settings.SIGNER = "stored"
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.SIGNING_ROOTS = settings.SIGNING_CRLS = tmp_path / "roots"
    certificates.home().publish(tmp_path / "roots", samples.SIGNED_AT)
    on_day("2026-11-09 16:40")


@pytest.fixture
def issued(installation, cast) -> Document:
    """Document 01/BC-BCĐ."""
    return office.issue(cast)


@pytest.fixture
def verified(tmp_path):
    """What the verifier answers to these bytes under this name."""

    def answer(pdf: bytes, name: str = "van-ban.pdf") -> Verification:
        path = tmp_path / "file.pdf"
        path.write_bytes(pdf)
        with path.open("rb") as file:
            return verify(file, name=name)

    return answer
