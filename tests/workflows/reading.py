"""Arrange: the pages of a report as an approver meets them."""

import hashlib

import pytest
from django.urls import reverse

from approvals.files import pictures
from approvals.files import store as files
from approvals.models import OutboxMessage
from tests.factories import reread
from tests.remembered import remembered
from workflows.demo.cast import Cast
from workflows.documents import handlers
from workflows.documents.content import canonical
from workflows.documents.pdf.render import Rendering
from workflows.models import WardReport
from workflows.prose import actions as prose
from workflows.prose import drafts
from workflows.pure.wording.references import key_of
from workflows.routes.underway import deciding
from workflows.ward_reports import actions as ward_reports

from . import arrange

PICTURE = b"\x89PNG"


def address(report: WardReport, name: str = "ward_report_approval") -> str:
    return reverse(name, args=[report.pk])


def print_quickly(patched: pytest.MonkeyPatch) -> None:
    """The worker without WeasyPrint: a page, and other bytes for other content."""

    def made(content, **_room):
        pdf = canonical(content)
        sha256 = hashlib.sha256(pdf).hexdigest()
        files.write(files.page_path(sha256, 1), pictures.sealed(sha256, 1, PICTURE))
        return Rendering(pdf, sha256, pages=1)

    patched.setattr(handlers, "render_pdf", made)


@remembered
def awaiting(cast: Cast) -> WardReport:
    """It awaits approval, and its pages are made: by the quick printer."""
    with pytest.MonkeyPatch.context() as patched:
        print_quickly(patched)
        return printed(arrange.awaiting(cast))


def printed(report: WardReport) -> WardReport:
    """The worker has made what is due."""
    for message in OutboxMessage.objects.filter(topic="render", payload__ward_report=report.pk):
        handlers.render(message)
    return report


def seen(report: WardReport) -> str:
    """The SHA-256 of the PDF that the page shows."""
    return deciding.pdf_to_decide(reread(report)).get()


def look(client, report: WardReport) -> None:
    """Have the first page before one's eyes, as a browser does."""
    picture = reverse("ward_report_page", args=[report.pk, 1])
    assert client.get(picture, {"v": seen(report)}).status_code == 200


def look_at_all(cast: Cast, report: WardReport) -> WardReport:
    """The coordinator looks again at each sentence whose figures changed."""
    for each in drafts.stale(report, drafts.words_of(drafts.figures_of(report))):
        prose.look_again(reread(report), by=cast.coordinator, key=each.key, reads=key_of(each.now))
    return reread(report)


def sent_anew(report: WardReport, cast: Cast, **narrative: str) -> WardReport:
    """The coordinator reopens the report, edits it and sends it once more; the worker has not made its pages yet."""
    ward_reports.reopen(reread(report), by=cast.coordinator, reason="Sửa lời văn")
    again = ward_reports.consolidate(reread(report), by=cast.coordinator)
    if narrative:
        prose.edit_narrative(reread(again), by=cast.coordinator, seen=again.edits, narrative=narrative)
    return reread(ward_reports.send_for_approval(reread(again), by=cast.coordinator))
