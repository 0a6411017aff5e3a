"""Which units a cell names, by code, short name or full name."""

import re
from collections.abc import Collection, Iterable

from units.workbook.content import UnitRow
from units.workbook.sheets.cells import folded

SEPARATOR = re.compile(r"[,;\n]|\s+và\s+|^và\s+", re.IGNORECASE)
BULLET = re.compile(r"^[-–•+*]\s*")
NOBODY = {folded(word) for word in ("Không", "Không có")}


class PlanUnitNames:
    """The names of the plan's units, and the codes of those that the ward already has.

    `complete` is False where the units could not be read: then no other name is held against the workbook.
    """

    def __init__(self, units: Iterable[UnitRow], known_codes: Collection[str], *, complete: bool) -> None:
        self.complete = complete
        self._codes = {folded(code): code for code in known_codes}
        for unit in units:
            self._codes |= {folded(name): unit.code for name in (unit.name, unit.short_name, unit.code) if name}

    def named_in(self, written: str) -> tuple[list[str], list[str]]:
        """The codes of the units in the order of the text, each once; then what names no unit.

        Commas and “và” separate units but also stand in their names: the longest name wins.
        """
        pieces = _pieces(written)
        codes: list[str] = []
        strange: list[str] = []
        at = 0
        while at < len(pieces):
            end, code = self._longest(written, pieces[at:])
            if code is None:
                strange.append(BULLET.sub("", written[slice(*pieces[at])].strip()))
            elif code not in codes:
                codes.append(code)
            at += end
        return codes, strange

    def _longest(self, written: str, pieces: list[tuple[int, int]]) -> tuple[int, str | None]:
        for end in range(len(pieces), 0, -1):
            name = BULLET.sub("", written[pieces[0][0] : pieces[end - 1][1]].strip())
            if code := self._codes.get(folded(name)):
                return end, code
        return 1, None


def _pieces(written: str) -> list[tuple[int, int]]:
    """Where the parts between separators begin and end; parts without any word are left out."""
    cuts = [(found.start(), found.end()) for found in SEPARATOR.finditer(written)]
    starts = [0, *(end for _start, end in cuts)]
    ends = [*(start for start, _end in cuts), len(written)]
    return [
        (start, end)
        for start, end in zip(starts, ends, strict=True)
        if folded(BULLET.sub("", written[start:end])) not in NOBODY | {""}
    ]
