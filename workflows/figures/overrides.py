"""Figures adjusted by hand that wait for the next consolidation, as plain JSON with the report.

A report that is reopened, and the version that replaces one, have no figures until they are consolidated; what a
coordinator gave in place of a figure, and why, is then applied again.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from workflows.models import IndicatorFigure, WardReport
from workflows.pure.aggregation import Reading
from workflows.pure.quoted import measured

from .consolidation import OVERRIDE, Override, Overrides

NUMBERS = ("value", "numerator", "denominator")
Kept = dict[str, dict[str, Any]]


def kept_of(report: WardReport) -> Kept:
    """The adjusted figures of a report, by the indicator's id. One query."""
    figures = IndicatorFigure.objects.filter(report=report, overridden_at__isnull=False)
    return {str(figure.indicator_id): _plain(figure) for figure in figures}


def waiting(report: WardReport) -> Overrides:
    """What waits for the next consolidation, by the indicator's id."""
    return {int(pk): _override(kept) for pk, kept in report.overrides.items()}


def waiting_in_words(report: WardReport) -> list[tuple[str, str, str]]:
    """Each indicator whose adjusted figure waits, that figure, and why. One query, none where nothing waits."""
    if not report.overrides:
        return []
    indicators = report.period.plan.indicators.filter(pk__in=report.overrides).order_by("number")
    return [_in_words(indicator, report.overrides[str(indicator.pk)]) for indicator in indicators]


def _in_words(indicator: Any, kept: Mapping[str, Any]) -> tuple[str, str, str]:
    value = None if kept["value"] is None else Decimal(kept["value"])
    return str(indicator), measured(value, indicator.measure, indicator.decimals), kept["reason"]


def _plain(figure: IndicatorFigure) -> dict[str, Any]:
    numbers = {name: getattr(figure, name) for name in NUMBERS}
    written = {name: None if number is None else format(number.normalize(), "f") for name, number in numbers.items()}
    columns = {name: getattr(figure, name) for name in OVERRIDE}
    return written | columns | {"overridden_at": columns["overridden_at"].isoformat()}


def _override(kept: Mapping[str, Any]) -> Override:
    value, numerator, denominator = (None if kept[name] is None else Decimal(kept[name]) for name in NUMBERS)
    columns = {name: kept[name] for name in OVERRIDE} | {"overridden_at": datetime.fromisoformat(kept["overridden_at"])}
    return Override(Reading(0, True, value, numerator, denominator), columns)
