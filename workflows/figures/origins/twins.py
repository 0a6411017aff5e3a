"""Who else reports an indicator beside a unit: until each cooperating unit is marked as one that adds figures or only
cooperates, the office is warned where a number may be counted twice in the ward's. Reads only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from units.models import Aggregation
from workflows.models import IndicatorEntry, IndicatorFigure, UnitReport
from workflows.models.states import HELD_BY_WARD, TAKEN_IN
from workflows.pure import suspicions

from .sources import source_of


@dataclass(frozen=True)
class SharedIndicator:
    """An indicator of which something may be counted twice, and why."""

    number: int
    name: str
    sentence: str


def counted_twice(figures: Iterable[IndicatorFigure], names: Mapping[int, str]) -> list[SharedIndicator]:
    """Of a ward report's figures with their sources, where lead and other units seem to count the same; no query."""
    return [
        SharedIndicator(figure.indicator.number, figure.indicator.name, sentence)
        for figure in figures
        for sentence in suspicions.counted_twice(
            figure.indicator.aggregation, (source_of(kept).reading for kept in figure.sources), names
        )
    ]


def with_twins(entries: "QuerySet[IndicatorEntry]", report: UnitReport) -> Any:
    """The entries of the unit's report with the short names of other units, of which one leads: `twin` reports the same
    numbers, `sharer` reports something of the same sum. None where there is none; runs no query of its own.
    """
    others = IndicatorEntry.objects.filter(
        Q(report__unit=F("indicator__lead")) | Q(indicator__lead=report.unit_id),
        indicator=OuterRef("indicator"),
        indicator__aggregation__in=suspicions.ADDED,
        report__period=report.period_id,
        report__state__in=(*HELD_BY_WARD, *TAKEN_IN),
        value__gt=0,
    ).exclude(report=report)
    names = others.order_by("report__unit__order").values("report__unit__short_name")
    ratio = Q(numerator=OuterRef("numerator"), denominator=OuterRef("denominator"))
    mean = Q(numerator=None, denominator=OuterRef("denominator"), value=OuterRef("value"))
    plain = Q(numerator=None, denominator=None, value=OuterRef("value"))
    return entries.annotate(
        twin=Subquery(names.filter(ratio | mean | plain)[:1]),
        sharer=Subquery(names.filter(indicator__aggregation=Aggregation.SUM)[:1]),
    )
