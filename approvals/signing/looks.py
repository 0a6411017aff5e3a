"""What the eye sees where a signature stands (NĐ 30/2020/NĐ-CP, Phụ lục I, II.7d and II.8). Vietnamese always.

The person's own image, blue, in the middle of its place; the organ's seal, red, over the left third of it. Whoever has
no image is named, with the time of signing in Vietnam.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from approvals.clock import ZONE

from .drawing import BLACK, Mark, Picture, fitted, lines

BLUE = (0.0, 0.13, 0.55)
RED = (0.78, 0.05, 0.08)
TEXT_SIZE = 10
COVERED = 1 / 3


@dataclass(frozen=True)
class Stamp:
    """Who signs, as they are named, when (aware), in which font, by which image, and what the signature says of why."""

    name: str
    at: datetime
    font: Path
    png: bytes = b""
    reason: str = ""


def person_marks(stamp: Stamp, size: tuple[float, float]) -> list[Mark]:
    """The person's image, or their name and the time."""
    if stamp.png:
        return [fitted(stamp.png, *size)]
    return [*lines(_signed(stamp), size=TEXT_SIZE, font=stamp.font, box=size, colour=BLUE)]


def unsigned_marks(stamp: Stamp, size: tuple[float, float]) -> list[Mark]:
    """Where the installation makes no signatures: that this is none, and who approved it when."""
    texts = ["Bản không ký số", f"Người duyệt: {stamp.name}", f"Thời gian: {moment(stamp.at)}"]
    return [*lines(texts, size=TEXT_SIZE, font=stamp.font, box=size, colour=BLACK)]


def organ_marks(stamp: Stamp, size: tuple[float, float], *, person: tuple[float, float]) -> list[Mark]:
    """The seal, as high as its place, so that its right edge covers a third of the person's image.

    `person` is where that image begins and how wide it is, in the organ's place; the seal's image is square.
    """
    left, width = person
    right, side = left + width * COVERED, size[1]
    if stamp.png:
        return [Picture(stamp.png, right - side, 0, side, side)]
    return [*lines(_signed(stamp), size=TEXT_SIZE - 2, font=stamp.font, box=size, colour=RED)]


def _signed(stamp: Stamp) -> list[str]:
    return [f"Ký bởi: {stamp.name}", f"Thời gian: {moment(stamp.at)}"]


def moment(at: datetime) -> str:
    """`09/11/2026 16:42:05 +07:00`: date, time and zone, as the decree asks of a signature shown in words."""
    here = at.astimezone(ZONE).isoformat(timespec="seconds")
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M:%S} {here[-6:]}"
