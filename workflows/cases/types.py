"""The types of case, as each room registers its own: what cases/ asks of a type beyond its model's contract."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import QuerySet

from approvals.registry import Registry, Text
from workflows.flows import CaseFlow
from workflows.models.cases import Case

from .rules import always


@dataclass(frozen=True)
class Next:
    """An `action` that a case waits for in a state, where `when` holds of it. `nobody` says that nobody can do it and
    what to do about that, of the `case` and its `step`; blank for what the case does not need to go on.
    """

    action: str
    nobody: Text = ""
    when: Callable[[Any], bool] = always


def related(cases: QuerySet[Any]) -> QuerySet[Any]:
    """The cases with the relations that their names read."""
    return cases.select_related(*cast(Any, cases.model).NAMED)


def nobody(_case: Any) -> str:
    return ""


@dataclass(frozen=True)
class CaseType:
    """`flow` mirrors the model's states. `parts` gives the cases that one of this type was made of, by its id; None
    where it is made of none. `next` tells by state what somebody must be able to do (cases/stranded.py).

    Lists of cases ask for `named`, the rows with what their names and `holder` read; `holder`, who has one now, in
    words; `searched`, the columns with words of theirs; and `due`, the expression of the first instant that is late.
    """

    model: type[Case]
    flow: type[CaseFlow]
    parts: Callable[[int], QuerySet[Any]] | None = None
    next: Mapping[Any, tuple[Next, ...]] = field(default_factory=dict)
    named: Callable[[Any], QuerySet[Any]] = related
    holder: Callable[[Any], str] = nobody
    searched: tuple[str, ...] = ()
    due: Any = None


TYPES: Registry[CaseType] = Registry()  # by kind


def register(case_type: CaseType) -> None:
    """Raises ImproperlyConfigured for a model that is registered already."""
    TYPES.add({case_type.model._meta.model_name or "": case_type})


def type_of(case: Case | type[Case]) -> CaseType:
    return TYPES[case._meta.model_name or ""]


def parts_of(kind: str, pk: int) -> tuple[str, Iterable[Any]]:
    """The cases that went into the one named: their kind in the trail, and their ids as a lazy subquery; ("", ()) for
    what is made of no others. Named by the setting APPROVALS_PARTS.
    """
    found = TYPES.get(kind)
    if found is None or found.parts is None:
        return "", ()
    parts = found.parts(pk)
    return parts.model._meta.model_name or "", parts.values("pk")
