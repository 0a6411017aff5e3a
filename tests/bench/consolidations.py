"""Consolidation of a whole ward, and what a finished case leaves in the database."""

from collections.abc import Iterator
from itertools import cycle
from statistics import median

from workflows.figures.origins.provenance import provenance
from workflows.models import Field, FieldType, FieldValue, IndicatorEntry
from workflows.outlines import actions as outlines
from workflows.pure.summing import WAYS
from workflows.ward_reports import actions as ward_reports

from .contestants import REASON, Product
from .databases import rows as rows_of
from .databases import size
from .measure import Row, Statements, at_most, milliseconds, number
from .world import Ward

STATEMENTS = 16
MOST = 300  # ms
FIELDS = 60
MOST_WITH_FIELDS = 400  # ms
MAKINGS = 3
MOST_MAKINGS = 50  # ms


def rows(ward: Ward, code: str, times: int) -> Iterator[Row]:
    """Consolidate, reopen, consolidate …: the same units each time."""
    case = Product(ward, code)
    case.draft()
    case.ready()
    statements, took = measured(case, times)
    entries = IndicatorEntry.objects.filter(report__period=case.period).count()
    name = f"consolidation of {len(ward.units)} units, {entries:,} entries"
    yield at_most(f"{name}: statements", statements, STATEMENTS)
    yield at_most(f"{name}: time", median(took), MOST, " ms")
    yield from makings_rows(case)


def field_rows(ward: Ward, code: str, times: int) -> Iterator[Row]:
    """The same where the outline asks for sixty fields of every type."""
    outlined(ward)
    case = Product(ward, code)
    case.draft()
    case.ready()
    filled = {"value": 7, "numerator": 50, "denominator": 100, "choice": "Khá", "words": "Đúng hạn", "yes": True}
    values = FieldValue.objects.filter(report__period=case.period)
    values.update(day=case.period.ends, **filled)
    statements, took = measured(case, times)
    name = f"consolidation of {len(ward.units)} units, {FIELDS} fields"
    yield at_most(f"{name}: statements", statements, STATEMENTS)
    yield at_most(f"{name}: time", median(took), MOST_WITH_FIELDS, " ms")


def outlined(ward: Ward) -> None:
    """From now on the ward's kind asks for the fields."""
    outline = outlines.current(ward.kind)
    section = outline.sections.create(number=10, order=10, title="Nội dung khác")
    types = cycle(type for type in FieldType if type not in (FieldType.TABLE, FieldType.FILE))
    Field.objects.bulk_create(
        Field(
            section=section, number=n, order=n, label=f"Trường {n}", type=type, summing=WAYS[type][0], choices=["Khá"]
        )
        for n, type in zip(range(1, FIELDS + 1), types, strict=False)
    )


def measured(case: Product, times: int) -> tuple[int, list[float]]:
    """How many statements it takes to consolidate, and how long, `times` over."""
    for place in range(len(case.ward.units)):
        case.submit(place)
        case.take(place)
    for place in range(len(case.ward.units)):
        case.accept(place)
    case.fetch_ward()
    with Statements() as statements:
        case.consolidate()
    return len(statements), [reconsolidated(case) for _ in range(times)]


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
