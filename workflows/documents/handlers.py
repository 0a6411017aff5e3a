"""The outbox handler that renders a ward report: the draft for approval, then the numbered document."""

from typing import Any

from django.db.models import QuerySet

from approvals.clock import now
from approvals.files import store as files
from approvals.models import OutboxMessage, Rendition
from approvals.register import actions as register
from workflows.models import WardReport

from .content import WardReportContent, canonical
from .kept import other_forms
from .pdf.render import Rendering, render_pdf
from .source import content_of, with_source


def render(message: OutboxMessage) -> None:
    """Outbox handler for `render`: payload `ward_report` (id), `final`, `content` (the digest of what was asked for).

    Idempotent. A report that has moved on to other content, or was rendered already, is left alone. Runs outside
    any transaction: rendering takes seconds.
    """
    wanted = message.payload
    report = _unchanged(wanted).first()
    if report is None or _rendered(wanted).exists():
        return
    content = content_of(report, final=wanted["final"])
    if not _unchanged(wanted).exists():  # it was reopened while its rows were read
        return
    digits = register.expected_digits(report.ward_id, content.issuer.symbol)
    _keep(report, wanted, content, render_pdf(content, digits=digits))


def _unchanged(wanted: dict[str, Any]) -> QuerySet[WardReport]:
    return with_source(WardReport.objects.filter(pk=wanted["ward_report"], content=wanted["content"]))


def _rendered(wanted: dict[str, Any]) -> QuerySet[Rendition]:
    return Rendition.objects.filter(
        subject_kind=WardReport._meta.model_name,
        subject_id=wanted["ward_report"],
        content=wanted["content"],
        final=wanted["final"],
    )


def _keep(report: WardReport, wanted: dict[str, Any], content: WardReportContent, rendering: Rendering) -> None:
    sha256 = files.keep(rendering.pdf, other_forms(content))
    files.write(files.content_path(sha256), canonical(content))
    Rendition.objects.get_or_create(
        subject_kind=WardReport._meta.model_name,
        subject_id=report.pk,
        content=wanted["content"],
        final=wanted["final"],
        defaults={
            "scope": report.ward_id,
            "sha256": sha256,
            "size": len(rendering.pdf),
            "pages": rendering.pages,
            "beside": files.beside(sha256),
            "made_at": now(),
        },
    )
