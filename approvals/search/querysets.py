"""What a person finds: only what they may see, the newest of each kind first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from approvals.models import SearchRow
from approvals.registry import Text

from .matching import HoldsAll
from .registry import FINDABLE, PAGES, Told

SHOWN = 8  # of each kind
MOST_SHOWN = 100  # where one kind is asked for


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` where it is not all."""

    kind: str
    name: Text
    place: int
    found: Sequence[Told | SearchRow]
    more: bool = False


def found(person: Any, words: list[str], scopes: Iterable[int], kind: str = "") -> list[Group]:
    """By kinds, for folded words; with `kind` those of that one alone. One statement.

    `scopes` are those in which the person has anything to do: nothing else is looked through.
    """
    if not words:
        return []
    most = MOST_SHOWN if kind else SHOWN
    rows = list(_matching(person, words, scopes, kind).filter(place__lte=most + 1)) if kind not in PAGES else []
    groups = [_group(name, [row for row in rows if row.kind == name], most) for name in FINDABLE]
    groups += [
        Group(name, each.name, each.place, list(each.find(words))) for name, each in PAGES.items() if kind in ("", name)
    ]
    return sorted((group for group in groups if group.found), key=lambda group: group.place)


def _group(kind: str, rows: list[SearchRow], most: int) -> Group:
    findable = FINDABLE[kind]
    return Group(kind, findable.name, findable.place, rows[:most], more=len(rows) > most)


def _matching(person: Any, words: list[str], scopes: Iterable[int], kind: str) -> QuerySet[Any]:
    kinds = [name for name in FINDABLE if kind in ("", name)]
    seen = (Q(kind=name, subject_id__in=FINDABLE[name].visible(person).order_by().values("pk")) for name in kinds)
    place = Window(RowNumber(), partition_by="kind", order_by=(F("at").desc(), F("pk").desc()))
    rows = SearchRow.objects.filter(HoldsAll(words), reduce(or_, seen, Q(pk__in=())), scope__in=[0, *scopes])
    return rows.annotate(place=place).order_by("kind", "place")
