"""Reads of the register of documents."""

from typing import Any

from django.db.models import Q, QuerySet

from approvals.models import Document, Standing
from approvals.scopes import Right, scopes
from approvals.text.vietnamese import holds


def visible_documents(person: Any) -> QuerySet[Document]:
    """The issued documents for whoever reads them; kept and voided numbers for those who issue or read the trail."""
    issued = Q(state=Document.State.ISSUED, scope__in=scopes(person, Right.READ_DOCUMENTS))
    return Document.objects.filter(
        issued | Q(scope__in=scopes(person, Right.KEEP_REGISTER)) | Q(scope__in=scopes(person, Right.READ_TRAIL))
    )


def documents_to_keep(person: Any) -> QuerySet[Document]:
    """The lines of the registers that the person keeps: who issues also voids and recalls."""
    return Document.objects.filter(scope__in=scopes(person, Right.KEEP_REGISTER))


def matching(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Those whose number, symbol, abstract, period or signer holds each word."""
    for word in words.split():
        number = word.partition("/")[0].lstrip("0")
        named = holds("abstract", word) | holds("period", word) | holds("signer", word) | holds("symbol", word)
        whole = number.isdecimal() and len(number) < 10
        documents = documents.filter(named | Q(number=number) if whole else named)
    return documents


def standing(documents: QuerySet[Document], how: str) -> QuerySet[Document]:
    """Those that stand so in the register, `how` being one of `Standing`."""
    issued, replaced = Q(state=Document.State.ISSUED, recalled_at=None), Q(replaced_by__state=Document.State.ISSUED)
    rule = {
        Standing.IN_FORCE: issued & ~replaced,
        Standing.REPLACED: issued & replaced,
        Standing.RECALLED: Q(recalled_at__isnull=False),
    }
    return documents.filter(rule[Standing(how)] if how in rule else Q(state=how))
