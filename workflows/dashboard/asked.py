"""What the page is asked to show, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from approvals.clock import today
from approvals.text.vietnamese import sort_key
from units import grants
from units.models import Person, Unit

LIGHTS = ("green", "amber", "red", "none")
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Asked:
    """A ward and a year; of these what one unit leads or reports, what has one light, and the timeliness of one kind of
    report. Blank asks for everything.
    """

    ward: Unit
    year: int
    unit: str = ""
    light: str = ""
    kind: str = ""

    @property
    def query(self) -> str:
        return self.for_year(self.year)

    def for_year(self, year: int) -> str:
        """The same of another year, as an address says it."""
        named = {"unit": self.unit, "light": self.light, "kind": self.kind}
        return urlencode({"ward": self.ward.pk, "year": year} | {name: value for name, value in named.items() if value})

    def has_unit(self, unit: Unit | None) -> bool:
        return not self.unit or (unit is not None and unit.code == self.unit)


def wards_of(person: Person) -> list[Unit]:
    """The wards in which the person holds an office now, by name. No query within `grants.read_once`."""
    wards = {office.unit.root_id: office.unit.ward or office.unit for office in grants.held_by(person).offices}
    return sorted(wards.values(), key=lambda ward: sort_key(ward.name))


def asked_in(query: Mapping[str, str], wards: list[Unit]) -> Asked:
    """Of the ward and year in the address, else of the first ward and the present year. Raises Http404 for a ward that
    is not among these, and for a year that is none.
    """
    pk, year = query.get("ward", ""), query.get("year", "")
    ward = next((each for each in wards if pk in ("", str(each.pk))), None)
    if ward is None or (year and not (year.isdecimal() and len(year) == 4 and int(year) in YEARS)):
        raise Http404
    light = query.get("light", "")
    return Asked(
        ward=ward,
        year=int(year) if year else today().year,
        unit=query.get("unit", ""),
        light=light if light in LIGHTS else "",
        kind=query.get("kind", ""),
    )
