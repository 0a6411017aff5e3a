from io import BytesIO

import pytest

from approvals.verification.reading.pdf import read
from tests.approvals.verification import certificates, samples


@pytest.fixture(scope="module", autouse=True)
def each_file_is_read_once() -> None:
    """Not here: these are the tests of the process that reads."""


@pytest.fixture(scope="session")
def roots(tmp_path_factory) -> list[str]:
    return [str(certificates.home().publish(tmp_path_factory.mktemp("roots"), samples.SIGNED_AT))]


@pytest.fixture
def looked(roots):
    """Read bytes as the verifier's process does."""
    return lambda pdf: read(BytesIO(pdf), roots)
