"""What stands around a case on its own page, whatever its type."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from units.models import Person
from workflows.models import CaseLink, CaseMessage

from .discussion.reading import Discussion, discussion_of
from .links.reading import links_of


def with_around(cases: Any) -> Any:
    """The cases of one type, each with whether it is `discussed` and `linked`."""
    kind, pk = cases.model._meta.model_name, OuterRef("pk")
    ends = Q(subject_kind=kind, subject_id=pk) | Q(other_kind=kind, other_id=pk)
    return cases.annotate(
        discussed=Exists(CaseMessage.objects.filter(subject_kind=kind, subject_id=pk)),
        linked=Exists(CaseLink.objects.filter(ends)),
    )


def around(case: Any, reader: Person) -> dict[str, Any]:
    """What "workflows/cases/_around.html" shows of a case from `with_around`: the discussion beside it, and its links.
    No query where it has neither.
    """
    discussion = discussion_of(case, reader) if case.discussed else Discussion([], 0)
    return {"discussion": discussion, "links": links_of(case, reader) if case.linked else []}
