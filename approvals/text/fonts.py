"""The one font of all documents: Tinos, as wide as Times New Roman, with every Vietnamese letter.

Debian's `fonts-liberation` 1.07 lacks 92 Vietnamese letters and draws them from a neighbour without a word; so the font
is taken from its own files, never by a name that the system resolves, and is checked before anything is rendered.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from .signs import plain_signs

FAMILY = "Tinos"
PACKAGE = "fonts-croscore"
FOLDERS = (
    Path("/usr/share/fonts/truetype/croscore"),
    Path("/usr/local/share/fonts/croscore"),
    Path("/usr/share/fonts/croscore"),
)
REGULAR, BOLD, ITALIC = "Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf"
FACES = {
    REGULAR: ("normal", "normal"),
    BOLD: ("bold", "normal"),
    ITALIC: ("normal", "italic"),
    "Tinos-BoldItalic.ttf": ("bold", "italic"),
}
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
STAND_IN = "□"


class FontMissing(Exception):
    """The documents' font is not there, or lacks letters; the sentence names the Debian package to install."""


@dataclass(frozen=True)
class Font:
    """The four faces of the font, by path, and the code points that all of them can draw."""

    faces: tuple[Path, ...]
    letters: frozenset[int]

    def css(self) -> str:
        """The `@font-face` rules that bind the family's name to these files."""
        return "\n".join(_face_rule(path) for path in self.faces)

    def face(self, name: str) -> Path:
        """The path of one of `FACES`."""
        return next(path for path in self.faces if path.name == name)

    def drawable(self, text: str) -> str:
        """The text in plain signs without invisible controls; what the font cannot draw becomes `□`, for all to see."""
        composed = plain_signs(text)
        return composed.translate({ord(letter): self._drawn(letter) for letter in set(composed)})

    def width(self, text: str, size: float, face: str = REGULAR) -> float:
        """How wide a text of this size is in one of `FACES`; both in points."""
        advances = _advances(self.face(face))
        return sum(advances[ord(letter)] for letter in text) * size

    def _drawn(self, letter: str) -> str:
        kind = unicodedata.category(letter)
        if letter in "\n\t":
            return letter
        if kind in ("Cc", "Cf"):
            return ""
        return letter if ord(letter) in self.letters else STAND_IN


def vietnamese_letters() -> frozenset[str]:
    """The 146 letters to check: every Vietnamese vowel under every tone, and đ, in both cases."""
    lower = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
    return frozenset(lower | {letter.upper() for letter in lower})


@cache
def document_font(folders: Sequence[Path] = FOLDERS) -> Font:
    """The font from the first of these folders that has it. Raises `FontMissing`; kept for the life of the process."""
    folder = next((folder for folder in folders if (folder / REGULAR).is_file()), None)
    if folder is None:
        raise FontMissing(_missing())
    paths = tuple(folder / name for name in FACES)
    letters = frozenset.intersection(*(_letters(path) for path in paths))
    if lacking := sorted(letter for letter in vietnamese_letters() if ord(letter) not in letters):
        raise FontMissing(_lacking(lacking))
    return Font(paths, letters)


def _letters(path: Path) -> frozenset[int]:
    if not path.is_file():
        raise FontMissing(_missing())
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _advances(path: Path) -> dict[int, float]:
    """The width of each letter of a face, in parts of its size."""
    with TTFont(path, lazy=True) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}


def _missing() -> str:
    return _("The font %(font)s is missing. Install the Debian package %(package)s.") % {
        "font": FAMILY,
        "package": PACKAGE,
    }


def _lacking(letters: Sequence[str]) -> str:
    text = _("The font %(font)s lacks the letters %(letters)s. Reinstall the Debian package %(package)s.")
    return text % {"font": FAMILY, "letters": " ".join(letters), "package": PACKAGE}


def _face_rule(path: Path) -> str:
    weight, style = FACES[path.name]
    descriptors = f'font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style}'
    return f'@font-face {{ {descriptors}; src: url("{path.as_uri()}") }}'
