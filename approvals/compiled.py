"""Queries that Django builds and compiles once in a process for each shape, and runs with other values afterwards.

Building the SQL of a desk cost as much as running it (docs/decisions/0101-sql-compiled-once.md). `rows` calls the
function that builds a queryset with stand-ins for its inputs, keeps the SQL, and puts each caller's values where the
stand-ins stood. It builds twice with different stand-ins: whatever differs between the two and is no input, such as a
value computed from one, is refused: such a query is built by Django each time, and the log says why, once. So a query
is kept whole or not at all, never half right.

An input is bound once however often the SQL names it. On PostgreSQL what is always the same stands in the text, so that
a plan made without the inputs is as good as one made for them, and PostgreSQL keeps it (docs/decisions/0120).

A function whose queryset depends on anything else says so in `also`. Whether a list of ids is empty belongs to the
shape by itself, since Django writes other SQL for it.
"""

import logging
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg._queries
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable, RelatedPopulator, ValuesListIterable
from django.utils.translation import get_language
from psycopg.types.numeric import Int8

from .clock import now, rehearsed, today
from .connections import cursor_of, maker_of

# psycopg looks for the places of values in a longer statement, or one of more values, at each run; ours come again, and
# who reads fifty wards has ten lists of fifty ids.
psycopg._queries.MAX_CACHED_STATEMENT_LENGTH = 100_000  # bytes
psycopg._queries.MAX_CACHED_STATEMENT_PARAMS = 5_000

Ids = Mapping[str, Any]  # whole numbers, texts, days and moments
Lists = Mapping[str, Sequence[int]]
Types = Sequence[tuple[str, type]]
Build = Callable[[Ids, Lists], "QuerySet[Any, Any]"]

PLACE = re.compile(r"%%|%s")
IN_A_LIST = re.compile(r"\bIN \($")
FIRST = 1_900_000_000  # stand-ins of ids are from here on, which no table of ours reaches and every column holds
APART = 1 << 20
NOW, TODAY = "now", "today"
TIMES = {NOW: now, TODAY: today}


class NotCompilable(Exception):
    """The queryset holds a value that depends on its inputs, and is none of them: build it by Django's own means."""


@dataclass(frozen=True)
class _Compiled:
    """A query's SQL in `pieces`, between which the inputs stand that `order` names. `rows` is the queryset that Django
    compiled, of which only how to read a row is used; `model` makes one, where rows are models.

    `single` has the input's name and type for each name in the text, `listed` the names of lists, `same` what is always
    bound, and `texts` the statements by the lengths of the lists.
    """

    rows: "QuerySet[Any, Any]"
    compiler: Any
    converters: Any
    model: "Callable[[Sequence[Any]], Any] | None"
    pieces: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    single: dict[str, tuple[str, type]] = field(default_factory=dict)
    listed: dict[str, None] = field(default_factory=dict)
    same: dict[str, Any] = field(default_factory=dict)
    texts: dict[tuple[int, ...], str] = field(default_factory=dict)

    @property
    def on_postgresql(self) -> bool:
        return bool(self.compiler.connection.vendor == "postgresql")

    @property
    def integer(self) -> type[int]:
        """Of one width whatever the number is: another would be another statement to PostgreSQL."""
        return Int8 if self.on_postgresql else int


logger = logging.getLogger(__name__)
LARGEST = 2**63 - 1  # that a column of whole numbers holds
_kept: dict[Hashable, _Compiled | NotCompilable | None] = {}


def rows(name: Hashable, build: Build, ids: Ids, lists: Lists, *, also: Hashable = None) -> list[Any]:
    """The rows of the queryset that `build` makes of the `ids` and the `lists` of ids, at this moment. One query; none
    where Django knows that there is no row.

    `name` tells the query from all others, with `also`, the inputs' names, which lists are empty, and the language.
    """
    full = tuple(sorted(key for key, found in lists.items() if found))
    connection = connections[DEFAULT_DB_ALIAS]
    types = tuple((key, type(value)) for key, value in ids.items())
    shape = (name, connection.vendor, types, full, get_language(), also)
    if shape not in _kept:
        _kept[shape] = _compiled_or_refused(shape, build, full)
    found = _kept[shape]
    if isinstance(found, NotCompilable) or any(isinstance(value, int) and value > LARGEST for value in ids.values()):
        return list(build(ids, lists))  # Django knows that no column holds such a number
    return _run(found, connection, ids, lists) if found else []


