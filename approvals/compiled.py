"""Queries that Django builds and compiles once in a process for each shape, and runs with other values afterwards.

Building the SQL of a desk cost as much as running it (docs/decisions/0101-sql-compiled-once.md). `rows` calls the
function that builds a queryset with stand-ins for its inputs, keeps the SQL, and puts each caller's values where the
stand-ins stood. It builds twice with different stand-ins: whatever differs between the two and is no input, such as a
value computed from one, is refused: such a query is built by Django each time, and the log says why, once. So a query
is kept whole or not at all, never half right.

A function whose queryset depends on anything else says so in `also`. Whether a list of ids is empty belongs to the
shape by itself, since Django writes other SQL for it.
"""

import logging
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils.translation import get_language

from .clock import now, rehearsed, today

Ids = Mapping[str, int]
Lists = Mapping[str, Sequence[int]]
Build = Callable[[Ids, Lists], "QuerySet[Any, Any]"]

PLACE = re.compile(r"%%|%s")
IN_A_LIST = re.compile(r"\bIN \((?:%s, )*$")
FIRST = 1_900_000_000  # stand-ins are integers from here on, which no table of ours reaches and every column holds
APART = 1 << 20
NOW, TODAY = "now", "today"


class NotCompilable(Exception):
    """The queryset holds a value that depends on its inputs, and is none of them: build it by Django's own means."""


@dataclass(frozen=True)
class _Compiled:
    """A query's SQL in pieces, between which its values stand: `names` has the input of each, None where it is always
    the same. `rows` is the queryset that Django compiled, of which only how to read a row is used.
    """

    rows: "QuerySet[Any, Any]"
    compiler: Any
    converters: Any
    pieces: Sequence[str]
    names: Sequence[str | None]
    values: Sequence[Any]


logger = logging.getLogger(__name__)
_kept: dict[Hashable, _Compiled | NotCompilable | None] = {}


def rows(name: Hashable, build: Build, ids: Ids, lists: Lists, *, also: Hashable = None) -> list[Any]:
    """The rows of the queryset that `build` makes of the `ids` and the `lists` of ids, at this moment. One query; none
    where Django knows that there is no row.

    `name` tells the query from all others, with `also`, the inputs' names, which lists are empty, and the language.
    """
    full = tuple(sorted(key for key, found in lists.items() if found))
    connection = connections[DEFAULT_DB_ALIAS]
    shape = (name, connection.vendor, tuple(sorted(ids)), full, get_language(), also)
    if shape not in _kept:
        _kept[shape] = _compiled_or_refused(shape, build, full)
    found = _kept[shape]
    if isinstance(found, NotCompilable):
        return list(build(ids, lists))
    return _run(found, connection, ids, lists) if found else []


def refused() -> list[str]:
    """Why queries of this process are not compiled: none, as tests see to it."""
    return [str(found) for found in _kept.values() if isinstance(found, NotCompilable)]


def _compiled_or_refused(shape: Any, build: Build, lists: Sequence[str]) -> "_Compiled | NotCompilable | None":
    try:
        return _compile(build, shape[2], lists)
    except NotCompilable as why:
        logger.exception("The query %s is built anew each time", shape[0])
        return why


def _compile(build: Build, ids: Sequence[str], lists: Sequence[str]) -> _Compiled | None:
    """None where Django knows that no row can be found."""
    first, second = (_built(build, ids, lists, turn) for turn in (0, 1))
    if first is None or second is None:
        if first is not second:
            raise NotCompilable("Whether there can be a row depends on the inputs' values.")
        return None
    (found, compiler, sql, values, known), (_rows, _compiler, sql_again, values_again, known_again) = first, second
    if sql != sql_again or len(values) != len(values_again):
        raise NotCompilable("The SQL depends on the inputs' values.")
    pieces = _pieces(sql)
    names = [_name(pair, (known, known_again)) for pair in zip(values, values_again, strict=True)]
    for place, name in enumerate(names):
        if name in lists and not IN_A_LIST.search("%s".join(pieces[: place + 1])):
            raise NotCompilable(f"“{name}” is a list of ids, and stands outside of IN (…).")
    return _Compiled(found, compiler, _converters(compiler), pieces, names, values)


def _converters(compiler: Any) -> dict[int, Any]:
    """What turns a column's value into Python's, by the column's place: Django asks it of each column at each query."""
    return compiler.get_converters([select[0] for select in compiler.select])


def _built(build: Build, ids: Sequence[str], lists: Sequence[str], turn: int) -> Any:
    """The queryset made of stand-ins, its compiler, SQL and values, and the name of each stand-in by its value."""
    start = FIRST + turn * APART
    numbers = {name: start + place for place, name in enumerate([*ids, *lists])}
    instant = datetime(2001 + turn, 3, 5 + turn, 7, 11, 13, 170_000 + turn, tzinfo=UTC)
    with rehearsed(instant):
        found = build({name: numbers[name] for name in ids}, {name: [numbers[name]] for name in lists})
        compiler: Any = found.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return None
        known = {value: name for name, value in _times(compiler.connection).items()}
    known |= {number: name for name, number in numbers.items()}
    return found, compiler, sql, values, known


def _times(connection: Any) -> dict[str, Any]:
    ops = connection.ops
    return {NOW: ops.adapt_datetimefield_value(now()), TODAY: ops.adapt_datefield_value(today())}


def _pieces(sql: str) -> list[str]:
    """What stands between the places of values; a doubled percent sign is none."""
    pieces, start = [], 0
    for place in PLACE.finditer(sql):
        if place[0] == "%s":
            pieces.append(sql[start : place.start()])
            start = place.end()
    return [*pieces, sql[start:]]


def _name(pair: tuple[Any, Any], known: tuple[dict[Any, str], dict[Any, str]]) -> str | None:
    """The input of which the two values are the stand-ins; None where they are the same. Raises NotCompilable."""
    one, other = (
        by_value.get(value) if _is_plain(value) else None for value, by_value in zip(pair, known, strict=True)
    )
    if one is not None and one == other:
        return one
    if one is None and other is None and pair[0] == pair[1]:
        return None
    raise NotCompilable(f"{pair[0]!r} depends on the inputs, and is none of them.")


def _is_plain(value: Any) -> bool:
    return isinstance(value, Hashable) and not isinstance(value, bool)


def _run(found: _Compiled, connection: Any, ids: Ids, lists: Lists) -> list[Any]:
    compiler, at_hand = copy(found.compiler), found.rows.all()
    sql, values = _bound(found, _times(connection), ids, lists)
    compiler.connection, compiler.query = connection, at_hand.query
    compiler.as_sql = lambda *_args, **_kwargs: (sql, values)
    compiler.get_converters = lambda _expressions: found.converters
    at_hand.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
    return list(at_hand)


def _bound(found: _Compiled, times: Mapping[str, Any], ids: Ids, lists: Lists) -> tuple[str, tuple[Any, ...]]:
    sql, values = [], []
    for piece, name, value in zip(found.pieces, found.names, found.values, strict=False):
        each = [value] if name is None else list(_values(name, value, times, ids, lists))
        sql += [piece, ", ".join(["%s"] * len(each))]
        values += each
    return "".join([*sql, found.pieces[-1]]), tuple(values)


def _values(name: str, stand_in: Any, times: Mapping[str, Any], ids: Ids, lists: Lists) -> Iterator[Any]:
    """Integers in the type that their column's field gave the stand-in: PostgreSQL is told their width by it."""
    if name in times:
        yield times[name]
    else:
        yield from (type(stand_in)(each) for each in ([ids[name]] if name in ids else lists[name]))
