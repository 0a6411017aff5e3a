"""Verifying the trail: the events that carry true chains of hashes."""

from collections.abc import Iterator
from statistics import median

from approvals.models import TrailEvent
from approvals.trail import chain as trail

from .history import CHAINED, PATH
from .measure import Row, milliseconds, number


def rows(finished: int, number_of: int) -> Iterator[Row]:
    """`finished` is the number of finished reports in the history."""
    chained = min(CHAINED, finished)
    events = TrailEvent.objects.filter(subject_kind="unitreport", subject_id__lte=chained)
    ordered = events.order_by("subject_kind", "subject_id", "seq")
    found = trail.verify(ordered.iterator(chunk_size=5000))
    if found.fault or found.events != found.chains * len(PATH):
        raise RuntimeError(f"The trail of the history is bad: {found}")
    took = median(milliseconds(lambda: trail.verify(ordered.iterator(chunk_size=5000))) for _ in range(number_of))
    each = took / found.events * 1000
    yield Row(f"verifying {found.events:,} trail events, ms", number(took), beside=f"{each:.0f} microseconds an event")
