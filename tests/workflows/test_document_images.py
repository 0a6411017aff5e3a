"""A PDF's pages as pictures for the screen."""

from io import BytesIO

from PIL import Image

from workflows.documents.kept import page_images
from workflows.documents.render import render_pdf

from .documents_sample import five_page_ward_report


def test_each_page_is_a_png_of_the_width_asked_for():
    rendering = render_pdf(five_page_ward_report())
    pictures = [Image.open(BytesIO(picture)) for picture in page_images(rendering.pdf, width=400)]
    assert len(pictures) == rendering.pages == 5
    assert {(picture.format, picture.width) for picture in pictures} == {("PNG", 400)}
    assert pictures[0].height > 400 > pictures[-1].height


def test_a_reader_may_stop_after_the_first_page():
    pictures = page_images(render_pdf(five_page_ward_report()).pdf, width=100)
    assert next(pictures).startswith(b"\x89PNG")
    pictures.close()
    assert next(pictures, None) is None
