"""A PDF's pages as pictures for the screen: made for whoever opens a page first, then kept."""

from io import BytesIO

import pytest
from PIL import Image

from approvals.files import pictures
from approvals.files import store as files
from tests import paper
from tests.workflows.documents_sample import five_page_ward_report, printed
from workflows.documents.pdf.render import Rendering


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    return printed(five_page_ward_report())


@pytest.fixture
def kept(settings, tmp_path) -> str:
    settings.DOCUMENTS_DIR = tmp_path
    return files.keep(paper.page())


def test_each_page_is_a_png_of_the_width_asked_for(rendering):
    assert pictures.pages_of(rendering.pdf) == rendering.pages == 5
    first, last = (Image.open(BytesIO(pictures.picture(rendering.pdf, page, width=400))) for page in (1, 5))
    assert [(each.format, each.width) for each in (first, last)] == [("PNG", 400)] * 2
    assert first.height > 400 > last.height


def test_a_picture_is_made_when_its_page_is_first_opened(kept):
    assert not files.page_path(kept, 1).exists()
    assert Image.open(BytesIO(pictures.page_picture(kept, 1))).width == pictures.PAGE_WIDTH


def test_a_picture_is_made_once(kept, monkeypatch):
    first = pictures.page_picture(kept, 1)
    monkeypatch.setattr(pictures, "picture", lambda *_page, **_width: pytest.fail("made again"))
    assert pictures.page_picture(kept, 1) == first


def test_without_its_pdf_there_is_no_picture(kept):
    files.pdf_path(kept).unlink()
    with pytest.raises(files.FileFault):
        pictures.page_picture(kept, 1)
