"""What kind of place a ward is: phường, xã or đặc khu; or a province above wards: tỉnh, thành phố. It stands in the
name and is read here alone.

A name without a kind is that of a phường: plans call "Minh Xuân" what the register of wards calls "Phường Minh Xuân".
"""

import unicodedata
from dataclasses import dataclass

KINDS = ("phường", "xã", "đặc khu")
ABOVE = ("tỉnh", "thành phố")  # only where the name says so


@dataclass(frozen=True)
class Place:
    """A ward by its kind ("xã") and its name without it ("Tân Trào"). `is_stated`: whether the name says the kind."""

    kind: str
    name: str
    is_stated: bool = True

    @property
    def full(self) -> str:
        """For the middle of a sentence: "xã Tân Trào"."""
        return f"{self.kind} {self.name}"

    @property
    def title(self) -> str:
        """At the beginning of a line: "Xã Tân Trào"."""
        return f"{self.kind.capitalize()} {self.name}"


def place_of(name: str) -> Place:
    """The place that a ward's name tells of. Earlier imports wrote "Phường xã Tân Trào": the inner kind counts."""
    words = " ".join(unicodedata.normalize("NFC", name).split())
    kind, rest = _cut(words)
    inner, bare = _cut(rest)
    if kind == KINDS[0] and inner and rest.startswith(inner):
        return Place(inner, bare)
    return Place(kind or KINDS[0], rest, is_stated=bool(kind))


def in_place(text: str, place: Place) -> str:
    """A name that ends with the kind alone ("Ban Chỉ đạo … phường"), with the kind and the name of the place."""
    folded = text.casefold()
    if folded.endswith("hợp tác xã"):
        return text
    ended = next((kind for kind in (place.kind, KINDS[0]) if folded.endswith(f" {kind}")), None)
    return f"{text[: -len(ended)]}{place.full}" if ended else text


def _cut(words: str) -> tuple[str, str]:
    """The kind with which the words begin, blank where they do not, and what follows it."""
    folded = words.casefold()
    kind = next((kind for kind in (*KINDS, *ABOVE) if folded.startswith(f"{kind} ")), "")
    return kind, words[len(kind) :].lstrip()
