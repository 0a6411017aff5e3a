"""Whether a row's folded words hold every word that is looked for, anywhere in them: one question, two databases.

PostgreSQL answers by an index of pg_trgm, SQLite by a table of FTS5 that cuts the words alike, into three letters each.
Words of one or two letters are compared row by row among what the others leave.
"""

from typing import Any

from django.db.models import BooleanField, F, Func

SHORTEST = 3  # letters that an index of three can answer
INDEX = "approvals_search_index"


class HoldsAll(Func):
    """A condition on rows of SearchRow; `words` are folded."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, words: list[str]) -> None:
        super().__init__(F("words"), F("id"))
        self.words = words

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        return self._alike(compiler, self.words)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        long = [word for word in self.words if len(word) >= SHORTEST]
        sql, params = self._alike(compiler, [word for word in self.words if len(word) < SHORTEST])
        if long:
            key, _none = compiler.compile(self.source_expressions[1])
            quoted = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long)
            sql = f"{key} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s) AND {sql}"
            params = [quoted, *params]
        return sql, params

    def _alike(self, compiler: Any, words: list[str]) -> tuple[str, list[str]]:
        column, _none = compiler.compile(self.source_expressions[0])
        patterns = [f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for word in words]
        return " AND ".join([f"{column} LIKE %s ESCAPE '!'"] * len(words)) or "1 = 1", patterns
