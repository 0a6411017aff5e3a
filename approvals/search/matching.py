"""Whether a row's folded words hold every word that is looked for, anywhere in them: one question, two databases.

PostgreSQL answers by an index of pg_trgm. SQLite compares row by row, or asks a table of FTS5 that cuts the words
alike, into three letters each: docs/decisions/0104 says when which.
"""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

SHORTEST = 3  # letters that an index of three can answer
MANY = 2000  # rows
INDEX = "approvals_search_index"


class HoldsAll(Func):
    """A condition on rows of SearchRow; `words` are folded. SQLite asks its index where `by_index` says so."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, words: list[str], *, by_index: bool = True) -> None:
        super().__init__(F("words"), F("id"))
        self.words, self.by_index = words, by_index

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        return self._alike(compiler, self.words)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        asked = _asked(self.words) if self.by_index else ""
        sql, params = self._alike(compiler, [word for word in self.words if not asked or len(word) < SHORTEST])
        if not asked:
            return sql, params
        key, _none = compiler.compile(self.source_expressions[1])
        return f"{key} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s) AND {sql}", [asked, *params]

    def _alike(self, compiler: Any, words: list[str]) -> tuple[str, list[str]]:
        column, _none = compiler.compile(self.source_expressions[0])
        patterns = [f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for word in words]
        return " AND ".join([f"{column} LIKE %s ESCAPE '!'"] * len(words)) or "1 = 1", patterns


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
