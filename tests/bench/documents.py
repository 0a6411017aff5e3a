"""Rendering, and rendering to a document with both signatures: of 5 pages, and of about 40."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile

import django
from django.conf import settings
from django.test import override_settings

from approvals.files.pictures import PAGE_WIDTH, pages_of, picture
from approvals.models import Document
from approvals.signing import revisions
from approvals.signing.appearance.looks import Stamp
from approvals.verification.checks.result import Result
from approvals.verification.verify import verify
from tests import signing
from tests.workflows.documents_sample import assignment_groups, indicator_rows, ward_report
from workflows.documents.content import DocumentContent
from workflows.documents.kept import other_forms
from workflows.documents.pdf.filling import fills_of
from workflows.documents.pdf.render import render_pdf

from .measure import Row, at_most, milliseconds, number

TIMES = 5
LONG = {"indicators": indicator_rows(100), "assignments": assignment_groups(7)}
LINE = Document(number=5, symbol="BC-BCĐ", year=2026, issued_on=date(2026, 11, 9))
AT = datetime(2026, 11, 9, 9, 42, tzinfo=UTC)
MOST = (1500, 9000)  # milliseconds to a signed document
MOST_TO_CHECK = 2000  # milliseconds
MEMORY = 300  # MB


def rows() -> Iterator[Row]:
    contents = (ward_report(assignments=()), ward_report(**LONG))
    for content, most in zip(contents, MOST, strict=True):
        pages = render_pdf(content).pages
        took = median(milliseconds(lambda content=content: render_pdf(content)) for _ in range(TIMES))
        yield Row(f"rendering {pages} pages, ms", number(took), beside=f"{number(took / pages)} ms a page")
        signed = median(milliseconds(lambda content=content: to_signed(content)) for _ in range(TIMES))
        yield at_most(f"to a signed PDF of {pages} pages", signed, most, " ms")
        took = check_times(to_signed(content))
        yield at_most(f"checking the signed PDF of {pages} pages", took, MOST_TO_CHECK, " ms")
    with ProcessPoolExecutor(1, get_context("spawn"), django.setup) as worker:
        peak = worker.submit(peak_of_a_worker).result()
    yield at_most("memory of a worker that made 40 pages and signed them", peak, MEMORY, " MB")


def check_times(pdf: bytes) -> float:
    """The median of milliseconds until a stranger's file is judged, the start of its own process among them.

    Raises ValueError where it was not looked at, or found wanting.
    """
    with override_settings(), TemporaryDirectory() as folder, TemporaryFile() as file:
        signing.trust(settings, Path(folder))
        file.write(pdf)
        if verify(file).result == Result.FAIL:
            raise ValueError("the file that was just signed does not hold")
        return median(milliseconds(lambda: verify(file)) for _ in range(TIMES))


def peak_of_a_worker() -> float:
    """Megabytes that this process has held at its most, once it has made all that is kept of a long document, twice.

    The kernel's own mark of its address space: the process that started this one has no part in it.
    """
    content = ward_report(**LONG)
    for _time in range(2):
        signed = to_signed(content)
        for page in range(1, pages_of(signed) + 1):
            picture(signed, page, width=PAGE_WIDTH)
        other_forms(content)
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def to_signed(content: DocumentContent) -> bytes:
    """Rendered, signed by the person, numbered, dated and sealed."""
    pdf = render_pdf(content).pdf
    person = Stamp(signing.SIGNER, AT, signing.FONT, signing.png())
    signed = revisions.certify(pdf, signing.stored(), person)
    organ = Stamp(signing.ORGAN, AT, signing.FONT, signing.png(426, 426))
    return revisions.seal(signed, fills_of(LINE), signing.stored(signing.ORGAN), organ)
