"""What the eye sees where a signature stands (NĐ 30/2020/NĐ-CP, Phụ lục I, II.7d and II.8). Vietnamese always.

The person's own image, blue, in the middle of its place; the organ's seal, red, over the left third of it. Whoever has
no image is named, with the time of signing in Vietnam: words and seal, words and words stand beside each other, and
words never over an image.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from approvals.clock import ZONE

from .drawing import BLACK, Mark, PngBox, fitted
from .fields import Box
from .fitting import fit
from .ink import Ink

BLUE = (0.0, 0.13, 0.55)
RED = (0.78, 0.05, 0.08)
LARGEST, LEAST = 10, 5  # points of the person's words
ORGAN_LARGEST, ORGAN_LEAST = 8, 4
COVERED = 1 / 3
GAP = 4  # points between what stands beside each other
CLEAR = 10  # points above and below, where the seal's place may reach over the printed lines


@dataclass(frozen=True)
class Stamp:
    """Who signs, as they are named, when (aware), in which font, by which image, and what the signature says of why."""

    name: str
    at: datetime
    font: Path
    png: bytes = b""
    reason: str = ""


def person_marks(stamp: Stamp, size: tuple[float, float]) -> list[Mark]:
    """The person's image; else their name and the time, right of what the seal may cover."""
    if stamp.png:
        return [fitted(stamp.png, *size)]
    room = (size[0] * COVERED + GAP, 0.0, size[0], size[1])
    return [*fit(_signed(stamp), [room], font=stamp.font, colour=BLUE, largest=LARGEST, least=LEAST)]


def unsigned_marks(stamp: Stamp, size: tuple[float, float]) -> list[Mark]:
    """Where the installation makes no signatures: that this is none, and who approved it when."""
    room = (1.0, 0.0, *size)
    return [*fit(unsigned_words(stamp), [room], font=stamp.font, colour=BLACK, largest=LARGEST, least=LEAST)]


def unsigned_words(stamp: Stamp) -> list[str]:
    return ["Bản không ký số", f"Người duyệt: {stamp.name}", f"Thời gian: {moment(stamp.at)}"]


def organ_marks(stamp: Stamp, size: tuple[float, float], *, person: Ink) -> list[Mark]:
    """The seal, as high as its place: over a third of the person's image, or left of their words. Without it the
    organ's name and the time, beside whatever the person left.

    `person` is their ink in the organ's place; the seal's image is square.
    """
    left, _low, right, _high = person.box
    if stamp.png:
        edge = left + (right - left) * COVERED if person.is_picture else max(left - GAP, size[1])
        return [PngBox(stamp.png, edge - size[1], 0, size[1], size[1])]
    rooms = _beside(person.box, size)
    return [*fit(_signed(stamp), rooms, font=stamp.font, colour=RED, largest=ORGAN_LARGEST, least=ORGAN_LEAST)]


def _beside(ink: Box, size: tuple[float, float]) -> list[Box]:
    """What the ink leaves free of a place of this size: left, below and above it."""
    left, low, _right, high = ink
    bottom, top = CLEAR, size[1] - CLEAR
    free = [(1.0, bottom, left - GAP, top), (1.0, bottom, size[0], low - GAP), (1.0, high + GAP, size[0], top)]
    return [room for room in free if room[0] < room[2] and room[1] < room[3]]


def _signed(stamp: Stamp) -> list[str]:
    return [f"Ký bởi: {stamp.name}", f"Thời gian: {moment(stamp.at)}"]


def moment(at: datetime) -> str:
    """`09/11/2026 16:42:05 +07:00`: date, time and zone, as the decree asks of a signature shown in words."""
    here = at.astimezone(ZONE).isoformat(timespec="seconds")
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M:%S} {here[-6:]}"
