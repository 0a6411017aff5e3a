"""The readings behind a ward report's figures, as its units' reports have them now. Reads only.

What is not taken in counts as blank. Of a level (a stock, or a running total) a blank is no answer: the unit's last
reading in the year, in a report of any kind, is carried forward, marked with the period that it is from
(docs/decisions/0020).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, F, IntegerField, Q, QuerySet, Subquery, TextField, Value, When, Window
from django.db.models.functions import Cast, RowNumber

from approvals import compiled
from units.models import Aggregation, Indicator, Plan
from workflows.figures.delivered import year_reading
from workflows.models import IndicatorEntry, ReportingPeriod, ReportKind, WardReport
from workflows.models.states import TAKEN_IN
from workflows.pure.aggregation import Reading, is_reported, standing_on
from workflows.pure.informants import note_of
from workflows.pure.period_words import period_words

from .sources import SourceReading

# A ward has four thousand entries in a period: what Python would turn into a type of its own at each is left to SQL,
# and the year to date, which few have, is read as text.
ENTRY = {
    "order": F("report__unit__order"),
    "entry": F("pk"),
    "of": F("indicator_id"),
    "number": F("indicator__number"),
    "way": F("indicator__aggregation"),
    "lead": F("indicator__lead_id"),
    "reported_in": F("report_id"),
    "state": F("report__state"),
    "period": F("report__period_id"),
    "code": F("report__period__code"),
    "unit": F("report__unit_id"),
    "name": F("report__unit__short_name"),
    "delivers": Cast("report__unit__delivers", IntegerField()),
    "year": Cast("told_year", TextField()),
    "reason": Case(When(asked=True, then="explanation"), default=Value("")),
    **{f"its_{name}": F(name) for name in ("value", "numerator", "denominator", "informant", "since")},
}

NOTHING = (None, None, None)
NEWEST = (F("report__period__ends").desc(), F("report__accepted_at").desc(nulls_last=True), F("report_id").desc())


@dataclass(frozen=True)
class Readings:
    """What a report's figures are made from: by the indicator's id every unit's reading of it, the reasons given for
    it and who reported it, where the office entered it; the units' short names by id; and the id of the kind that tells
    the plan's course. `years` has of what is reported by documents each taken-in reading with the unit's year to date,
    or None.
    """

    sources: dict[int, list[SourceReading]] = field(default_factory=lambda: defaultdict(list))
    explained: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str] = field(default_factory=dict)
    telling: int | None = None
    years: dict[int, list[tuple[Reading, Reading | None]]] = field(default_factory=dict)


class Last(NamedTuple):
    """What a unit reported last of an indicator, and in which period (its code)."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    code: str


def standing(way: Any, reading: Reading, last: Last | None) -> Reading:
    """The reading, or where a level's is blank the unit's last one, marked with the period that it is from."""
    if last is None or is_reported(way, reading):
        return reading
    return reading._replace(value=last.value, numerator=last.numerator, denominator=last.denominator, since=last.code)


def last_by_unit(period: ReportingPeriod, numbers: Any) -> dict[tuple[int, int], Last]:
    """What `last_reported` finds, by unit and the indicator's number. One query."""
    names = ("value", "numerator", "denominator", "report__period__code")
    rows = last_reported(period, numbers).values_list("report__unit_id", "indicator__number", *names)
    return {(unit, number): Last(*stored) for unit, number, *stored in rows}


def readings_of(report: WardReport) -> Readings:
    """Of all that units are asked for in the report's period. One query."""
    own, before = [], {}
    for row in compiled.read(_entries, apart={"year": report.period.year}, **_place_of(report.period)):
        if row.period == report.period_id:
            own.append(row)
        else:
            before[row.unit, row.number] = row
    own.sort()  # by the order of the units
    readings = Readings(telling=own[0].telling if own else None)
    for row in own:
        readings.names[row.unit] = row.name
        last_told = before.get((row.unit, row.number)) if before else None
        readings.sources[row.of].append(SourceReading(row.reported_in, _reading(row, last_told)))
        if row.reason or row.its_informant:
            readings.explained[row.of].extend(_explained(row))
    readings.years.update(_years(own, readings.sources))
    return readings


