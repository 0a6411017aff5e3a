"""Units of a workbook that the ward may have already under another code: imported, they would stand twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from units.models import Unit
from units.workbook import PlanContent
from workflows.pure.annexes import UnitName, UnitNames


@dataclass(frozen=True)
class Alike:
    """A unit that the workbook would add, by its code and name, and the one of the ward that its name may mean."""

    code: str
    name: str
    there: Unit


def alike(content: PlanContent, ward: Unit, units: Iterable[Unit]) -> list[Alike]:
    """Each new unit of the workbook whose name or short name is, or nearly is, that of a unit in use. No query."""
    known = {unit.code: unit for unit in units}
    names = UnitNames((UnitName(unit.code, unit.name, unit.short_name) for unit in known.values()), ward.short_name)
    found = []
    for row in content.units if known else ():
        if row.code not in known and (code := _meant(names, row.name) or _meant(names, row.short_name)):
            found.append(Alike(row.code, row.name, known[code]))
    return found


def _meant(names: UnitNames, written: str) -> str:
    """The code of the unit that the name means, or may mean; blank for a name that is like none."""
    named = names.named_in(written)
    proposed = [code for codes in named.doubtful.values() for code in codes]
    return next(iter([*named.codes, *proposed]), "")
