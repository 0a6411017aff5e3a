"""Things that people call by a number: "chỉ tiêu 15", "CT 15", "nhiệm vụ số 3".

Such a mention is one word of its own ("indicator:15;"), so that 15 does not find 150, nor another figure with 15 in it.
"""

import re
from collections.abc import Iterator

from .registry import FINDABLE


def token(kind: str, number: int) -> str:
    return f"{kind}:{number};"


def mentioned(text: str) -> Iterator[str]:
    """A word for each thing that a folded text calls by its number."""
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            yield token(kind, int(match[1]))


def with_tokens(text: str) -> str:
    """What somebody looks for, folded, with each mention replaced by its word."""
    for kind, pattern in _patterns():
        text = pattern.sub(lambda match, kind=kind: f" {token(kind, int(match[1]))} ", text)  # type: ignore[misc]
    return text


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for kind, findable in FINDABLE.items():
        if findable.called:
            names = "|".join(map(re.escape, findable.called))
            yield kind, re.compile(rf"\b(?:{names})\.? ?(?:so )?([0-9]{{1,5}})(?![0-9]|[./-][0-9]|/)")
