"""What a condition keeps of a field: its number, by which it is found, what is asked of it, and its name, which is for
reading alone: "4|Khá|Mức độ".
"""

from typing import NamedTuple

BAR = "|"


class OfField(NamedTuple):
    """A field by its number, what is asked of it, and its name."""

    number: int
    asked: str
    name: str

    @property
    def code(self) -> str:
        return BAR.join((str(self.number), self.asked, self.name.replace(BAR, "/")))

    @property
    def key(self) -> tuple[int, str]:
        """What it is known by, whatever the field is called."""
        return self.number, self.asked


def read(of: int | str | None) -> OfField:
    """What a condition keeps. What is no such thing is of field 0, which there never is."""
    number, _bar, rest = str(of or "").partition(BAR)
    asked, _bar, name = rest.rpartition(BAR)
    return OfField(int(number) if number.isdecimal() and len(number) < 6 else 0, asked, name)
