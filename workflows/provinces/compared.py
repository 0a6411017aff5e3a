"""One indicator over all wards of a province, month by month: what the province's unit reports say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from approvals.clock import today
from units.models import Indicator, Unit
from workflows.models import IndicatorEntry, ReportKind
from workflows.models.states import TAKEN_IN
from workflows.pure.aggregation import format_number

MONTHS = range(1, 13)


@dataclass(frozen=True)
class ComparedWard:
    """A ward, with a cell for each month: the value in words, and whether its report was received."""

    name: str
    cells: list[tuple[str, bool]]


@dataclass(frozen=True)
class Comparison:
    """`indicators` are those of the year's plans, by number; `chosen` is None where there is none."""

    year: int
    indicators: list[Indicator]
    chosen: Indicator | None
    lines: list[ComparedWard]
    months = MONTHS


def comparison_of(province: Unit, asked: Mapping[str, str]) -> Comparison:
    """By `year` and `indicator` (a number). Three queries, however many wards there are."""
    year = int(asked["year"]) if re.fullmatch(r"2[01][0-9]{2}", asked.get("year", "")) else today().year
    newest: dict[int, Indicator] = {}
    rows = Indicator.objects.filter(plan__ward=province, plan__year=year).order_by("plan__version", "number")
    for row in rows:
        newest[row.number] = row
    indicators = [newest[number] for number in sorted(newest)]
    chosen = next((row for row in indicators if str(row.number) == asked.get("indicator")), None)
    chosen = chosen or (indicators[0] if indicators else None)
    return Comparison(year, indicators, chosen, _lines(province, year, chosen) if chosen else [])


def _lines(province: Unit, year: int, indicator: Indicator) -> list[ComparedWard]:
    monthly = ReportKind.Frequency.MONTHLY
    entries = IndicatorEntry.objects.filter(
        report__ward=province,
        report__unit__delivers=True,
        report__period__kind__frequency=monthly,
        report__period__kind__practice=False,
        report__period__cancelled_at=None,
        report__period__code__startswith=f"{year}-",
        indicator__number=indicator.number,
        value__isnull=False,
    )
    values = entries.values_list("report__unit", "report__period__code", "value", "report__state")
    found: dict[tuple[int, int], tuple[Any, str]] = {}
    for unit, code, value, state in values.order_by("report__period__kind"):
        found[unit, int(code[5:])] = (value, state)
    wards = Unit.objects.filter(ward=province, delivers=True, retired_at=None).order_by("order", "code")
    return [
        ComparedWard(unit.short_name, [_cell(found.get((unit.pk, month)), indicator.decimals) for month in MONTHS])
        for unit in wards
    ]


def _cell(found: tuple[Any, str] | None, places: int) -> tuple[str, bool]:
    if found is None:
        return "", False
    return format_number(found[0], places), found[1] in TAKEN_IN
