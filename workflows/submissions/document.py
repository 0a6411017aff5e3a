"""What a submission says on paper."""

from django.db.models import QuerySet

from approvals.register import actions as register
from workflows.documents.content import DocumentContent, Section
from workflows.documents.issuers import issuer_of
from workflows.documents.papers import STAMPS, numbered
from workflows.models import Submission
from workflows.routes.who import signatories

from .fields.actions import sections_of


def with_source(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With all that `content_of` reads."""
    return submissions.select_related("document_kind", "plan", "ward", "unit")


def content_of(submission: Submission, *, final: bool = False) -> DocumentContent:
    """The document's content; `final` with number and day of the register. The last paragraph bears the end mark."""
    *paragraphs, last = submission.body.splitlines() or [""]
    content = DocumentContent(
        issuer=issuer_of(submission),
        subject=submission.abstract,
        addressees=tuple(submission.addressees),
        plan=None,
        opening="",
        sections=(Section("text", "", tuple(paragraphs)),),
        closing=last,
        indicators=(),
        assignments=(),
        signer=signatories.capacity_of(submission),
        recipients=tuple(submission.recipients.splitlines()),
        archive=f"VT, {submission.unit.code}",
        made_at=submission.sent_at or submission.drafted_at,
        kind=submission.document_kind.name,
        is_letter=submission.document_kind.is_letter,
        bases=tuple(submission.bases.splitlines()),
        urgency=STAMPS[submission.urgency],
        fields=sections_of(submission.fields_told),
    )
    line = register.document_of(submission) if final else None
    return numbered(content, line) if line else content
