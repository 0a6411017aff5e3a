import hashlib

import pytest

from workflows.documents import handlers
from workflows.documents.content import canonical
from workflows.documents.render import Rendering

PICTURE = b"\x89PNG"


@pytest.fixture
def quick_printer(monkeypatch, settings, tmp_path) -> None:
    """The worker without WeasyPrint: a page, and other bytes for other content."""

    def made(content):
        pdf = canonical(content)
        return Rendering(pdf, hashlib.sha256(pdf).hexdigest(), pages=1)

    settings.DOCUMENTS_DIR = tmp_path
    monkeypatch.setattr(handlers, "render_pdf", made)
    monkeypatch.setattr(handlers, "page_images", lambda pdf, width: [PICTURE])


@pytest.fixture
def kept(settings, tmp_path) -> None:
    """Files that are attached lie in a folder of the test's own, and no scanner is set."""
    settings.FILES_DIR = tmp_path / "files"
    settings.SCANNER_URL = ""