def read(
    build: "Callable[..., QuerySet[Any, Any]]", *, fixed: Mapping[str, Any] | None = None, **given: Any
) -> list[Any]:
    """The rows of `build(**given)`. `build` is a function of a module that depends on what is given alone, and on the
    moment: whole numbers, texts, days and moments, and lists of ids. What is None, true or false is another query, and
    so is each value of `fixed`, which are few, since each is kept: a year is fixed, whose column is too narrow on
    PostgreSQL for a stand-in. One query; none where Django knows that there is no row.
    """
    same = {name: value for name, value in given.items() if value is None or isinstance(value, bool)}
    lists = {name: value for name, value in given.items() if isinstance(value, list)}
    ids = {name: value for name, value in given.items() if name not in same and name not in lists}
    same |= fixed or {}

    def built(ids: Ids, full: Lists) -> "QuerySet[Any, Any]":
        return build(**same, **ids, **{name: full.get(name, []) for name in lists})

    return rows((build.__module__, build.__qualname__), built, ids, lists, also=tuple(same.items()))


def refused() -> list[str]:
    """Why queries of this process are not compiled: none, as tests see to it."""
    return [str(found) for found in _kept.values() if isinstance(found, NotCompilable)]


def _compiled_or_refused(shape: Any, build: Build, lists: Sequence[str]) -> "_Compiled | NotCompilable | None":
    try:
        return _compile(build, shape[2], lists)
    except NotCompilable as why:
        logger.exception("The query %s is built anew each time", shape[0])
        return why


def _compile(build: Build, types: Types, lists: Sequence[str]) -> _Compiled | None:
    """None where Django knows that no row can be found."""
    first, second = (_built(build, types, lists, turn) for turn in (0, 1))
    if first is None or second is None:
        if first is not second:
            raise NotCompilable("Whether there can be a row depends on the inputs' values.")
        return None
    (queryset, compiler, sql, values, known), (_rows, _compiler, sql_again, values_again, known_again) = first, second
    if sql != sql_again or len(values) != len(values_again):
        raise NotCompilable("The SQL depends on the inputs' values.")
    found = _Compiled(queryset, compiler, _converters(compiler), _model(queryset, compiler))
    names = [_name(pair, (known, known_again)) for pair in zip(values, values_again, strict=True)]
    _write(found, _pieces(sql), [*zip(names, values, strict=True)], lists)
    return found


def _write(found: _Compiled, pieces: Sequence[str], places: Sequence[tuple[str | None, Any]], lists: Any) -> None:
    """Divide the SQL at its inputs. Raises NotCompilable where a list stands elsewhere than alone in IN (…)."""
    own = found.compiler.connection
    piece = pieces[0]
    for (name, value), after in zip(places, pieces[1:], strict=True):
        if name is None and found.on_postgresql:
            piece += own.ops.compose_sql("%s", [value]).replace("%", "%%") + after
            continue
        if name in lists and not (IN_A_LIST.search(piece) and after.startswith(")")):
            raise NotCompilable(f"“{name}” is a list of ids, and stands elsewhere than alone in IN (…).")
        found.pieces.append(piece)
        found.order.append(_named(found, name, value, lists))
        piece = after
    found.pieces.append(piece)


def _named(found: _Compiled, name: str | None, value: Any, lists: Sequence[str]) -> str:
    """What stands for the value in the text; `found` learns what is to be bound."""
    if name is None:
        key = f"same_{len(found.same)}"
        found.same[key] = value
    elif name in lists:
        key = name
        found.listed[name] = None
    else:  # integers in the type that their column's field gave the stand-in: PostgreSQL is told their width by it
        kind = found.integer if type(value) is int else type(value)
        key = f"{name}_{kind.__name__}"
        found.single[key] = name, kind
    return key


def _converters(compiler: Any) -> dict[int, Any]:
    """What turns a column's value into Python's, by the column's place: Django asks it of each column at each query."""
    return compiler.get_converters([select[0] for select in compiler.select])


def _built(build: Build, types: Types, lists: Sequence[str], turn: int) -> Any:
    """The queryset made of stand-ins, its compiler, SQL and values, and the name of each stand-in by its value."""
    start = FIRST + turn * APART
    instant = datetime(2001 + turn, 3, 5 + turn, 7, 11, 13, 170_000 + turn, tzinfo=UTC)
    ids = {name: _stand_in(kind, start + place, instant) for place, (name, kind) in enumerate(types, start=1)}
    numbers = {name: start + place for place, name in enumerate(lists, start=len(ids) + 1)}
    with rehearsed(instant):
        found = build(ids, {name: [number] for name, number in numbers.items()})
        compiler: Any = found.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return None
        given = {NOW: now(), TODAY: today(), **ids, **numbers}
    return found, compiler, sql, values, {_adapted(compiler.connection, each): name for name, each in given.items()}


def _stand_in(kind: type, number: int, instant: datetime) -> Any:
    """A value of this type that no other input has: told apart by the number, which no year of a day may exceed."""
    if kind is datetime:
        return instant + timedelta(days=1, microseconds=number % 1000)
    if kind is date:
        return instant.date() + timedelta(days=number % 1000)
    return f"stand-in {number}" if kind is str else number


