"""What people typed, as drafted prose takes it up."""

import re
import unicodedata

from .references import escape_references
from .words import ended

NOTHING = ("không", "không có", "không có gì", "chưa", "chưa có", "không phát sinh")
BULLET = re.compile(r"^(?:[-–•+*]|[0-9]{1,2}[.)])\s+")


def items(text: str) -> list[str]:
    """What was typed, line by line, without bullets, numbers and end marks; blank lines are dropped."""
    lines = (ended(BULLET.sub("", escape_references(tidy(line))), "") for line in text.splitlines())
    return [line for line in lines if line]


def says_nothing(text: str) -> bool:
    """Whether the answer is that there is nothing: "Không.", "Chưa có"."""
    return ended(tidy(text), "").casefold() in NOTHING


def one_line(text: str) -> str:
    """What was typed, in one line, without its end mark."""
    return ended(escape_references(tidy(text)), "")


def tidy(text: str) -> str:
    """NFC, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())
