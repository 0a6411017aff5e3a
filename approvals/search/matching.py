"""Whether a row's folded words hold every word that is looked for, anywhere in them: one question, two databases.

PostgreSQL answers by an index of pg_trgm. SQLite compares row by row, or asks a table of FTS5 that cuts the words
alike, into three letters each: docs/decisions/0104 says when which.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

from approvals.models import SearchRow

SHORTEST = 3  # letters that an index of three can answer
MANY = 2000  # rows
SEEN = 3  # rows of a hundredth of all
INDEX, TABLE = "approvals_search_index", SearchRow._meta.db_table


class Way(StrEnum):
    """How rows that hold the words are come by. PostgreSQL expects common words in few rows, and would read its index
    of them whole for each kind; it is told by how the condition is written.
    """

    INDEX = "index"  # by the index of the words
    FEW = "few"  # the words are compared before anything else is asked of a row: there are few
    MANY = "many"  # row by row, the newest first: much is found soon


class HoldsAll(Func):
    """A condition on rows of SearchRow: their words are like each of the `patterns`, and SQLite's index finds them by
    what it is `asked`, unless that is blank. Both are from `question`.
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, patterns: Sequence[str], asked: str = "", *, way: str = Way.INDEX) -> None:
        super().__init__(F("words"), F("id"))
        self.patterns, self.asked, self.way = patterns, asked, way

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        column, _none = compiler.compile(self.source_expressions[0])
        sql = _alike(column, self.patterns)
        if not self.asked:
            return sql, [*self.patterns]
        key, _none = compiler.compile(self.source_expressions[1])
        return f"{key} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s) AND {sql}", [self.asked, *self.patterns]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        column, _none = compiler.compile(self.source_expressions[0])
        sql = _alike(f"({column} || '')" if self.way == Way.FEW else column, self.patterns)
        return f"CASE WHEN {sql} THEN TRUE ELSE FALSE END" if self.way == Way.MANY else sql, [*self.patterns]


def _alike(column: str, patterns: Sequence[str]) -> str:
    return " AND ".join([f"{column} LIKE %s ESCAPE '!'"] * len(patterns)) or "1 = 1"


def question(words: list[str], *, by_index: bool) -> tuple[list[str], str]:
    """What `HoldsAll` asks for these folded words; of SQLite's index where `by_index` says so. The word that the fewest
    rows hold is likely one with a number, then the longest: it is compared first, and most rows are done with.
    """
    asked = _asked(words) if by_index and connection.vendor == "sqlite" else ""
    compared = [word for word in words if not asked or len(word) < SHORTEST]
    compared.sort(key=lambda word: (not any(map(str.isdigit, word)), -len(word)))
    return [f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for word in compared], asked


def is_in_few(words: list[str]) -> bool:
    """Whether the index is to be asked for the words: it names at most MANY rows on SQLite; on PostgreSQL, of a
    hundredth of the rows at most SEEN hold them. One statement, none where all words are too short for an index.
    """
    asked = _asked(words)
    if not asked:
        return False
    sql, values, most = f"SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s", [asked], MANY
    if connection.vendor == "postgresql":
        values, _none = question(words, by_index=False)
        sql = f"SELECT 1 FROM {TABLE} TABLESAMPLE SYSTEM (1) WHERE {_alike('words', values)}"
        most = SEEN
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT %s) AS found", [*values, most + 1])
        return bool(cursor.fetchone()[0] <= most)


def _asked(words: list[str]) -> str:
    """What FTS5 is asked for these words; blank where all are too short for it."""
    long = (word.replace('"', '""') for word in words if len(word) >= SHORTEST)
    return " AND ".join(f'"{word}"' for word in long)
