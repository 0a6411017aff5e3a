"""Annexes of plans as offices write them: their tables, in Word, Excel, PDF or pasted, read row by row. No database."""

from .content import Annex, AnnexRow, Doubt, UnreadableAnnex
from .names import UnitName, UnitNames
from .reader import read_annex
from .sources.files import tables_of, to_keep
from .sources.pasted import pasted_rows, pasted_tables

__all__ = [
    "Annex",
    "AnnexRow",
    "Doubt",
    "UnitName",
    "UnitNames",
    "UnreadableAnnex",
    "pasted_rows",
    "pasted_tables",
    "read_annex",
    "tables_of",
    "to_keep",
]
