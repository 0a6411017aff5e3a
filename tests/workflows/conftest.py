import pytest

from .reading import print_quickly


@pytest.fixture
def quick_printer(monkeypatch) -> None:
    print_quickly(monkeypatch)


@pytest.fixture
def kept(settings, tmp_path) -> None:
    """Files that are attached lie in a folder of the test's own, and no scanner is set."""
    settings.FILES_DIR = tmp_path / "files"
    settings.SCANNER_URL = ""
