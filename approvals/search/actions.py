"""Keeps the search rows in step with their subjects. Safe to run twice at a time: each row is written whole."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import override

from approvals.clock import now
from approvals.models import SearchMark, SearchRow, TrailEvent
from approvals.text.vietnamese import folded

from .numbers import mentioned, token
from .registry import FINDABLE, Findable, FoundLine

CHUNK = 500
BEFORE = timedelta(minutes=5)  # of the mark: what committed after others that began later
TOLD = ("scope", "title", "about", "address", "text", "words", "at")


def follow() -> int:
    """Take in what is new, and what the trail tells of since the last time; how many rows were written."""
    begun = now()
    mark = SearchMark.objects.first()
    touched = _touched(mark) if mark else {}
    written = sum(
        write(kind, each, _rows(each).filter(_new(kind) | _concerned(kind, each, touched)))
        for kind, each in FINDABLE.items()
    )
    SearchMark.objects.update_or_create(pk=mark.pk if mark else 1, defaults={"until": begun})
    return written


def compare_all() -> int:
    """Compare every row with what it tells of, and drop those whose subject is gone; how many rows were written."""
    written = 0
    for kind, each in FINDABLE.items():
        written += write(kind, each, _rows(each))
        subjects = _rows(each).order_by().values("pk")
        SearchRow.objects.filter(kind=kind).exclude(subject_id__in=subjects).delete()
    SearchRow.objects.exclude(kind__in=list(FINDABLE)).delete()
    return written


def write(kind: str, findable: Findable, rows: QuerySet[Any]) -> int:
    """Write the search rows whose words have changed, in Vietnamese. Returns how many."""
    written = 0
    with override("vi"):
        for chunk in _chunks(findable.read(rows).order_by("pk")):
            kept = {row.subject_id: row for row in SearchRow.objects.filter(kind=kind, subject_id__in=[*chunk])}
            current = [_row(kind, pk, findable.line(row)) for pk, row in chunk.items()]
            changed = [row for row in current if not _is_same(row, kept.get(row.subject_id))]
            SearchRow.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["kind", "subject_id"], update_fields=TOLD
            )
            written += len(changed)
    return written


def _rows(findable: Findable) -> QuerySet[Any]:
    rows: QuerySet[Any] = findable.model._default_manager.all()
    return rows


def _chunks(rows: QuerySet[Any]) -> Iterator[dict[int, Any]]:
    """By their ids, so many at a time."""
    last = 0
    while chunk := {row.pk: row for row in rows.filter(pk__gt=last)[:CHUNK]}:
        yield chunk
        last = max(chunk)


def _row(kind: str, pk: int, line: FoundLine) -> SearchRow:
    title, about = line.title[:600], line.about[:300]
    words = folded(f"{title} {about} {line.words}")
    said = dict.fromkeys(word for word in folded(line.said).split() if word not in words)
    numbered = {each for part in (title, about, line.words) for each in mentioned(folded(part))}
    if line.number is not None:
        numbered.add(token(kind, line.number))
    return SearchRow(
        kind=kind,
        subject_id=pk,
        scope=line.scope,
        title=title,
        about=about,
        address=line.address,
        text=f"{line.words} {line.said}".strip(),
        words=" ".join([words, *said, *sorted(numbered)]),
        at=line.at,
    )


def _is_same(row: SearchRow, kept: SearchRow | None) -> bool:
    return kept is not None and all(getattr(row, name) == getattr(kept, name) for name in TOLD)


def _new(kind: str) -> Q:
    newest = SearchRow.objects.filter(kind=kind).aggregate(pk=Max("subject_id"))["pk"]
    return Q(pk__gt=newest or 0)


def _touched(mark: SearchMark) -> dict[str, set[int]]:
    """The subjects of the events since the mark, by their kind."""
    found: dict[str, set[int]] = defaultdict(set)
    events = TrailEvent.objects.filter(at__gte=mark.until - BEFORE).order_by()
    for kind, pk in events.values_list("subject_kind", "subject_id").distinct():
        found[kind].add(pk)
    return found


def _concerned(kind: str, findable: Findable, touched: dict[str, set[int]]) -> Q:
    followed: dict[str, str] = {kind: "pk", **findable.follows}
    conditions = (
        _in(column, touched[followed_kind]) for followed_kind, column in followed.items() if followed_kind in touched
    )
    return reduce(or_, conditions, Q(pk__in=()))


def _in(column: str, ids: Collection[int]) -> Q:
    return Q(**{f"{column}__in": ids})
