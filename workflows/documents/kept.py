"""What is kept beside a PDF: the same document in other forms."""

from typing import Any

from .content import DocumentContent, restored
from .data import figures_csv, figures_json
from .papers import STAMPS
from .word.writer import render_docx


def other_forms(content: DocumentContent) -> dict[str, bytes]:
    """What is kept beside its PDF (approvals/files/store.py): the Word file, and the figures of a report on a plan or
    of a document's own fields.
    """
    has_figures = content.plan or content.fields
    figures = {"csv": figures_csv(content), "json": figures_json(content)} if has_figures else {}
    return {"docx": render_docx(content), **figures}


def letter_of(kept: bytes) -> dict[str, Any]:
    """What a message that carries the document says beside the register: named by the setting APPROVALS_LETTER."""
    content = restored(kept)
    signer = content.signer
    return {
        "organ": content.issuer.full_name,
        "place": content.issuer.place,
        "kind": content.kind,
        "competence": signer.prefix,
        "position": signer.post or signer.title,
        "signer": signer.name,
        "to_places": [*content.addressees, *content.recipients],
        "priority": next(level for level, stamp in STAMPS.items() if stamp == content.urgency),
        "appendixes": list(content.annexed),
    }
