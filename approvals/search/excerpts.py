"""What was found, as the page shows it: the matched words marked, and the piece of a longer text that holds them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from approvals.models import SearchRow
from approvals.text.vietnamese import folded

from .registry import FoundText

AROUND = 70  # letters before and after the first match

Pieces = list[tuple[str, bool]]  # text, and whether it is one of the words that were looked for


@dataclass(frozen=True)
class Shown:
    title: Pieces
    about: Pieces
    excerpt: Pieces
    address: str


def shown(each: SearchRow | FoundText, words: Sequence[str]) -> Shown:
    """`words` are folded. The excerpt is empty where title and line hold every word that the text holds."""
    seen = folded(f"{each.title} {each.about}")
    missed = [word for word in words if word not in seen]
    return Shown(marked(each.title, words), marked(each.about, words), excerpt(each.text, missed, words), each.address)


def excerpt(text: str, missed: Sequence[str], words: Sequence[str]) -> Pieces:
    """The part of the text around the first of the missed words, cut between words."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    places = _places(text, missed)
    if not places:
        return []
    start, end = max(places[0][0] - AROUND, 0), min(places[0][1] + AROUND, len(text))
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", 0, end) if end < len(text) else end
    cut = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
    return marked(cut, words)


def marked(text: str, words: Sequence[str]) -> Pieces:
    """The text in pieces, each with whether it matches, however it is accented and cased."""
    text = unicodedata.normalize("NFC", text)
    pieces: Pieces = []
    last = 0
    for start, end in _places(text, words):
        if start >= last:
            pieces += [(text[last:start], False), (text[start:end], True)]
            last = end
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text in NFC, from the front; of two at one place the longer first."""
    letters, at = [], []
    for place, sign in enumerate(text):
        plain = " " if sign.isspace() else folded(sign)
        letters.append(plain)
        at += [place] * len(plain)
    plain = "".join(letters)
    found = (match.span() for word in words if word for match in re.finditer(re.escape(word), plain))
    places = [(at[start], at[end - 1] + 1) for start, end in found]
    return sorted(places, key=lambda place: (place[0], -place[1]))
