"""What an event changed, in words: the fields' names and their values, old and new."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.clock import ZONE
from approvals.models import TrailEvent

from .words import FIELDS, VALUES, WRITINGS, entry

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def differences(event: TrailEvent) -> list[dict[str, str]]:
    """The changed fields of an event as rows: field, old, new."""
    return rows(event.changes)


def over(events: Iterable[TrailEvent]) -> list[dict[str, str]]:
    """What these events, oldest first, changed between them: a field once, as it was before the first and is now."""
    folded: dict[str, list[Any]] = {}
    for event in events:
        for name, (old, new) in event.changes.items():
            folded[name] = [folded[name][0] if name in folded else old, new]
    return rows({name: pair for name, pair in folded.items() if pair[0] != pair[1]})


def rows(changes: Mapping[str, list[Any]]) -> list[dict[str, str]]:
    """Fields of the trail with their old and new values, in words."""
    written = {name: _written(name, *pair) for name, pair in changes.items()}
    return [
        {"field": field(name), "old": value(name, old), "new": value(name, new)} for name, (old, new) in written.items()
    ]


def field(name: str) -> str:
    """A field's name in words: "8.value" is the value of the entry "8", "results" the name of a text."""
    if name in FIELDS:
        return str(FIELDS[name])
    part, _dot, what = name.partition(".")
    named = entry(part) or str(FIELDS.get(part, part))
    return f"{named}: {FIELDS.get(what, what)}" if what else named


def value(name: str, plain: Any) -> str:
    """A value of the trail as text: nothing is a dash, an instant is shown in Vietnamese time."""
    if plain is None or plain == "":
        return "–"
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(plain, dict):
        plain = [f"{key}: {value(name, each)}" for key, each in plain.items()]
    if isinstance(plain, list):
        return "; ".join(value(name, each) for each in plain) or "–"
    if isinstance(plain, str) and INSTANT.match(plain):
        return f"{datetime.fromisoformat(plain).astimezone(ZONE):%d/%m/%Y %H:%M}"
    words = VALUES.get(name.rpartition(".")[2], {}) if isinstance(plain, str) else {}
    return str(words.get(plain, plain))


def _written(name: str, old: Any, new: Any) -> tuple[Any, Any]:
    """The two values as the room whose field it is writes them."""
    writing = WRITINGS.get(name.rpartition(".")[2])
    return writing(old, new) if writing else (old, new)
