"""When a ward works: two spans of each working day, its own or the usual ones, and others for a term of days. Times in
Asia/Ho_Chi_Minh.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import pairwise

USUAL = "07:30–11:30, 13:30–17:00"
TIMES = re.compile(r"\d\d:\d\d")

Span = tuple[time, time]


@dataclass(frozen=True)
class Term:
    """Other hours from the first to the last day, both within; one span where only half of each day is worked."""

    first: date
    last: date
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, plain: Sequence[str]) -> "Term":
        """What a ward keeps in `hours_by_date`."""
        first, last, words = plain
        return cls(date.fromisoformat(first), date.fromisoformat(last), spans_of(words))

    @property
    def plain(self) -> list[str]:
        return [self.first.isoformat(), self.last.isoformat(), self.hours]

    @property
    def days(self) -> str:
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"

    @property
    def hours(self) -> str:
        return in_words(self.spans)

    @property
    def words(self) -> str:
        """As the trail shows it."""
        return f"{self.days}: {self.hours}"


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
