"""Which assignments stand worse in a report than in the one before it. Pure: both sides are what `content.canonical`
wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .assignments import STATUSES
from .differences import Content

WORST_FIRST = tuple(STATUSES[status] for status in ("late", "not_started", "in_progress", "done"))


@dataclass(frozen=True)
class Setback:
    """An assignment by its number and work, how it stood and how it stands."""

    number: int
    work: str
    was: str
    is_now: str


def setbacks(old: Content, new: Content) -> Iterator[Setback]:
    """In the order of the newer report; what was not reported on one side is not compared."""
    before = {row["number"]: row["status"] for row in _rows(old)}
    for row in _rows(new):
        was, is_now = before.get(row["number"], ""), row["status"]
        if _rank(is_now) is not None and (_rank(was) or 0) > (_rank(is_now) or 0):
            yield Setback(row["number"], row["work"], _bare(was), _bare(is_now))


def _rows(content: Content) -> Iterator[Content]:
    for group in content["assignments"]:
        yield from group["rows"]


def _bare(status: str) -> str:
    """Without what the annex adds where the status is the one last accepted."""
    return status.partition(",")[0]


def _rank(status: str) -> int | None:
    bare = _bare(status)
    return WORST_FIRST.index(bare) if bare in WORST_FIRST else None
