"""Whether a row's folded words hold every word that is looked for, anywhere in them: one question, two databases.

PostgreSQL answers by an index of pg_trgm. SQLite compares row by row, or asks a table of FTS5 that cuts the words
alike, into three letters each: docs/decisions/0104 says when which.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

SHORTEST = 3  # letters that an index of three can answer
MANY = 2000  # rows
INDEX = "approvals_search_index"


class HoldsAll(Func):
    """A condition on rows of SearchRow: their words are like each of the `patterns`, and SQLite's index finds them by
    what it is `asked`, unless that is blank. Both are from `question`.
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, patterns: Sequence[str], asked: str = "") -> None:
        super().__init__(F("words"), F("id"))
        self.patterns, self.asked = patterns, asked

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        column, _none = compiler.compile(self.source_expressions[0])
        sql = " AND ".join([f"{column} LIKE %s ESCAPE '!'"] * len(self.patterns)) or "1 = 1"
        if not self.asked:
            return sql, [*self.patterns]
        key, _none = compiler.compile(self.source_expressions[1])
        return f"{key} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s) AND {sql}", [self.asked, *self.patterns]


def question(words: list[str], *, by_index: bool) -> tuple[list[str], str]:
    """What `HoldsAll` asks for these folded words; of SQLite's index where `by_index` says so."""
    asked = _asked(words) if by_index and connection.vendor == "sqlite" else ""
    compared = [word for word in words if not asked or len(word) < SHORTEST]
    return [f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for word in compared], asked


def is_in_few(words: list[str]) -> bool:
    """Whether SQLite's index names at most MANY rows for the words. One statement; none on PostgreSQL, which knows."""
    asked = _asked(words)
    if connection.vendor != "sqlite" or not asked:
        return False
    with connection.cursor() as cursor:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT %s)"
        cursor.execute(sql, [asked, MANY + 1])
        return bool(cursor.fetchone()[0] <= MANY)


def _asked(words: list[str]) -> str:
    """What FTS5 is asked for these words; blank where all are too short for it."""
    long = (word.replace('"', '""') for word in words if len(word) >= SHORTEST)
    return " AND ".join(f'"{word}"' for word in long)
