from collections.abc import Iterator

import pytest

from .reading import printing_quickly


@pytest.fixture
def quick_printer() -> Iterator[None]:
    with printing_quickly():
        yield


@pytest.fixture
def kept(settings, tmp_path) -> None:
    """Files that are attached lie in a folder of the test's own, and no scanner is set."""
    settings.FILES_DIR = tmp_path / "files"
    settings.SCANNER_URL = ""
