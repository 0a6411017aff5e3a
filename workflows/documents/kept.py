"""What is kept beside a PDF: the same document in other forms."""

from .content import DocumentContent
from .data import figures_csv, figures_json
from .word.writer import render_docx


def other_forms(content: DocumentContent) -> dict[str, bytes]:
    """What is kept beside its PDF (approvals/files/store.py): the Word file, and the figures of a report on a plan."""
    figures = {"csv": figures_csv(content), "json": figures_json(content)} if content.plan else {}
    return {"docx": render_docx(content), **figures}
