"""What people typed, tidied and compared: a change is kept as `name: [old, new]`, as plain JSON."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.text.plain import plain_lines
from workflows.models.cases import Case

Changes = dict[str, list[Any]]
NARRATIVE = ("results", "difficulties", "proposals", "directions")


def set_texts(row: Case, texts: Mapping[str, str], parts: tuple[str, ...] = NARRATIVE) -> Changes:
    """Set those of the `parts` of the prose that differ; returns what they were and are."""
    return set_values(row, texts, parts)


def set_values(row: Any, typed: Mapping[str, Any], names: tuple[str, ...]) -> Changes:
    """Set those attributes `names` that `typed` gives and that differ; returns what they were and are."""
    changes: Changes = {}
    for name in names:
        if name not in typed:
            continue
        old, new = getattr(row, name), typed[name]
        if isinstance(new, str):
            new = plain_lines(new)
        if old != new:
            changes[name] = [plain(old), plain(new)]
            setattr(row, name, new)
    return changes


def plain(value: Any) -> Any:
    """A value as JSON and the trail keep it: a decimal as its shortest digits, "12.5", a day as 2026-10-05."""
    if isinstance(value, date):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def required_text(text: str) -> str:
    """The text, tidied. Raises NotPossible where it is blank."""
    text = plain_lines(text)
    if not text:
        raise NotPossible(_("Please write something first: nothing was sent."))
    return text


def stated(reason: str) -> str:
    """The reason, tidied. Raises NotPossible where it is blank."""
    reason = plain_lines(reason)
    if not reason:
        raise NotPossible(_("Please give a reason: those concerned will read it."))
    return reason
