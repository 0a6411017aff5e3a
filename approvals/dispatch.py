import json

from django.conf import settings

from .clock import now
from .files import pdf_path, write
from .models import Dispatch, Document, OutboxMessage, Rendition


def write_outgoing(message: OutboxMessage) -> None:
    """Outbox handler for `dispatch`: the PDF and its metadata into OUTGOING_DIR, named by the dispatch, twice is once.

    Raises Rendition.DoesNotExist while the numbered PDF is not rendered yet: the outbox tries again.
    """
    dispatch = Dispatch.objects.select_related("document").get(pk=message.payload["dispatch"])
    document = dispatch.document
    rendition = Rendition.objects.get(subject_kind=document.subject_kind, subject_id=document.subject_id, final=True)
    name = f"{document.year}-{document.number:02d}-{document.symbol.replace('/', '-')}-{dispatch.pk}"
    write(settings.OUTGOING_DIR / f"{name}.pdf", pdf_path(rendition.sha256).read_bytes())
    text = json.dumps(metadata(dispatch, document, rendition), ensure_ascii=False, indent=2)
    write(settings.OUTGOING_DIR / f"{name}.json", text.encode())
    Dispatch.objects.filter(pk=dispatch.pk, written_at=None).update(written_at=now())


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
