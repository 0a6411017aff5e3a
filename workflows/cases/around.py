"""What stands around a case on its own page, whatever its type."""

from typing import Any

from units.models import Person
from workflows.models.cases import Case

from .discussion.reading import discussion_of
from .links.reading import links_of


def around(case: Case, reader: Person) -> dict[str, Any]:
    """What "workflows/cases/_around.html" shows: the discussion beside it, and its links. Two queries where it has no
    link.
    """
    return {"discussion": discussion_of(case, reader), "links": links_of(case, reader)}
