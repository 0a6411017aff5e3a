"""What an arrangement left in the database is remembered, and laid down again for whoever arranges the same.

    @remembered
    def awaiting(cast: Cast, code: str = MONTH) -> WardReport: …

The first call of a process runs; the next ones, of any test, write the same rows at once, a tenth of the work, and give
a copy of what the first gave. That holds only where nothing tells the two apart, else the function simply runs: the
cast stands as it was settled, untouched but by the same such calls before; the clock is set to the same instant, or is
set in neither and it is the same hour; the settings and the language are the same; and the test has replaced nothing
(`monkeypatch`), counts no statements and collects nothing after a commit. Who has signed in before, or has a folder of
their own for files that the arrangement does not write, can tell as little.
"""

import copy
import functools
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from approvals import clock
from approvals.files import store
from tests.tables import Rows, Table, tables, triggers_asleep
from workflows.demo.cast import Cast

READS = re.compile(r"[\s(]*(SELECT|BEGIN|SAVEPOINT|RELEASE|ROLLBACK|SET (CONSTRAINTS|LOCAL)|LOCK TABLE|PRAGMA)\b")
WRITES = re.compile(r'(?:INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM) "?(\w+)')
# Who signs in as a test begins changes nothing that an arrangement rests on.
SIGNS_IN = re.compile(
    r'(?:INSERT INTO|UPDATE|DELETE FROM) "django_session"|UPDATE "units_person" SET "last_login" = \S+ WHERE'
)
UNKNOWN = "?"  # the table of a statement that writes we know not what
OWN = "<the test's own folder>"
PLAIN = (str, int, float, Decimal, date, type(None))
MOST = 64  # memories of a process, of half a megabyte each


@dataclass(frozen=True)
class Memory:
    """What a call gave, and how its rows and files come back."""

    given: Any
    statements: list[tuple[str, list | None]]
    files: dict[Path, bytes]

    def recall(self) -> Any:
        with triggers_asleep(), connection.cursor() as cursor:
            for sql, values in self.statements:
                cursor.execute(sql, values)
        known.paths += self.files
        for path, content in self.files.items():
            if not path.is_file() or path.read_bytes() != content:
                store.write(path, content)
        return copy.deepcopy(self.given)


