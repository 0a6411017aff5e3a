"""Figures adjusted by hand that wait for the next consolidation, as plain JSON with the report.

A report that is reopened, and the version that replaces one, have no figures until they are consolidated; what a
coordinator gave in place of a figure, and why, is then applied again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from workflows.cases.inputs.texts import plain
from workflows.models import Field, FieldFigure, IndicatorFigure, WardReport
from workflows.outlines import figures as field_figures
from workflows.pure.aggregation import Reading
from workflows.pure.overrides import OVERRIDE, Override, Overrides
from workflows.pure.quoted import measured
from workflows.pure.summing import NUMBERS, Summary, read, written

from .consolidation import override_of
from .fields import total_words

FIELD = "F"  # with its number the key of a field, as the id is that of an indicator
Kept = dict[str, dict[str, Any]]


def kept_of(report: WardReport) -> Kept:
    """The adjusted figures of a report, by key. One query, and one where its outline has fields."""
    figures = IndicatorFigure.objects.filter(report=report, overridden_at__isnull=False)
    given = given_in(figures, field_figures.figures_of(report))
    return {key: _plain(override) for key, override in given.items()}


def given_in(figures: Iterable[IndicatorFigure], fields: Iterable[FieldFigure]) -> Overrides:
    """What the coordinator has given in these figures, by key."""
    of_the_plan = {str(each.indicator_id): override_of(each) for each in figures if each.is_overridden}
    others = {f"{FIELD}{each.field.number}": field_figures.override_of(each) for each in fields if each.is_overridden}
    return of_the_plan | others


def waiting(report: WardReport) -> Overrides:
    """What waits for the next consolidation, by key."""
    return {key: _override(kept, read if key.startswith(FIELD) else _reading) for key, kept in report.overrides.items()}


def waiting_in_words(report: WardReport) -> list[tuple[str, str, str]]:
    """Each indicator and field whose adjusted figure waits, that figure, and why. One query of each, none where nothing
    waits.
    """
    kept = {key: values for key, values in report.overrides.items() if not key.startswith(FIELD)}
    indicators = report.period.plan.indicators.filter(pk__in=kept).order_by("number") if kept else ()
    return [*(_in_words(each, kept[str(each.pk)]) for each in indicators), *_fields_in_words(report)]


def _in_words(indicator: Any, kept: Mapping[str, Any]) -> tuple[str, str, str]:
    value = None if kept["value"] is None else Decimal(kept["value"])
    return str(indicator), measured(value, indicator.measure, indicator.decimals), kept["reason"]


def _fields_in_words(report: WardReport) -> Iterator[tuple[str, str, str]]:
    kept = {int(key.removeprefix(FIELD)): each for key, each in report.overrides.items() if key.startswith(FIELD)}
    fields = Field.objects.filter(section__outline=report.period.outline_id, number__in=kept) if kept else ()
    for field in fields:
        yield field.label, total_words(field, read(kept[field.number])), kept[field.number]["reason"]


def _plain(override: Override) -> dict[str, Any]:
    given = override.given
    numbers = {name: plain(getattr(given, name)) for name in NUMBERS}
    values = written(given) if isinstance(given, Summary) else numbers
    return {**values, **override.columns, "overridden_at": override.columns["overridden_at"].isoformat()}


def _override(kept: Mapping[str, Any], given: Callable[[Mapping[str, Any]], Any]) -> Override:
    columns = {name: kept[name] for name in OVERRIDE} | {"overridden_at": datetime.fromisoformat(kept["overridden_at"])}
    return Override(given(kept), columns)


def _reading(kept: Mapping[str, Any]) -> Reading:
    value, numerator, denominator = (None if kept[name] is None else Decimal(kept[name]) for name in NUMBERS)
    return Reading(0, True, value, numerator, denominator)
