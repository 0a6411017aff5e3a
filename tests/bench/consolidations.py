"""Consolidation of a whole ward, and what a finished case leaves in the database."""

from collections.abc import Iterator
from statistics import median

from workflows.figures.provenance import provenance
from workflows.models import IndicatorEntry
from workflows.ward_reports import actions as ward_reports

from .contestants import REASON, Product
from .databases import rows as rows_of
from .databases import size
from .measure import Row, Statements, at_most, milliseconds, number
from .world import Ward

STATEMENTS = 16
MOST = 300  # ms
MAKINGS = 3
MOST_MAKINGS = 50  # ms


def rows(ward: Ward, code: str, times: int) -> Iterator[Row]:
    """Consolidate, reopen, consolidate …: the same units each time."""
    case = Product(ward, code)
    case.draft()
    case.ready()
    for place in range(len(ward.units)):
        case.submit(place)
        case.take(place)
    for place in range(len(ward.units)):
        case.accept(place)
    case.fetch_ward()
    with Statements() as statements:
        case.consolidate()
    took = [reconsolidated(case) for _ in range(times)]
    entries = IndicatorEntry.objects.filter(report__period=case.period).count()
    name = f"consolidation of {len(ward.units)} units, {entries:,} entries"
    yield at_most(f"{name}: statements", len(statements), STATEMENTS)
    yield at_most(f"{name}: time", median(took), MOST, " ms")
    yield from makings_rows(case)


def makings_rows(case: Product) -> Iterator[Row]:
    """What the makings of one figure cost, with every unit of the ward behind it, the reader's rights included."""
    case.fetch_ward()
    number = case.ward_report.figures.order_by("-expected").values_list("indicator__number", flat=True)[0]

    def read() -> object:
        return provenance(case.ward_report.pk, number, case.coordinator)

    with Statements() as statements:
        read()
    yield at_most("makings of one figure: statements", len(statements), MAKINGS)
    yield at_most("makings of one figure: time", median(milliseconds(read) for _ in range(10)), MOST_MAKINGS, " ms")


def reconsolidated(case: Product) -> float:
    case.fetch_ward()
    ward_reports.reopen(case.ward_report, by=case.coordinator, reason=REASON)
    case.fetch_ward()
    return milliseconds(case.consolidate)


def footprint(ward: Ward, code: str) -> Iterator[Row]:
    """Rows and bytes of one case, draft to issue, per unit report."""
    bytes_before, rows_before = size(), rows_of()
    case = Product(ward, code)
    case.draft()
    case.ready()
    for step in (case.submit, case.take, case.accept):
        for place in range(len(ward.units)):
            step(place)
    for step in ("consolidate", "send", "approve", "issue"):
        case.fetch_ward()
        getattr(case, step)()
    units = len(ward.units)
    grown, more = (size() - bytes_before) / units, (rows_of() - rows_before) / units
    entries = IndicatorEntry.objects.filter(report__period=case.period).count() / units
    yield Row("rows a finished unit report", number(more), beside=f"{number(entries)} of them entries")
    yield Row(
        "bytes a finished unit report", number(grown), beside="with its indexes and its part of the ward's report"
    )
