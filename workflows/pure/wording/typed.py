"""What people typed, as drafted prose takes it up."""

import re
import unicodedata

from units.places import KINDS

from .addressees import FOR
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


NOTHING_RAISED = re.compile(r"các đơn vị không (?:nêu khó khăn|có đề xuất)", re.I)


OF_A_WARD = re.compile(rf" (?:{'|'.join(KINDS)})$", re.IGNORECASE)


def quoted_proposals(text: str) -> str:
    """What a ward's document proposes, a line each that begins with whom it is for: "Đối với Sở Nội vụ: …". What is for
    the ward's own organs stays with the ward, and so does that nothing was proposed.
    """
    found, heading = [], ""
    for line in filter(None, map(tidy, text.splitlines())):
        point, led = BULLET.sub("", line), FOR.match(line)
        if not BULLET.match(line):
            heading = led[0].strip() if led else line if line.endswith(":") else ""
            point = FOR.sub("", line)
        stays = OF_A_WARD.search(heading.removesuffix(":")) or NOTHING_RAISED.search(point)
        if point and not point.endswith(":") and not stays:
            found.append(f"{heading} {ended(point, '')}".strip())
    return "\n".join(found)


def quoted_items(text: str) -> str:
    """What another organ's document says, to be quoted as items, a line each: a sentence that leads into a list takes
    its points with it, one that leads into nothing is left out, and so is that nothing was raised.
    """
    found: list[str] = []
    for line in filter(None, map(tidy, text.splitlines())):
        if BULLET.match(line) and found and found[-1].endswith((":", ";")):
            found[-1] = f"{found[-1]} {ended(BULLET.sub('', line), '')};"
        else:
            found.append(line)
    quoted = (line for line in found if not line.endswith(":") and not NOTHING_RAISED.search(line))
    return "\n".join(ended(line, "") for line in quoted)
