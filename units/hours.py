"""When a ward works: two spans of each working day, its own or the usual ones. Times in Asia/Ho_Chi_Minh."""

import re
from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from itertools import pairwise

USUAL = "07:30–11:30, 13:30–17:00"
TIMES = re.compile(r"\d\d:\d\d")

Span = tuple[time, time]


def spans_of(words: str) -> tuple[Span, ...]:
    """The spans that a ward keeps as `in_words` writes them; the usual ones where it keeps none."""
    found = [time.fromisoformat(each) for each in TIMES.findall(words or USUAL)]
    return tuple(zip(found[::2], found[1::2], strict=True))


def worked_a_day(spans: Sequence[Span]) -> Decimal:
    """How many hours they are together."""
    minutes = sum(60 * (ends.hour - begins.hour) + ends.minute - begins.minute for begins, ends in spans)
    return Decimal(minutes) / 60


def in_words(spans: Sequence[Span]) -> str:
    """As a ward keeps them, and as pages and the trail show them."""
    return ", ".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in spans)


def are_in_order(spans: Sequence[Span]) -> bool:
    """Whether each span ends after it begins, and the next begins after that."""
    times = [each for span in spans for each in span]
    return all(first < second for first, second in pairwise(times))
