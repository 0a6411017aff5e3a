"""Rendering: a document of 5 pages, and one of about 40."""

from collections.abc import Iterator
from statistics import median

from tests.workflows.documents_sample import assignment_groups, indicator_rows, ward_report
from workflows.documents.render import render_pdf

from .measure import Row, milliseconds, number

TIMES = 5
LONG = {"indicators": indicator_rows(100), "assignments": assignment_groups(7)}


def rows() -> Iterator[Row]:
    short, longer = ward_report(assignments=()), ward_report(**LONG)
    for content in (short, longer):
        pages = render_pdf(content).pages
        took = median(milliseconds(lambda content=content: render_pdf(content)) for _ in range(TIMES))
        yield Row(f"rendering {pages} pages, ms", number(took), beside=f"{number(took / pages)} ms a page")
