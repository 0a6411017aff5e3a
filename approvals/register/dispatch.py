"""The file names under which a document is sent, and the facts of the register that go with it."""

from pathlib import Path

from django.conf import settings

from approvals.models import Dispatch, Document, Rendition


def outgoing_name(dispatch: Dispatch) -> str:
    line = dispatch.document
    return f"{line.year}-{line.number:02d}-{line.symbol.replace('/', '-')}-{dispatch.pk}"


def outgoing_folder(dispatch: Dispatch) -> Path:
    """Where the files of a dispatch that went by a folder lie."""
    return settings.OUTGOING_DIR / (dispatch.channel.address.get("directory", "") if dispatch.channel else "")


def metadata(dispatch: Dispatch, document: Document, rendition: Rendition) -> dict[str, object]:
    """What the recipient needs to register the document; dates as ISO 8601."""
    return {
        "dispatch": dispatch.pk,
        "identity": str(dispatch.identity) if dispatch.identity else None,
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
        "period": document.period,
        "signed_on_paper": rendition.on_paper,
        "files": [{"name": file["name"], "sha256": file["sha256"]} for file in dispatch.files],
    }
