"""What would change in a consolidated report if it took in what units have corrected since. Reads only."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.models import Field, FieldFigure, IndicatorFigure, Summing, WardReport
from workflows.outlines import figures as field_figures
from workflows.pure.quoted import NO_FIGURE, measured
from workflows.pure.summing import BAR, Summary

from . import consolidation
from .fields import total_words
from .origins.readings import readings_of


@dataclass(frozen=True)
class PendingChange:
    """A figure as it is and as the units' reports give it now, in words: the period's and, of an indicator, the year to
    date's. `key` names it in addresses.
    """

    key: int | str
    title: str
    old: str
    new: str
    old_year: str = ""
    new_year: str = ""


def changes(report: WardReport, fields: Iterable[FieldFigure]) -> tuple[list[IndicatorFigure], list[PendingChange]]:
    """The report's figures, and those of them that would differ, in the plan's order, then of its `fields`. Two
    queries, and two where there are fields.

    Where one is adjusted by hand, what was computed is compared. All units' reports are accepted or waived.
    """
    figures, earlier = consolidation.figures_and_earlier(report)
    indicators = [figure.indicator for figure in figures]
    rows = consolidation.rows_of(report, indicators, readings_of(report), earlier, {})
    changed = (change for pair in zip(figures, rows, strict=True) for change in _change(*pair))
    return figures, [*changed, *_changed_fields(report, fields)]


def _changed_fields(report: WardReport, fields: Iterable[FieldFigure]) -> Iterator[PendingChange]:
    rows = field_figures.figures(report, {}, field_figures.units_of(report))
    for figure in fields:
        field, row = figure.field, rows[figure.field.number]
        old = field_figures.computed_of(figure)
        new = Summary(**{name: row[name] for name in vars(old)})
        if vars(old) != vars(new) | {"reported": old.reported}:
            yield PendingChange(f"F{field.number}", field.label, *_in_words(field, old, new))


def _in_words(field: Field, old: Summary, new: Summary) -> tuple[str, str]:
    """Of units that are told by their names those that differ."""
    if field.summing != Summing.LIST:
        return total_words(field, old), total_words(field, new)
    was, now = ([_line(*each_unit) for each_unit in side.told] for side in (old, new))
    gone, new_ones = ([each for each in side if each not in other] for side, other in ((was, now), (now, was)))
    return "; ".join(gone) or NO_FIGURE, "; ".join(new_ones) or NO_FIGURE


def _change(figure: IndicatorFigure, row: Mapping[str, Any]) -> Iterator[PendingChange]:
    indicator = figure.indicator
    old, new = _computed(figure), (row["value"], row["year_value"])
    if old != new:
        shown = [measured(number, indicator.measure, indicator.decimals) for number in (old[0], new[0], old[1], new[1])]
        yield PendingChange(indicator.number, str(indicator), *shown)


def _computed(figure: IndicatorFigure) -> tuple[Decimal | None, Decimal | None]:
    if figure.is_overridden:
        return figure.computed_value, figure.computed_year
    return figure.value, figure.year_value


def _line(unit: str, words: str | list[str]) -> str:
    return f"{unit}: {words if isinstance(words, str) else BAR.join(words)}"
