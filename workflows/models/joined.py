from typing import Any

from django.db.models import Aggregate, CharField, Expression, Func, Value
from django.db.models.sql.compiler import SQLCompiler


class Joined(Aggregate):
    """All values of a group as one text, a line each, in no order."""

    name = "Joined"
    function = "STRING_AGG"

    def __init__(self, expression: str | Expression) -> None:
        super().__init__(expression, Value("\n"), output_field=CharField())

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class Mapped(Aggregate):
    """The rows of a group as a JSON object, in text: from the first expression to the second."""

    name = "Mapped"
    function = "JSON_OBJECT_AGG"
    template = "%(function)s(%(expressions)s)::text"

    def __init__(self, key: str | Expression | Func, value: str | Expression | Func) -> None:
        super().__init__(key, value, output_field=CharField())

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        options = {"function": "JSON_GROUP_OBJECT", "template": "%(function)s(%(expressions)s)"}
        return self.as_sql(compiler, connection, **options, **context)
