import json

from django.conf import settings

from .clock import ZONE, now
from .files import content, pdf_path, write
from .models import Dispatch, Document, OutboxMessage, Rendition


def write_outgoing(message: OutboxMessage) -> None:
    """Outbox handler for `dispatch`: the PDF and its metadata into OUTGOING_DIR, named by the dispatch, twice is once.

    A document that was recalled meanwhile goes nowhere. Raises Rendition.DoesNotExist while the numbered PDF is not
    rendered yet, and FileFault where it is missing or changed: the outbox tries again.
    """
    dispatch = Dispatch.objects.select_related("document").get(pk=message.payload["dispatch"])
    document = dispatch.document
    if document.recalled_at:
        return
    rendition = Rendition.objects.get(subject_kind=document.subject_kind, subject_id=document.subject_id, final=True)
    name = outgoing_name(dispatch)
    write(settings.OUTGOING_DIR / f"{name}.pdf", content(pdf_path(rendition.sha256), rendition.sha256))
    text = json.dumps(metadata(dispatch, document, rendition), ensure_ascii=False, indent=2)
    write(settings.OUTGOING_DIR / f"{name}.json", text.encode())
    Dispatch.objects.filter(pk=dispatch.pk, written_at=None).update(written_at=now())


def write_recall(message: OutboxMessage) -> None:
    """Outbox handler for `recall`: asks the recipient of a dispatch to delete the document and to confirm it."""
    dispatch = Dispatch.objects.select_related("document").get(pk=message.payload["dispatch"])
    line = dispatch.document
    told = {
        "recalls": dispatch.pk,
        "recipient": dispatch.recipient,
        "code": line.code,
        "issued_on": line.issued_on.isoformat(),
        "recalled_at": line.recalled_at.astimezone(ZONE).isoformat() if line.recalled_at else None,
        "reason": line.reason,
    }
    text = json.dumps(told, ensure_ascii=False, indent=2)
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