@dataclass
class Database:
    """What this process knows of its database: how it was when the cast was settled, and what was written since."""

    name: str = ""
    scratch: str = ""  # the folder in which each test has one of its own
    own: str = ""  # that of the test which runs, where it asks for it
    cast: bytes = b""  # pickled
    settled: dict[Table, Rows] = field(default_factory=dict)  # all rows as they were then
    memories: dict[tuple, Memory] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)  # tables, in the transaction `within`
    before: tuple = ()  # the arrangement that wrote them last; its key tells those before
    touched: bool = False  # something else was written since, or may be gone
    within: Any = None
    spoilt: bool = False  # something was written that no test's end undoes
    captures: bool = False  # the test that runs collects what follows a commit, as its fixture does
    patch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)  # what it has replaced
    arranging: bool = False
    recalling: bool = False
    paths: list[Path] = field(default_factory=list)  # files that the arrangement has written

    def note(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Django's wrapper of every statement."""
        if not READS.match(sql) and connection.settings_dict["NAME"] == self.name:
            self.enter()
            if SIGNS_IN.match(sql) and not self.arranging:
                self.spoilt |= not getattr(self.within, "_from_testcase", False)
                return execute(sql, params, many, context)
            self.spoilt |= not getattr(self.within, "_from_testcase", False)
            self.written.update(WRITES.findall(sql) or [UNKNOWN])
            self.touched |= not self.recalling
        elif sql.startswith("ROLLBACK"):
            self.touched |= bool(self.written)  # what an arrangement wrote may be gone
        return execute(sql, params, many, context)

    def enter(self) -> None:
        """What was written in another transaction of the tests is gone with it."""
        outermost = connection.atomic_blocks[0] if connection.atomic_blocks else None
        if outermost is not self.within:
            self.within = outermost
            self.forget_written()

    def forget_written(self) -> None:
        self.written.clear()
        self.before, self.touched = (), False

    def untouched(self) -> bool:
        """Whether the cast stands as it was settled but for arrangements, to be undone by the end of a test."""
        self.enter()
        here = self.within is not None and connection.settings_dict["NAME"] == self.name
        return here and not (self.touched or self.spoilt)

    def standing(self) -> tuple[set[str], tuple, bool]:
        """What `stands_again` takes, once the rows are again those of now."""
        return set(self.written), self.before, self.touched

    def stands_again(self, written: set[str], before: tuple, touched: bool) -> None:
        """What a test wrote over rows that it shares with others is rolled back."""
        self.enter()
        self.written, self.before, self.touched = set(written), before, touched

    def is_put_back(self) -> None:
        """What a test has committed is gone (tests/settled.py), and all that is remembered holds."""
        self.spoilt, self.within = False, None
        self.forget_written()

    def unseen(self) -> bool:
        """Whether the test that runs cannot tell an arrangement from its memory."""
        counted = connection.force_debug_cursor
        return not (self.captures or counted or self.patch._setattr or self.patch._setitem)

    def copied_cast(self, gather: Callable[[], Cast]) -> Cast:
        """What it would gather now."""
        if not self.untouched() or self.before:
            return gather()
        self.cast = self.cast or pickle.dumps(gather())
        return pickle.loads(self.cast)

    def arrange(self, key: tuple, function: Callable[[], Any]) -> Any:
        """Run it, and remember what it left."""
        start = self.settled | {table: table.rows() for table in self.settled if table.name in self.written}
        kept = self.own_files()
        self.paths.clear()
        self.arranging = True
        try:
            given = function()
        finally:
            self.arranging = False
        if UNKNOWN not in self.written and kept == self.own_files():
            if len(self.memories) >= MOST:
                del self.memories[next(iter(self.memories))]
            self.memories[key] = self.remember(given, start)
            self.before, self.touched = key, False
        return given

    def own_files(self) -> set[Path]:
        return {*Path(self.own).rglob("*")} if self.own else set()

    def recall(self, key: tuple) -> Any:
        self.recalling = True
        try:
            given = self.memories[key].recall()
        finally:
            self.recalling = False
        self.before = key
        return given

    def remember(self, given: Any, start: dict[Table, Rows]) -> Memory:
        statements: list[tuple[str, list | None]] = []
        for table, before in start.items():
            if table.name in self.written:
                after = table.rows()
                statements += table.deleting(before.keys() - after.keys())
                changed = [row for key, row in after.items() if key in before and before[key] != row]
                statements += table.writing(changed + [row for key, row in after.items() if key not in before])
        return Memory(
            copy.deepcopy(given), statements, {path: path.read_bytes() for path in self.paths if path.is_file()}
        )


known = Database()


def remembered(function: Callable) -> Callable:
    @functools.wraps(function)
    def arranged(cast: Cast, *args: Any, **kwargs: Any) -> Any:
        key = _circumstances(cast, args, kwargs) if known.untouched() and known.unseen() else None
        if key is None:
            return function(cast, *args, **kwargs)
        key = (known.before, function.__module__, function.__qualname__, *key)
        if key in known.memories:
            return known.recall(key)
        if known.arranging:
            return function(cast, *args, **kwargs)
        return known.arrange(key, lambda: function(cast, *args, **kwargs))

    return arranged


def _circumstances(cast: Cast, args: tuple, kwargs: dict[str, Any]) -> tuple | None:
    """All that the arrangement depends on; None where that cannot be told, or will not be the same again."""
    instant = clock._set_to.get() or f"real, {clock.now():%Y-%m-%d %H}"
    changed = [(name, value.replace(known.own or OWN, OWN)) for name, value in _changed_settings()]
    if any(known.scratch in value for _name, value in changed):
        return None
    try:
        given = _plain(cast, args), _plain(cast, kwargs)
    except Unknowable:
        return None
    people = frozenset((name, person.pk) for name, person in cast.people.items())
    return (people, given, instant, translation.get_language(), *changed)


class Unknowable(Exception):
    """An argument of which it cannot be told whether it is the same again."""


def _plain(cast: Cast, value: Any) -> Any:
    """The value, to be compared; of the cast's own units and people their name there."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, dict):
        return tuple((key, _plain(cast, each)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return (type(value), *(_plain(cast, each) for each in value))
    for kind, those in (("unit", cast.units), ("person", cast.people)):
        for name, each in those.items():
            if each is value:
                return kind, name
    raise Unknowable(value)


def _changed_settings() -> Iterator[tuple[str, str]]:
    """Those that the test has set."""
    holder = settings._wrapped
    while "default_settings" in vars(holder):
        yield from ((name, repr(value)) for name, value in vars(holder).items() if name.isupper())
        holder = holder.default_settings


_whole = store._whole  # every file that the product keeps is written through it


@contextmanager
def _noted(path: Path) -> Iterator[Any]:
    with _whole(path) as file:
        yield file
    if known.arranging:
        known.paths.append(path)


def watch() -> None:
    """From here on what is written is noted: the cast has just been settled."""
    known.name, known.spoilt, known.within = connection.settings_dict["NAME"], False, None
    known.memories, known.cast = {}, b""
    known.settled = {table: table.rows() for table in tables()}
    if known.note not in connection.execute_wrappers:
        connection.execute_wrappers.append(known.note)
    store._whole = _noted
