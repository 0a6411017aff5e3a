"""What a person finds: only what they may see, the newest of each kind first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from approvals.models import SearchRow
from approvals.registry import Text

from .matching import HoldsAll, is_in_few
from .registry import FINDABLE, PAGES, Told

SHOWN = 8  # of each kind
NARROW = 3  # scopes, up to which their rows are looked through by an index of theirs
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
    """By kinds, for folded words; with `kind` those of that one alone. One statement; on SQLite two for who sees more
    than NARROW scopes.

    `scopes` are those in which the person has anything to do: nothing else is looked through.
    """
    if not words:
        return []
    most = MOST_SHOWN if kind else SHOWN
    rows = _rows(person, words, list(scopes), kind, most + 1) if kind not in PAGES else []
    groups = [_group(name, [row for row in rows if row.kind == name], most) for name in FINDABLE]
    groups += [
        Group(name, each.name, each.place, list(each.find(words))) for name, each in PAGES.items() if kind in ("", name)
    ]
    return sorted((group for group in groups if group.found), key=lambda group: group.place)


def _group(kind: str, rows: list[SearchRow], most: int) -> Group:
    findable = FINDABLE[kind]
    return Group(kind, findable.name, findable.place, rows[:most], more=len(rows) > most)


def _rows(person: Any, words: list[str], scopes: list[int], kind: str, most: int) -> list[SearchRow]:
    """The newest of each kind, so many at most."""
    holds = HoldsAll(words, by_index=len(scopes) > NARROW and is_in_few(words))
    parts = [_of_kind(name, person, holds, scopes, most) for name in FINDABLE if kind in ("", name)]
    if not parts:
        return []
    whole = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return sorted(whole, key=lambda row: (row.at, row.pk), reverse=True)


def _of_kind(name: str, person: Any, holds: HoldsAll, scopes: list[int], most: int) -> QuerySet[Any]:
    """The rows are asked one after the other, the newest first, until there are enough; each whether the person may see
    its subject.
    """
    subject = FINDABLE[name].visible(person).order_by().filter(pk=OuterRef("subject_id"))
    rows = SearchRow.objects.filter(holds, Exists(subject), kind=name)
    if len(scopes) <= NARROW:  # sorted by an expression, which the index of the newest does not answer
        rows = rows.filter(scope__in=[0, *scopes])
        newest = rows.order_by(Coalesce("at", "at").desc(), "-pk")
    else:  # narrowed by an expression, which the index of the scopes does not answer: there are too many
        rows = rows.annotate(within=F("scope") + 0).filter(within__in=[0, *scopes])
        newest = rows.order_by("-at", "-pk")
    return SearchRow.objects.filter(pk__in=newest.values("pk")[:most]).order_by()
