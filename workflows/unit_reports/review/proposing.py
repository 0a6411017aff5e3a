"""What the office has said of entries, as the reason of a return."""

from collections.abc import Mapping
from typing import Any

from workflows.models import EntryComment, UnitReport

TYPED = "comment-"  # before a part's name: the field in which a comment on it is typed


def proposed_words(report: UnitReport, typed: Mapping[str, Any]) -> dict[str, str]:
    """By part: the comments that the unit has not answered, then what was typed and not sent. One query."""
    words: dict[str, list[str]] = {}
    for part, text in _open_comments(report):
        words.setdefault(part, []).append(text)
    for name, text in typed.items():
        if name.startswith(TYPED) and text.strip():
            words.setdefault(name.removeprefix(TYPED), []).append(text.strip())
    return {part: "\n".join(dict.fromkeys(texts)) for part, texts in words.items()}


def _open_comments(report: UnitReport) -> list[tuple[str, str]]:
    """Those of this turn: what was asked before the unit submitted again is not asked any more."""
    found = EntryComment.objects.filter(report=report, answered_at=None).order_by("at", "pk")
    if report.submitted_at:
        found = found.filter(at__gte=report.submitted_at)
    return list(found.values_list("part", "text"))