def _entries(period: int, ward: int, plan: int, year: int, ends: date | None) -> QuerySet[Any, Any]:
    """The entries of the period, and of levels what each unit reported last before it."""
    levels = Indicator.objects.filter(Q(stock=True) | Q(cumulative=True), plan=plan)
    asked = IndicatorEntry.objects.filter(report__period=period)
    last = _last_reported(period, ward, plan, year, ends, levels.values("number"))
    telling = Subquery(ReportKind.objects.telling(ward).values("pk"))
    own, earlier = (
        rows.order_by().annotate(**ENTRY, telling=telling).values_list(*ENTRY, "telling", named=True)
        for rows in (asked, last)
    )
    return own.union(earlier, all=True)


def _years(rows: Iterable[Any], sources: Mapping[int, list[SourceReading]]) -> dict[int, Any]:
    """By the indicator's id, of those that a unit which delivers reports."""
    found: dict[int, Any] = {}
    delivered = {row.of for row in rows if row.delivers and row.state in TAKEN_IN}
    by_entry = {(row.of, row.unit): row for row in rows if row.of in delivered and row.state in TAKEN_IN}
    for of in delivered:
        readings = [source.reading for source in sources[of] if (of, source.reading.unit_id) in by_entry]
        found[of] = [(each, _year_of(by_entry[of, each.unit_id], each)) for each in readings]
    return found


def _year_of(row: Any, reading: Reading) -> Reading | None:
    return year_reading(row.way, reading, json.loads(row.year)) if row.year else None


def _reading(row: Any, before: Any) -> Reading:
    """The row's own reading, or where it is blank that of `before`, the row reported last, if any."""
    numbers = (row.its_value, row.its_numerator, row.its_denominator) if row.state in TAKEN_IN else NOTHING
    value, numerator, denominator = numbers
    since = row.its_since if value is not None else ""
    own = Reading(row.unit, row.unit == row.lead, value, numerator, denominator, row.order, since)
    last = None
    if before:
        since = before.its_since or before.code
        last = Last(before.its_value, before.its_numerator, before.its_denominator, since)
    return standing(row.way, own, last)


def _explained(row: Any) -> Iterator[str]:
    if row.state in TAKEN_IN and row.reason:
        yield f"{row.name}: {row.reason}"
    if row.state in TAKEN_IN and row.its_informant:
        yield f"{row.name}: {note_of(row.its_informant)}"


def last_reported(period: ReportingPeriod, numbers: Any) -> "QuerySet[IndicatorEntry]":
    """What each unit reported last, by the end of the period's days in its year, of the indicators with these numbers,
    in reports of any kind but those that the office asked for by themselves. What was not taken in does not count.
    """
    return _last_reported(**_place_of(period), year=period.year, numbers=numbers)


def _place_of(period: ReportingPeriod) -> dict[str, Any]:
    """Where the period stands in its ward's year; nothing comes before what the office asked for by itself."""
    ends = None if period.is_asked else period.ends
    return {"period": period.pk, "ward": period.ward_id, "plan": period.plan_id, "ends": ends}


def _last_reported(
    period: int, ward: int, plan: int, year: int, ends: date | None, numbers: Any
) -> "QuerySet[IndicatorEntry]":
    entries = IndicatorEntry.objects.exclude(report__period=period).filter(
        Q(report__period__ends__lte=ends) if ends else Q(pk__in=()),
        ~Q(indicator__aggregation=Aggregation.MEAN, denominator=None),
        report__ward=ward,
        report__period__title="",
        report__period__plan__year=year,
        report__period__plan__number__in=Plan.objects.filter(pk=plan).values("number"),
        report__state__in=TAKEN_IN,
        indicator__number__in=numbers,
        value__isnull=False,
    )
    newest = Window(RowNumber(), ["report__unit", "indicator__number"], NEWEST)
    return entries.order_by().annotate(rank=newest).filter(rank=1)


def carried_words(way: Any, sources: Iterable[SourceReading], names: Mapping[int, str]) -> str:
    """The units whose reading of an earlier period the figure is made of, each with that period, in words for
    Vietnamese documents.
    """
    carried = sorted(
        standing_on(way, (source.reading for source in sources)),
        key=lambda reading: (not reading.lead, reading.order, reading.unit_id),
    )
    return "; ".join(f"{names[reading.unit_id]} ({period_words(reading.since)})" for reading in carried)
