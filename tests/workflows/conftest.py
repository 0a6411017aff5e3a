from collections.abc import Iterator

import pytest

from tests import signing
from workflows.documents import handlers

from .reading import print_quickly
from .stored_keys import TODAY


@pytest.fixture
def quick_printer() -> Iterator[None]:
    """Not by the test's `monkeypatch`: arrangements, which print nothing, are remembered (tests/remembered.py)."""
    with pytest.MonkeyPatch.context() as patched:
        print_quickly(patched)
        own = handlers.render_pdf
        yield
        assert handlers.render_pdf is own, "what replaced it later would be put back after this, for all tests to come"


@pytest.fixture
def kept(settings, tmp_path) -> None:
    """Files that are attached lie in a folder of the test's own, and no scanner is set."""
    settings.FILES_DIR = tmp_path / "files"
    settings.SCANNER_URL = ""


@pytest.fixture
def keys_here(settings, on_day) -> None:
    """Signatures are made with keys that are kept here, on the day of `stored_keys`."""
    signing.trust(settings, signing.home())
    settings.SIGNER = "stored"
    on_day(TODAY)
