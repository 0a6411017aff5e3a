"""What it changes whether an indicator is a flow or a stock, with an example, and where reported values contradict it.

For whoever imports a plan or corrects one. Reads only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from units.models import Aggregation, Unit, way_words
from workflows.models import IndicatorEntry, ReportKind
from workflows.models.states import TAKEN_IN
from workflows.pure.aggregation import Figure, Reading, combine, year_to_date
from workflows.pure.quoted import measured
from workflows.pure.suspicions import Parts, like_a_stock

MONTHS = ((40, 100), (60, 100))  # of the example: a numerator and a denominator each
PLACES = 2


@dataclass(frozen=True)
class Counted:
    """How a plan counts an indicator (a row of a workbook or of the plan). `doubt` is why that seems wrong: it looks
    like a stock, or is a percentage that would be added up.
    """

    row: Any
    doubt: str = ""

    @property
    def way(self) -> str:
        return way_words(self.row.aggregation, stock=self.row.stock)

    @property
    def example(self) -> str:
        return example(self.row, stock=self.row.stock)

    @property
    def as_flow(self) -> str:
        return example(self.row, stock=False)

    @property
    def as_stock(self) -> str:
        return example(self.row, stock=True)

    @property
    def is_fixed(self) -> bool:
        """The latest value is a stock always."""
        return self.row.aggregation == Aggregation.LATEST


def counted(ward: Unit | None, rows: Iterable[Any]) -> list[Counted]:
    """The indicators, with a doubt where one is a flow and what the ward's units reported under its number looks like a
    stock. One query. A ward that is not there yet has reported nothing.
    """
    rows = list(rows)
    flows = {row.number: row.aggregation for row in rows if not (row.stock or row.cumulative)}
    doubts = _doubts(ward, flows) if ward else {}
    return [Counted(row, doubts.get(row.number, "") or _summed_percentage(row)) for row in rows]


def _summed_percentage(row: Any) -> str:
    if row.measure != "%" or row.aggregation != Aggregation.SUM:
        return ""
    return gettext(
        "Percentages do not add up: take numerator and denominator, the latest or the largest value instead."
    )


def _doubts(ward: Unit, flows: Mapping[int, str]) -> dict[int, str]:
    """By number, of the first unit in the ward's order whose months look like a stock."""
    entries = IndicatorEntry.objects.filter(
        indicator__number__in=flows,
        report__ward=ward,
        report__state__in=TAKEN_IN,
        report__period__kind__in=ReportKind.objects.telling(ward.pk),
    ).order_by("report__unit__order", "report__period__ends")
    reported: dict[tuple[int, str], list[Parts]] = defaultdict(list)
    for number, unit, *parts in entries.values_list(
        "indicator__number", "report__unit__short_name", "value", "numerator", "denominator"
    ):
        reported[number, unit].append(parts)
    doubts: dict[int, str] = {}
    for (number, unit), readings in reported.items():
        if number not in doubts and (sentence := like_a_stock(flows[number], readings)):
            doubts[number] = f"{unit}: {sentence}"
    return doubts


def example(row: Any, *, stock: bool) -> str:
    """Two months of one unit, what they come to, and what that is held against."""
    months = [_month(row.aggregation, *parts) for parts in MONTHS]
    year = year_to_date(row.aggregation, months, stock=stock or row.cumulative)
    shared = row.aggregation == Aggregation.SUM and not stock
    goal = gettext("the share of the goal for the months gone") if shared else gettext("the whole goal")
    sentence = gettext("January %(first)s, February %(second)s: year to date %(year)s, held against %(goal)s")
    first, second = (_in_words(row, month) for month in months)
    return sentence % {"first": first, "second": second, "year": _in_words(row, year, parts=False), "goal": goal}


def _month(aggregation: Any, part: int, whole: int) -> Figure:
    value, denominator = Decimal(part), Decimal(whole)
    if aggregation == Aggregation.COUNT:
        return Figure(value, None, None, (1,), ())
    return combine(aggregation, [Reading(1, True, value, value, denominator)])


def _in_words(row: Any, figure: Figure, *, parts: bool = True) -> str:
    if parts and row.aggregation == Aggregation.RATIO:
        return f"{figure.numerator}/{figure.denominator}"
    return measured(figure.value, row.measure, PLACES)
