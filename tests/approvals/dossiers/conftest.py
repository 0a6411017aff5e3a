import pytest

from approvals.models import Document
from tests.approvals.verification import office, read_once


@pytest.fixture(scope="module", autouse=True)
def each_file_is_read_once():
    with read_once.remembered():
        yield


@pytest.fixture
def issued(settings, on_day, db, start) -> Document:
    """Document 01/BC-BCĐ, signed and sealed, on the afternoon of 9 November 2026."""
    office.furnish(settings)
    settings.FILES_DIR = office.folder() / "files"
    on_day(office.TODAY)
    return start
