"""An office that signs: a report approved, signed, numbered and sealed by the real actions."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.conf import settings
from django.test import override_settings
from weasyprint import HTML

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Document, Rendition
from approvals.signing.appearance.fields import add_fields
from approvals.verification.checks.result import Result
from approvals.verification.verify import Verification
from tests.factories import reread
from tests.factories import shown as seen_by_approver
from tests.workflows import arrange
from workflows.documents.pdf.places import Places
from workflows.documents.source import content_of
from workflows.models import WardReport
from workflows.pure.wording.words import BLANK_NUMBER, UNDATED
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing

from . import certificates, samples

TODAY = "2026-11-09 16:40"
PAGE = f"""<html lang="vi"><title>Báo cáo</title><meta name="keywords" content="BC-BCĐ">
<meta name="description" content="{{abstract}}"><style>@page {{{{ size: A4 }}}} p {{{{ font: 13pt Tinos }}}}</style>
<p>Số: <span id="document-number">{BLANK_NUMBER}</span>/BC-BCĐ
<p><i>Minh Xuân, <span id="document-issued-on">{UNDATED}</span></i>
<div id="document-signature" style="height: 30mm; margin-left: 60mm"></div>"""


@cache
def folder() -> Path:
    """Of this office's documents and of what it trusts: the tests' own authority."""
    made = Path(mkdtemp(prefix="office-"))
    certificates.home().publish(made / "roots", samples.SIGNED_AT)
    return made


def furnish(settings) -> None:
    settings.SIGNER = "stored"
    settings.DOCUMENTS_DIR = folder() / "documents"
    settings.SIGNING_ROOTS = settings.SIGNING_CRLS = folder() / "roots"


def issued(cast, opined: Callable[[WardReport], object] | None = None) -> Document:
    """Rendered, approved and signed, numbered and sealed, by the real actions; `opined` gives opinions on it before."""
    with override_settings():
        furnish(settings)
        report = shown(arrange.awaiting(cast))
        if opined:
            opined(report)
        approved = reread(approval.approve(report, by=cast.approver, seen=seen_by_approver(report)))
        signing.sign(approved, by=cast.approver, key=certificates.stored(certificates.person()))
        issuing.issue(reread(approved), by=cast.clerk, key=certificates.stored(certificates.organ()))
        return Document.objects.get(subject_kind="wardreport", subject_id=report.pk)


ISSUED = pytest.mark.starts_from(issued, on=TODAY)


def shown(report: WardReport) -> WardReport:
    """As if the worker had rendered it: one page with the document's places and metadata, made in a moment."""
    html = PAGE.format(abstract=content_of(report, final=False).subject)
    laid = HTML(string=html).render(pdf_variant="pdf/a-3a")
    places = Places(laid)
    pdf = laid.write_pdf(finisher=lambda _laid, pdf: add_fields(pdf, places.fields()), pdf_variant="pdf/a-3a")
    Rendition.objects.create(
        subject_kind="wardreport", subject_id=report.pk, scope=report.ward_id, content=report.content, final=False,
        sha256=files.keep(pdf), size=len(pdf), pages=1, made_at=now(),
    )  # fmt: skip
    return report


def pdf_of(document: Document) -> bytes:
    rendition = Rendition.objects.get(subject_id=document.subject_id, final=True)
    return files.pdf_path(rendition.sha256).read_bytes()


def failed(answer: Verification) -> list[str]:
    """The names of the checks that failed, in their order."""
    return [check.name for check in answer.checks if check.result == Result.FAIL]


def sha256_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
