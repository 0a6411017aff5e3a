"""The cells of ruled tables in a picture of a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from PIL import Image, ImageDraw

BLOCK = 16  # pixels that are one dark piece of a line
LEAST_BLOCKS = 4  # of a line; strokes of letters are shorter
DARK = 200  # of 255: how much of a block is ink
LINE = re.compile(rb"\xff{%d,}" % LEAST_BLOCKS)
SNAP, JOIN, CROSS = 10, 40, 24  # pixels: lines that are one, gaps in a line, ends that do not quite meet
WIPED = 4  # pixels to each side of a line
Box = tuple[float, float, float, float]  # left, top, right, bottom
Edge = dict[str, Any]


@dataclass(frozen=True)
class Ruled:
    """One table: the boxes of its cells by row and column from 1. A merged cell stands at its first place."""

    cells: dict[tuple[int, int], Box]

    def place_of(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell around a point."""
        for place, (left, top, right, bottom) in self.cells.items():
            if left <= x < right and top <= y < bottom:
                return place
        return None


def lines_in(ink: Image.Image) -> list[Edge]:
    """Straight lines, level and upright, as pdfplumber's edges."""
    level = [_edge(x0, y, x1, y) for y, x0, x1 in _runs(ink)]
    turned = ink.transpose(Image.Transpose.TRANSPOSE)
    upright = [_edge(x, y0, x, y1) for x, y0, y1 in _runs(turned)]
    return merge_edges(level + upright, SNAP, SNAP, JOIN, JOIN)


def ruled_tables(lines: list[Edge]) -> list[Ruled]:
    """The tables of more than one cell, from the top of the page down."""
    crossings = edges_to_intersections(lines, CROSS, CROSS)
    return [_ruled(cells) for cells in cells_to_tables(intersections_to_cells(crossings)) if len(cells) > 1]


def without_lines(page: Image.Image, lines: list[Edge]) -> Image.Image:
    """The page with its lines wiped out, which are read as letters else."""
    wiped = page.copy()
    pen = ImageDraw.Draw(wiped)
    for line in lines:
        pen.rectangle((line["x0"] - WIPED, line["top"] - WIPED, line["x1"] + WIPED, line["bottom"] + WIPED), fill=255)
    return wiped


def _runs(ink: Image.Image) -> Iterator[tuple[int, int, int]]:
    """Level runs of ink: (y, from, to)."""
    pieces = ink.reduce((BLOCK, 1)).point(lambda value: 255 if value >= DARK else 0)
    width, rows = pieces.width, pieces.tobytes()
    for y in range(pieces.height):
        for found in LINE.finditer(rows[y * width : (y + 1) * width]):
            yield y, found.start() * BLOCK, found.end() * BLOCK


def _edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    across = "h" if top == bottom else "v"
    sizes = {"width": x1 - x0, "height": bottom - top}
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "orientation": across, "object_type": "line", **sizes}


def _ruled(cells: list[Box]) -> Ruled:
    columns = {x: place for place, x in enumerate(sorted({cell[0] for cell in cells}), start=1)}
    rows = {y: place for place, y in enumerate(sorted({cell[1] for cell in cells}), start=1)}
    return Ruled({(rows[cell[1]], columns[cell[0]]): cell for cell in cells})
