"""Numbers in the texts of a unit's report that agree with none of its figures, as prose/strays.py finds a ward's."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from approvals.models import TrailEvent
from workflows.pure.wording.strays import Known, Stray, strays
from workflows.unit_reports.findings import Entries
from workflows.unit_reports.indicator_rows import IndicatorRow

from .lines import Narrative

PARTS = ("value", "numerator", "denominator")
NUMBERS = tuple(f".{part}" for part in PARTS)
DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def holds_numbers(narrative: Narrative) -> bool:
    """Whether there is anything to look for."""
    return any(re.search("[0-9]", text) for _name, _label, text in narrative)


def strays_of(entries: Entries, narrative: Narrative, events: Iterable[TrailEvent]) -> list[Stray]:
    """Those that a figure was before somebody changed it, by these events of the report, and those that look like a
    figure of it. No query.
    """
    known = Known(earlier=set(_earlier(events)))
    for row in entries.indicators:
        known.numbers.update(number for number in _numbers(row) if number is not None)
        known.pairs.update(_pairs(row))
    for field in entries.fields:
        known.add_stated(f"{field.value_words}; {field.last_words}")
    return strays([text for _name, _label, text in narrative], known)


def _numbers(row: IndicatorRow) -> Iterator[Decimal | None]:
    yield row.entry.indicator.goal
    yield from (getattr(entry, part) for entry in (row.entry, row.last) if entry for part in PARTS)
    yield from row.months or ()
    if year := row.year_figure:
        yield from (year.value, year.numerator, year.denominator)


def _pairs(row: IndicatorRow) -> Iterator[tuple[Decimal, Decimal]]:
    for each in (row.entry, row.last, row.year_figure):
        if each and each.numerator is not None and each.denominator is not None:
            yield each.numerator, each.denominator


def _earlier(events: Iterable[TrailEvent]) -> Iterator[Decimal]:
    """What figures were before."""
    for event in events:
        for name, (old, _new) in event.changes.items():
            if name.endswith(NUMBERS) and DECIMAL.fullmatch(str(old)):
                yield Decimal(str(old))
