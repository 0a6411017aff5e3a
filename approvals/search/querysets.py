"""What a person finds: only what they may see, the newest of each kind first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from approvals.models import SearchRow
from approvals.registry import Text

from .matching import HoldsAll, Way, is_in_few, question
from .registry import FINDABLE, PAGES, FoundText

SHOWN = 8  # of each kind
NARROW = 3  # scopes, up to which their rows are looked through by an index of theirs
MOST_SHOWN = 100  # where one kind is asked for
COMPILED = 6  # words, up to which the statement is kept: with more of them it is another each time


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` where it is not all."""

    kind: str
    name: Text
    place: int
    found: Sequence[FoundText | SearchRow]
    more: bool = False


def built(build: Callable[..., Any], person: Any, *, fixed: dict[str, Any], **given: Any) -> list[Any]:
    """The rows of a query that Django builds for this once."""
    return list(build(person, **fixed, **given))


def found(
    person: Any, words: list[str], scopes: Iterable[int], kind: str = "", *, rows: Callable[..., list[Any]] = built
) -> list[Group]:
    """By kinds, for folded words; with `kind` those of that one alone. One statement, two for who sees more than
    NARROW scopes.

    `scopes` are those in which the person has anything to do: nothing else is looked through. `rows` runs the query: it
    has up to twelve subqueries, which take Django longer to build than a database to answer (units/compiled.py).
    """
    if not words:
        return []
    most = MOST_SHOWN if kind else SHOWN
    newest = _newest(person, words, [0, *scopes], kind, most + 1, rows) if kind not in PAGES else []
    groups = [_group(name, [row for row in newest if row.kind == name], most) for name in FINDABLE]
    groups += [
        Group(name, each.name, each.place, list(each.find(words))) for name, each in PAGES.items() if kind in ("", name)
    ]
    return sorted((group for group in groups if group.found), key=lambda group: group.place)


def _group(kind: str, rows: list[SearchRow], most: int) -> Group:
    findable = FINDABLE[kind]
    return Group(kind, findable.name, findable.place, rows[:most], more=len(rows) > most)


def _newest(
    person: Any, words: list[str], scopes: list[int], kind: str, most: int, rows: Callable[..., list[Any]]
) -> list[SearchRow]:
    """The newest of each kind, so many at most."""
    narrow = len(scopes) <= NARROW + 1
    way = Way.FEW if narrow else Way.INDEX if is_in_few(words) else Way.MANY
    patterns, asked = question(words, by_index=way == Way.INDEX)
    run = built if kind or len(words) > COMPILED else rows
    fixed = {"kind": kind, "most": most, "way": way}
    given = {f"pattern_{place}": pattern for place, pattern in enumerate(patterns)} | (
        {"asked": asked} if asked else {}
    )
    newest = run(_of_kinds, person, fixed=fixed, scopes=scopes, **given)
    return sorted(newest, key=lambda row: (row.at, row.pk), reverse=True)


def _of_kinds(
    person: Any, kind: str, most: int, way: str, scopes: list[int], asked: str = "", **patterns: str
) -> QuerySet[Any]:
    holds, narrow = HoldsAll([*patterns.values()], asked, way=way), way == Way.FEW
    parts = [_of_kind(name, person, holds, scopes, most, narrow) for name in FINDABLE if kind in ("", name)]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _of_kind(name: str, person: Any, holds: HoldsAll, scopes: list[int], most: int, narrow: bool) -> QuerySet[Any]:
    """The rows are asked one after the other, the newest first, until there are enough; each whether the person may see
    its subject.
    """
    subject = FINDABLE[name].visible(person).order_by().filter(pk=OuterRef("subject_id"))
    rows = SearchRow.objects.filter(holds, Exists(subject), kind=name)
    if narrow:  # sorted by an expression, which the index of the newest does not answer
        rows = rows.filter(scope__in=scopes)
        newest = rows.order_by(Coalesce("at", "at").desc(), "-pk")
    else:  # narrowed by an expression, which the index of the scopes does not answer: there are too many
        rows = rows.annotate(within=F("scope") + 0).filter(within__in=scopes)
        newest = rows.order_by("-at", "-pk")
    return SearchRow.objects.filter(pk__in=newest.values("pk")[:most]).order_by()
