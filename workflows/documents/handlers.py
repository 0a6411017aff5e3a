"""The outbox handler that renders the document of a case, for those who approve it."""

from typing import Any

from django.db.models import QuerySet

from approvals.clock import now
from approvals.files import store as files
from approvals.models import OutboxMessage, Rendition
from approvals.register import actions as register
from workflows.cases.types import case_in
from workflows.models.cases import RoutedCase

from .content import DocumentContent, canonical
from .kept import other_forms
from .papers import PAPERS, paper_of
from .pdf.render import Rendering, render_pdf


def render(message: OutboxMessage) -> None:
    """Outbox handler for `render`: payload the case's id under its name, `content`, the digest of what was asked for,
    and `final`, whether with number and day.

    Idempotent. A case that has moved on to other content, or was rendered already, is left alone. Runs outside any
    transaction: rendering takes seconds.
    """
    wanted = message.payload
    case = _unchanged(wanted).first()
    if case is None or _rendered(case, wanted).exists():
        return
    content = paper_of(case).content(case, final=wanted["final"])
    if not _unchanged(wanted).exists():  # it was opened again while its rows were read
        return
    digits = register.expected_digits(case.ward_id, content.issuer.symbol)
    _keep(case, wanted, content, render_pdf(content, digits=digits))


def _unchanged(wanted: dict[str, Any]) -> QuerySet[Any]:
    model, pk = case_in(wanted)
    cases: Any = model._default_manager
    return PAPERS[model._meta.model_name or ""].source(cases.filter(pk=pk, content=wanted["content"]))


def _rendered(case: RoutedCase, wanted: dict[str, Any]) -> QuerySet[Rendition]:
    named = {"subject_kind": case.kind, "subject_id": case.pk, "content": wanted["content"]}
    return Rendition.objects.filter(**named, final=wanted["final"])


def _keep(case: RoutedCase, wanted: dict[str, Any], content: DocumentContent, rendering: Rendering) -> None:
    sha256 = files.keep(rendering.pdf, other_forms(content))
    files.write(files.content_path(sha256), canonical(content))
    Rendition.objects.get_or_create(
        subject_kind=case.kind,
        subject_id=case.pk,
        content=wanted["content"],
        final=wanted["final"],
        defaults={
            "scope": case.ward_id,
            "sha256": sha256,
            "size": len(rendering.pdf),
            "pages": rendering.pages,
            "beside": files.beside(sha256),
            "made_at": now(),
        },
    )
