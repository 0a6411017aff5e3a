"""One chart as a file, and the whole of Tình hình on paper. Takes some tenths of a second."""

from django.template.loader import render_to_string
from django.utils.translation import override

from approvals.files import pictures
from approvals.lazy import lazy_import
from units.models import Person

from .asked import Asked
from .board import TITLES, board_of, picture
from .holders import held_now

sheet = lazy_import("workflows.documents.pdf.sheet")
TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
SHARPNESS = 3  # pixels of a PNG for one of the view box


def chart_file(name: str, form: str, asked: Asked, person: Person) -> bytes:
    """The chart of this name (board.TITLES) as a file of this kind (TYPES). Raises KeyError for a name that is none."""
    width, height, drawn = picture(name, asked, person)
    if form == "svg":
        return drawn.encode()
    pdf: bytes = sheet.pictured(drawn, width, height)
    return pdf if form == "pdf" else pictures.picture(pdf, 1, width=width * SHARPNESS)


def paper(asked: Asked, person: Person) -> bytes:
    """All of it as the person may see it, as PDF; Vietnamese."""
    with override("vi"):
        board = board_of(asked, person)
        page = {
            "board": board,
            "charts": board.charts,
            "titles": TITLES,
            "holders": held_now(asked, person),
        }
        printed: bytes = sheet.printed(render_to_string("workflows/dashboard/paper.html", page))
        return printed
