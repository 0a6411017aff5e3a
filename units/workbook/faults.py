"""What is wrong with a workbook, in sentences that tell a clerk where to look and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """One thing to mend: the sheet as the workbook names it, row and column letter if any, a translated sentence."""

    sheet: str
    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        """ "Chỉ tiêu, dòng 7, cột E: …" """
        places = [self.sheet]
        if self.row:
            places.append(_("row %(row)d") % {"row": self.row})
        if self.column:
            places.append(_("column %(column)s") % {"column": self.column})
        place = ", ".join(part for part in places if part)
        return f"{place}: {self.message}" if place else self.message


class UnreadableWorkbook(Exception):
    """The file as a whole is refused: no workbook, too large, locked, damaged. `faults` says why, translated."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.faults = (Fault("", None, None, message),)


class FaultyPlan(Exception):
    """The workbook can be read, but its plan does not hold. `faults` lists all, in the order of sheets and rows."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


class FaultyMapping(FaultyPlan):
    """The same of a mapping of indicators to other forms."""
