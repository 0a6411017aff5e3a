"""Numbers typed by hand in a ward report's prose that agree with none of its figures. Reads only."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from workflows.figures.origins.sources import source_of
from workflows.models import IndicatorFigure, WardReport
from workflows.pure.wording.strays import Known, Stray, strays

from .drafts import texts_of

NOW = ("value", "year_value", "numerator", "denominator", "before", "year_before", "computed_value", "computed_year")
WAS = ("value", "year_value", "numerator", "denominator")
NUMBERS = (".value", ".numerator", ".denominator")

Was = Mapping[str, Any]  # fields by their names in the trail


def strays_of(report: WardReport, figures: Iterable[IndicatorFigure], was: Iterable[Was]) -> list[Stray]:
    """Of the report's prose, units' sentences in it included. `figures` have their sources; `was` is what the fields of
    the units' reports were before they corrected them. Runs a query where the report replaces another.
    """
    known = Known(earlier=set(_earlier(report, was)))
    for figure in figures:
        readings = [source_of(kept).reading for kept in figure.sources]
        parts = [(figure.numerator, figure.denominator), *((each.numerator, each.denominator) for each in readings)]
        numbers = [*(getattr(figure, name) for name in NOW), figure.indicator.goal, *(each.value for each in readings)]
        known.pairs.update((upper, lower) for upper, lower in parts if upper is not None and lower is not None)
        known.numbers.update(number for number in (*numbers, *sum(parts, ())) if number is not None)
    return strays(texts_of(report).values(), known)


def _earlier(report: WardReport, was: Iterable[Was]) -> Iterator[Decimal]:
    """What units' figures were before they corrected them, and the ward's in the version that this one replaces."""
    for fields in was:
        yield from (Decimal(old) for name, old in fields.items() if name.endswith(NUMBERS) and old not in (None, ""))
    if report.replaces_id:
        for row in IndicatorFigure.objects.filter(report=report.replaces_id).values_list(*WAS):
            yield from (number for number in row if number is not None)
