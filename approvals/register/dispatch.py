import json

from django.conf import settings
from django.db import transaction

from approvals.clock import ZONE, now
from approvals.files.store import content, pdf_path, write
from approvals.models import Dispatch, Document, OutboxMessage, Rendition
from approvals.statements import lock


def write_outgoing(message: OutboxMessage) -> None:
    """Outbox handler for `dispatch`: writes PDF and metadata to OUTGOING_DIR, named by the dispatch. Idempotent.

    A document that was recalled meanwhile goes nowhere; one that is recalled after this began is followed by its
    recall. Raises Rendition.DoesNotExist while the numbered PDF is not rendered yet, and FileFault where it is missing
    or changed: the outbox tries again.
    """
    dispatch = Dispatch.objects.select_related("document").get(pk=message.payload["dispatch"])
    document = dispatch.document
    if document.recalled_at:
        return
    rendition = Rendition.objects.get(subject_kind=document.subject_kind, subject_id=document.subject_id, final=True)
    pdf = content(pdf_path(rendition.sha256), rendition.sha256)
    text = json.dumps(metadata(dispatch, document, rendition), ensure_ascii=False, indent=2)
    if not _begin(dispatch):
        return
    name = outgoing_name(dispatch)
    write(settings.OUTGOING_DIR / f"{name}.pdf", pdf)
    write(settings.OUTGOING_DIR / f"{name}.json", text.encode())
    Dispatch.objects.filter(pk=dispatch.pk, written_at=None).update(written_at=now())


def _begin(dispatch: Dispatch) -> bool:
    """Note that the dispatch may have gone from now on. False where its document is recalled: one comes first.

    The lock is that of a recall, and is not held while files are written.
    """
    with transaction.atomic():
        if lock(Document, dispatch.document_id).recalled_at:
            return False
        Dispatch.objects.filter(pk=dispatch.pk, begun_at=None).update(begun_at=now())
        return True


class BeingWritten(Exception):
    """The dispatch that is to be recalled is still on its way out: the outbox tries again."""


def write_recall(message: OutboxMessage) -> None:
    """Outbox handler for `recall`: asks the recipient of a dispatch to delete the document and to confirm it.

    Raises BeingWritten until the handler of the dispatch is done, so that no document follows its own recall.
    """
    dispatch = Dispatch.objects.select_related("document").get(pk=message.payload["dispatch"])
    if OutboxMessage.objects.filter(key=f"dispatch-{dispatch.pk}", done_at=None, parked=False).exists():
        raise BeingWritten(dispatch)
    line = dispatch.document
    notice = {
        "recalls": dispatch.pk,
        "recipient": dispatch.recipient,
        "code": line.code,
        "issued_on": line.issued_on.isoformat(),
        "recalled_at": line.recalled_at.astimezone(ZONE).isoformat() if line.recalled_at else None,
        "reason": line.reason,
    }
    text = json.dumps(notice, ensure_ascii=False, indent=2)
    write(settings.OUTGOING_DIR / f"{outgoing_name(dispatch)}-recall.json", text.encode())


def outgoing_name(dispatch: Dispatch) -> str:
    line = dispatch.document
    return f"{line.year}-{line.number:02d}-{line.symbol.replace('/', '-')}-{dispatch.pk}"


def metadata(dispatch: Dispatch, document: Document, rendition: Rendition) -> dict[str, object]:
    """What the recipient needs to register the document; dates as ISO 8601."""
    return {
        "dispatch": dispatch.pk,
        "recipient": dispatch.recipient,
        "number": document.number,
        "symbol": document.symbol,
        "code": document.code,
        "issued_on": document.issued_on.isoformat(),
        "abstract": document.abstract,
        "signer": document.signer,
        "replaces": document.replaces.code if document.replaces else None,
        "sha256": rendition.sha256,
        "pages": rendition.pages,
    }
