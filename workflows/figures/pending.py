"""What would change in a consolidated report if it took in what units have corrected since. Reads only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.models import IndicatorFigure, WardReport
from workflows.pure.quoted import measured

from . import consolidation
from .origins.readings import readings_of


@dataclass(frozen=True)
class PendingChange:
    """A figure as it is and as the units' reports give it now, in words: the period's and the year to date's."""

    number: int
    name: str
    old: str
    new: str
    old_year: str
    new_year: str


def changes(report: WardReport) -> tuple[list[IndicatorFigure], list[PendingChange]]:
    """The report's figures, and those of them that would differ, in the plan's order. Two queries.

    Where one is adjusted by hand, what was computed is compared. All units' reports are accepted or waived.
    """
    figures, earlier = consolidation.figures_and_earlier(report)
    indicators = [figure.indicator for figure in figures]
    rows = consolidation.rows_of(report, indicators, readings_of(report), earlier, {})
    return figures, [change for pair in zip(figures, rows, strict=True) for change in _change(*pair)]


def _change(figure: IndicatorFigure, row: Mapping[str, Any]) -> Iterator[PendingChange]:
    indicator = figure.indicator
    old, new = _computed(figure), (row["value"], row["year_value"])
    if old != new:
        shown = [measured(number, indicator.measure, indicator.decimals) for number in (old[0], new[0], old[1], new[1])]
        yield PendingChange(indicator.number, indicator.name, *shown)


def _computed(figure: IndicatorFigure) -> tuple[Decimal | None, Decimal | None]:
    if figure.is_overridden:
        return figure.computed_value, figure.computed_year
    return figure.value, figure.year_value
