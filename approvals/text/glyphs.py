"""Which signs the document cannot print: told while they are typed, and before a report is sent or signed."""

import unicodedata
from collections.abc import Iterable

from .fonts import FontMissing, document_font
from .signs import plain_signs


def unprintable(text: str) -> tuple[str, ...]:
    """The signs that the font lacks and that have no plain equal, each once, in their order.

    None where the font is not installed: then nothing is printed at all, and starting says so.
    """
    try:
        letters = document_font().letters
    except FontMissing:
        return ()
    drawn = dict.fromkeys(sign for sign in plain_signs(text) if unicodedata.category(sign) not in ("Cc", "Cf"))
    return tuple(sign for sign in drawn if ord(sign) not in letters)


def named(signs: Iterable[str]) -> str:
    """As a sentence names them: the sign and its number, since a screen may lack it too."""
    return ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs)
