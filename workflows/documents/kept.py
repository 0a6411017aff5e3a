"""What is kept beside a PDF: the same document in other forms."""

from .content import WardReportContent
from .data import figures_csv, figures_json
from .word.writer import render_docx


def other_forms(content: WardReportContent) -> dict[str, bytes]:
    """The document as Word file and its figures: what is kept beside its PDF (approvals/files/store.py)."""
    return {"docx": render_docx(content), "csv": figures_csv(content), "json": figures_json(content)}