def _adapted(connection: Any, value: Any) -> Any:
    """A moment or a day as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


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


def _model(queryset: "QuerySet[Any, Any]", compiler: Any) -> "Callable[[Sequence[Any]], Any] | None":
    """What makes a row's model, as Django's ModelIterable does, which works out all but the last step at each query; or
    its tuple. None where only Django knows.
    """
    if queryset._iterable_class is ValuesListIterable and not compiler.has_extra_select:
        return tuple
    if queryset._iterable_class is not ModelIterable:
        return None
    info, select = compiler.klass_info, compiler.select
    start, end, make = _columns(info, select)
    beside = [_beside(each, select) for each in info.get("related_klass_infos", [])]
    added = list(compiler.annotation_col_map.items())

    def made(row: Sequence[Any]) -> Any:
        model = make(row[start:end])
        for populate in beside:
            populate(row, model)
        for name, place in added:
            setattr(model, name, row[place])
        return model

    return made


def _beside(info: Any, select: Any) -> Callable[[Sequence[Any], Any], None]:
    """What makes the row that comes along with a model, as Django's RelatedPopulator does."""
    if info["from_parent"]:
        by_django: Any = RelatedPopulator(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        populated: Callable[[Sequence[Any], Any], None] = by_django.populate
        return populated
    start, end, make = _columns(info, select)
    key = info["model"]._meta.pk.attname
    place = next(each for each in range(start, end) if select[each][0].target.attname == key)
    others = [_beside(each, select) for each in info.get("related_klass_infos", [])]

    def populate(row: Sequence[Any], owner: Any) -> None:
        other = None if row[place] is None else make(row[start:end])
        info["local_setter"](owner, other)
        if other is not None:
            for each in others:
                each(row, other)
            info["remote_setter"](other, owner)

    return populate


def _columns(info: Any, select: Any) -> tuple[int, int, Callable[[Sequence[Any]], Any]]:
    """From which column to before which a row has the model of `info`, and what makes it of these."""
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    return start, end, maker_of(info["model"], [column[0].target.attname for column in select[start:end]])


def _run(found: _Compiled, connection: Any, ids: Ids, lists: Lists) -> list[Any]:
    cursor = cursor_of(connection)
    cursor.execute(_text(found, lists), _bound(found, connection, ids, lists))
    read = cursor.fetchall()
    if found.model is None:
        return _by_django(found, connection, read)
    made = [*map(found.model, _converted(found, connection, read) if found.converters else read)]
    if lookups := found.rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        prefetch_related_objects(made, *lookups)
    return made


def _converted(found: _Compiled, connection: Any, read: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """The rows with what Django makes of the database's values (SQLCompiler.apply_converters). A blank stays one: half
    of the columns of a page on SQLite are moments and JSON that are not there.
    """
    converted = [(place, *each) for place, each in found.converters.items()]
    for each in read:
        row = list(each)
        for place, converters, expression in converted:
            value = row[place]
            if value is not None:
                for convert in converters:
                    value = convert(value, expression, connection)
                row[place] = value
        yield row


def _by_django(found: _Compiled, connection: Any, read: Sequence[Sequence[Any]]) -> list[Any]:
    """What is no model, as Django reads it from these rows."""
    compiler, at_hand = copy(found.compiler), found.rows.all()
    compiler.connection, compiler.query = connection, at_hand.query
    compiler.execute_sql = lambda *_args, **_kwargs: [read]
    compiler.get_converters = lambda _expressions: found.converters
    at_hand.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
    return list(at_hand)


def _text(found: _Compiled, lists: Lists) -> str:
    """The statement: a list has as many places as it has ids."""
    lengths = tuple(len(lists[name]) for name in found.listed)
    if lengths not in found.texts:
        marks = {name: f"%({name})s" for name in found.order}
        for name in found.listed:
            marks[name] = ", ".join(f"%({name}_{place})s" for place in range(len(lists[name])))
        between = zip(found.pieces, (marks[name] for name in found.order), strict=False)
        found.texts[lengths] = "".join([*(part for pair in between for part in pair), found.pieces[-1]])
    return found.texts[lengths]


def _bound(found: _Compiled, connection: Any, ids: Ids, lists: Lists) -> dict[str, Any]:
    """The values, by what stands for them in the text."""
    values = dict(found.same)
    for key, (name, kind) in found.single.items():
        value = ids[name] if name in ids else TIMES[name]()
        values[key] = kind(value) if isinstance(value, int) else _adapted(connection, value)
    for name in found.listed:
        values |= {f"{name}_{place}": found.integer(each) for place, each in enumerate(lists[name])}
    return values
