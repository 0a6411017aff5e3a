"""One line for each thing that the engine asks of a type."""

from typing import Any

from tests.casetype.flows import ErrandFlow
from tests.casetype.models import DRAFT, Errand
from workflows.cases import rules, types
from workflows.cases.rules import Right
from workflows.cases.types import CaseType
from workflows.documents import papers
from workflows.documents.content import DocumentContent, Section
from workflows.documents.issuers import issuer_of
from workflows.documents.papers import Paper
from workflows.models.states import SignOff
from workflows.routes.who import signatories
from workflows.signoff.rights import SHARED


def content_of(errand: Errand, *, final: bool = False) -> DocumentContent:
    return DocumentContent(
        issuer=issuer_of(errand),
        subject=errand.words,
        addressees=tuple(errand.addressees),
        plan=None,
        opening="",
        sections=(Section("text", "", (errand.words,)),),
        closing="Kính đề nghị xem xét",
        indicators=(),
        assignments=(),
        signer=signatories.capacity_of(errand),
        recipients=(),
        archive="VT",
        made_at=errand.state_since,
    )


def with_source(errands: Any) -> Any:
    return errands.with_names()


types.register(CaseType(Errand, ErrandFlow))
papers.register(Errand, Paper(with_source, content_of, lambda errand: "b" * 64))
rules.register(
    Errand,
    {
        **SHARED,
        "send_for_approval": Right("review_reports"),
        "reply_to_opinion": Right("review_reports", states=(DRAFT, SignOff.RETURNED, SignOff.AWAITING_APPROVAL)),
        "dispatch": Right("issue_reports"),
    },
)
