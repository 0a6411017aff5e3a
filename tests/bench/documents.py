"""Rendering: a month's document of about 5 pages, and one of about 40."""

from collections.abc import Iterator
from statistics import median

from tests.workflows.documents_sample import assignment_groups, indicator_rows, ward_report
from workflows.documents.render import render_pdf

from .measure import Row, milliseconds, number

TIMES = 5


def rows() -> Iterator[Row]:
    month = ward_report()
    longer = ward_report(indicators=indicator_rows(LONG_INDICATORS), assignments=assignment_groups(LONG_ASSIGNMENTS))
    for content in (month, longer):
        pages = render_pdf(content).pages
        took = median(milliseconds(lambda content=content: render_pdf(content)) for _ in range(TIMES))
        yield Row(f"rendering {pages} pages, ms", number(took), beside=f"{number(took / pages)} ms a page")


LONG_INDICATORS = 150
LONG_ASSIGNMENTS = 9
