from typing import Any

from django.db.models import Aggregate, CharField, Expression, Value
from django.db.models.sql.compiler import SQLCompiler


class Joined(Aggregate):
    """All values of a group as one text, a line each, in no order."""

    name = "Joined"
    function = "STRING_AGG"

    def __init__(self, expression: str | Expression) -> None:
        super().__init__(expression, Value("\n"), output_field=CharField())

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)
