"""Lines of text as large as a room lets them be, measured by the font's own widths. Measures in points."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from .drawing import PlacedWords, prepared
from .fields import Box

STEP = 1.2  # from line to line, of the size
ASCENT, DESCENT = 0.9, 0.25  # of the size: how far letters with their marks reach above and below the line
FINER = 0.5  # points between the sizes tried

Colour = tuple[float, float, float]


@cache
def advances(font: Path) -> Mapping[int, float]:
    """The width of each letter, in parts of its size."""
    with TTFont(BytesIO(prepared(font))) as face:
        widths = face["hmtx"].metrics
        return {code: widths[name][0] / 1000 for code, name in face.getBestCmap().items()}


def width(text: str, *, font: Path, size: float) -> float:
    """How wide the font sets the text; a letter that it lacks counts as wide as an M."""
    letters = advances(font)
    return sum(letters.get(ord(letter), letters[ord("M")]) for letter in text) * size


def fit(
    texts: Sequence[str], rooms: Iterable[Box], *, font: Path, colour: Colour, largest: float, least: float
) -> list[PlacedWords]:
    """The texts, each from a line of its own, in whichever room lets them be largest: the first of equal ones.

    Where they fit into none, they stand in the first at the least size, and what is over is left out.
    """
    tried = list(rooms)
    for size in _sizes(largest, least):
        for room in tried:
            lines = list(_lines(texts, room[2] - room[0], font, size))
            if len(lines) * STEP * size <= room[3] - room[1]:
                return _placed(lines, room, font, size, colour)
    room = tried[0]
    lines = list(_lines(texts, room[2] - room[0], font, least))
    return _placed(lines[: int((room[3] - room[1]) / (STEP * least))], room, font, least, colour)


def _sizes(largest: float, least: float) -> Iterator[float]:
    size = largest
    while size >= least:
        yield size
        size -= FINER


def _lines(texts: Iterable[str], room: float, font: Path, size: float) -> Iterator[str]:
    for text in texts:
        line = ""
        for word in _pieces(text, room, font, size):
            longer = f"{line} {word}".strip()
            if line and width(longer, font=font, size=size) > room:
                yield line
                longer = word
            line = longer
        yield line


def _pieces(text: str, room: float, font: Path, size: float) -> Iterator[str]:
    """The words; one that is wider than the room in pieces of it."""
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and width(piece + letter, font=font, size=size) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _placed(lines: list[str], room: Box, font: Path, size: float, colour: Colour) -> list[PlacedWords]:
    """From the room's left edge, in the middle of its height."""
    top = (room[1] + room[3] + len(lines) * STEP * size) / 2
    return [
        PlacedWords(text, room[0], top - STEP * size * place + size * DESCENT, size, font, colour)
        for place, text in enumerate(lines, start=1)
    ]
