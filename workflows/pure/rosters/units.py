"""The units of a ward, as a table of them is pasted: names alone do."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count

from django.utils.translation import gettext as _

from approvals.text.vietnamese import folded

from .columns import lines_of

HEADINGS = (
    ("place", r"(so )?(stt|tt|so thu tu|thu tu)|#|no"),
    ("code", r"(ma|ky hieu)( (so|don vi|to|phong))?"),
    ("short_name", r"(ten )?(viet tat|ngan|rut gon|goi tat)"),
    ("name", r"(ten )?(day du|don vi|phong|co quan|to|to dan pho|ten)( don vi| co quan| to dan pho)?|ten"),
    ("kind", r"loai( hinh)?( don vi)?|nhom( don vi)?"),
    ("duty", r"(vai tro|nhiem vu|chuc nang|ghi chu)\b.*"),
)
ORDER = ("name", "short_name", "kind")
LONGEST_CODE, LONGEST_SHORT = 20, 60
SHORTENED = (
    (re.compile(r"^tổ dân phố\b", re.IGNORECASE), "TDP"),
    (re.compile(r"^ủy ban mặt trận tổ quốc\b|^uỷ ban mặt trận tổ quốc\b", re.IGNORECASE), "UB MTTQ"),
)
SMALL_WORDS = {"va", "cua", "cac", "cho", "ve", "voi"}


@dataclass(frozen=True)
class UnitRow:
    """A unit as the table tells it, and what of that is proposed. `source` is the row as it was pasted."""

    source: str
    code: str
    name: str
    short_name: str
    kind: str = ""
    duty: str = ""
    doubts: tuple[str, ...] = ()


def read_units(text: str, *, codes: Collection[str] = (), names: Collection[str] = ()) -> list[UnitRow]:
    """The rows, with a code for each that is not among `codes` yet. `names` are those of the units that are there.

    Raises UnreadableAnnex.
    """
    taken, known = set(codes), {folded(name) for name in names}
    found: list[UnitRow] = []
    for source, cells in lines_of(text, HEADINGS, ORDER):
        name = cells.get("name", "")
        short_name = cells.get("short_name") or _short(name)
        code = cells.get("code", "") or code_of_unit(short_name, taken)
        doubts = _doubts(name, code, known, taken)
        found.append(
            UnitRow(source, code, name, short_name, cells.get("kind", ""), cells.get("duty", ""), tuple(doubts))
        )
        taken.add(code)
        known.add(folded(name))
    return found


def _doubts(name: str, code: str, known: Collection[str], taken: Collection[str]) -> list[str]:
    doubts = []
    if not name:
        doubts.append(_("No name stands in this row. Write it, or leave the row out."))
    elif folded(name) in known:
        doubts.append(_("A unit of this name is there already. Leave the row out, unless it is another."))
    if code in taken:
        doubts.append(_("The code %(code)s is taken. Write another.") % {"code": code})
    return doubts


def code_of_unit(name: str, taken: Collection[str]) -> str:
    """A code from the first letters, with the numbers whole: "Phòng Văn hóa - Xã hội" is PVHXH, "Tổ dân phố 12" TDP12.
    Words in capitals stay: "UB MTTQ" is UBMTTQ.
    """
    words = re.findall(r"[^\W_]+", name)
    parts = [_part(word) for word in words if folded(word) not in SMALL_WORDS]
    code = "".join(parts)[: LONGEST_CODE - 3] or "DV"
    numbered = (f"{code}{place}" for place in count(2))
    return code if code not in taken else next(each for each in numbered if each not in taken)


def _part(word: str) -> str:
    letters = folded(word).upper()
    return letters if word.isdigit() or (word.isupper() and len(word) > 1) else letters[0]


def _short(name: str) -> str:
    for pattern, short in SHORTENED:
        name = pattern.sub(short, name)
    return name[:LONGEST_SHORT]
