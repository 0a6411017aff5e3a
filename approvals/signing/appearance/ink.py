"""What an appearance of ours shows, read back from it: where its image or its words stand. Measures in points."""

import re
from dataclasses import dataclass
from typing import Any

from .fields import Box
from .fitting import ASCENT, DESCENT

NUMBER = rb"(-?[0-9.]+)"
PICTURE = re.compile(rb"\s".join([NUMBER] * 6) + rb" cm /Im")
WORDS = re.compile(rb"%b Tf %b %b Td" % (NUMBER, NUMBER, NUMBER))


@dataclass(frozen=True)
class Ink:
    """The box of what is drawn; words are taken to reach to the field's right edge."""

    box: Box
    is_picture: bool

    def moved(self, across: float, up: float) -> "Ink":
        left, low, right, high = self.box
        return Ink((left + across, low + up, right + across, high + up), self.is_picture)


def ink_of(look: Any, size: tuple[float, float]) -> Ink | None:
    """The ink of a field's appearance of this size; None where nothing is drawn."""
    content: bytes = look.data
    if picture := PICTURE.search(content):
        wide, _b, _c, high, left, low = (float(each) for each in picture.groups())
        return Ink((left, low, left + wide, low + high), is_picture=True)
    words = [tuple(float(each) for each in found) for found in WORDS.findall(content)]
    if not words:
        return None
    left = min(across for _size, across, _up in words)
    low = min(up - DESCENT * letters for letters, _across, up in words)
    high = max(up + ASCENT * letters for letters, _across, up in words)
    return Ink((left, low, size[0], high), is_picture=False)
