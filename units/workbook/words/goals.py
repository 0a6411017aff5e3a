"""What a goal asks for, as plans write it: "≥ 90%", "Từ 85% trở lên", "Không quá 5", "Hoàn thành"."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from approvals.text.vietnamese import folded
from units.workbook.sheets import cells
from units.workbook.sheets.cells import Cell, CellFault

Comparison = Literal["", "≥", "≤", "=", "done"]

AT_LEAST = "≥|>=|>|tren|hon|tu|toi thieu|it nhat|khong duoi|khong thap hon|khong it hon|khong nho hon|lon hon hoac bang"
AT_MOST = "≤|<=|<|duoi|toi da|nhieu nhat|khong qua|khong vuot qua|khong cao hon|khong lon hon|giam con|giam xuong"
WORDS = "dat|phan dau|hoan thanh|duy tri|dam bao|bao dam|muc|giu|ty le|so luong|co"
GOAL = re.compile(
    rf"(?:(?:{WORDS}):? )*(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST})|(?:=|bang))? ?"
    r"(?P<number>-?[0-9](?:[0-9.,\s\u00a0\u202f]*[0-9])?)(?P<percent> ?%| phan tram)?"
    r"(?P<measure> (?!tro )[^0-9%≥≤<>]*?)?(?P<up> tro len|\+)?(?P<down> tro xuong| tro lai)?"
)
DONE = re.compile(
    r"(?:da |phai )?(?:hoan thanh|dat|co|xong|thuc hien xong)(?: (?:dung (?:han|tien do)|yeu cau|nhiem vu|muc tieu))?"
)


@dataclass(frozen=True)
class Goal:
    """A number with its comparison; none where something is to be done. `measure` is what was written beside it."""

    number: Decimal | None
    comparison: Comparison
    measure: str = ""


def read_goal(cell: Cell, measure: str) -> Goal:
    """The goal of a row with this unit of measure, which may be blank.

    "Trên 85%" is read as at least 85, as plans mean it. Raises CellFault; TwoReadings for 0,98 where % is asked for.
    """
    written = cells.text(cell)
    if not isinstance(cell.value, str):
        shown = "%" if "%" in cell.number_format else ""
        return Goal(cells.goal(cell, percent=_is_percent(measure or shown)), "=", measure or shown)
    if DONE.fullmatch(_key(written)):
        return Goal(None, "done", measure)
    found = GOAL.fullmatch(_key(written))
    if found is None:
        sentence = _("“%(text)s” is no goal. Write a number such as 85, “≥ 90%%”, “Không quá 5” or “Hoàn thành”.")
        raise CellFault(sentence % {"text": written})
    beside = "%" if found["percent"] else written[slice(*found.span("measure"))].strip()
    percent = _is_percent(measure or beside)
    number = written[slice(*found.span("number"))] + ("%" if found["percent"] else "")
    return Goal(cells.goal(replace(cell, value=number), percent=percent), _comparison(found), measure or beside)


def _comparison(found: re.Match[str]) -> Comparison:
    if found["up"] or found["least"]:
        return "≥"
    return "≤" if found["down"] or found["most"] else "="


def _is_percent(measure: str) -> bool:
    return "%" in measure or "phan tram" in folded(measure)


def _key(written: str) -> str:
    """As many signs as were written, so that places found in it are places in the text."""
    key = folded(written)
    return key if len(key) == len(written) else written.casefold()
