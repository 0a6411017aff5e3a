"""A level that reports of two kinds tell for the same day: that of June, and that of the half year that ends with it.
Where they differ somebody is warned. Reads only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from workflows.figures.annual import APPROVED
from workflows.models import IndicatorEntry, IndicatorFigure, UnitReport, WardReport
from workflows.models.states import TAKEN_IN
from workflows.pure.aggregation import quantise
from workflows.pure.period_words import short_words
from workflows.pure.quoted import measured

STORED_PLACES = 4


@dataclass(frozen=True)
class ToldOtherwise:
    """An indicator of which another signed report tells something else for the same day."""

    number: int
    name: str
    sentence: str


def with_levels_of_units(entries: "QuerySet[IndicatorEntry]", unit: int, kind: int, ends: date) -> Any:
    """The entries of a unit's report with what its report of another kind tells that ends on the same day and was taken
    in: `level`, and the code of that period, `level_in`. Runs no query of its own.
    """
    others = UnitReport.objects.filter(
        unit=unit, period__ends=ends, period__title="", period__cancelled_at=None, state__in=TAKEN_IN
    ).exclude(period__kind=kind)
    told = _told(IndicatorEntry.objects.all(), others)
    return entries.annotate(level=told("value"), level_in=told("report__period__code"))


def with_levels(figures: "QuerySet[IndicatorFigure]", report: WardReport) -> Any:
    """The same of the figures of a ward's report, beside one that is approved."""
    period = report.period
    others = WardReport.objects.counting().filter(
        ward=report.ward_id, period__ends=period.ends, period__title="", state__in=APPROVED
    )
    told = _told(IndicatorFigure.objects.all(), others.exclude(period__kind=period.kind_id))
    return figures.annotate(level=told("value"), level_in=told("report__period__code"))


def _told(rows: Any, others: Any) -> Any:
    """Of the other report's row of the same indicator, the column that is asked for."""
    report = Subquery(others.order_by("-period__starts").values("pk")[:1])
    same = {name: OuterRef(f"indicator__{name}") for name in ("number", "plan__number", "plan__year")}
    found = rows.order_by().filter(report=report, **{f"indicator__{name}": outer for name, outer in same.items()})
    return lambda column: Subquery(found.values(column)[:1])


def told_otherwise(row: Any) -> str:
    """Why the level of a row with `level` and `level_in` is to be looked at, as a sentence; blank where it is not."""
    indicator, level = row.indicator, getattr(row, "level", None)
    if level is None or row.value is None or not indicator.is_level:
        return ""
    if quantise(row.value, STORED_PLACES) == quantise(level, STORED_PLACES):
        return ""
    values = {
        name: measured(value, indicator.measure, STORED_PLACES)
        for name, value in (("here", row.value), ("there", level))
    }
    sentence = gettext("%(here)s here, but %(there)s for the same day in the report of %(period)s")
    return sentence % {**values, "period": short_words(row.level_in)}


def told_otherwise_of(figures: Iterable[Any]) -> Iterator[ToldOtherwise]:
    for figure in figures:
        if sentence := told_otherwise(figure):
            yield ToldOtherwise(figure.indicator.number, figure.indicator.name, sentence)
