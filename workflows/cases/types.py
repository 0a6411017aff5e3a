"""The types of case, as each room registers its own: what cases/ asks of a type beyond its model's contract."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Q, QuerySet

from approvals.models import Dispatch
from approvals.registry import Registry, Text
from units.models import Person
from workflows.flows import CaseFlow
from workflows.models.cases import Case

from .rules import always


@dataclass(frozen=True)
class Next:
    """An `action` that a case waits for in a state, where `when` holds of it. `nobody` says that nobody can do it and
    what to do about that, of the `case` and its `step`; blank for what the case does not need to go on. `explains` says
    it of a step more exactly, where it can, and `adjusted_at` gives the address where an administrator has the case
    pass the step by, or another do it, blank where neither is possible. Of an action at steps of a route, `also` names
    further verbs whose steps are waited for alike. For a unit in which nobody has ever held an office others do
    `instead`.
    """

    action: str
    nobody: Text = ""
    when: Callable[[Any], bool] = always
    explains: Callable[[Any], str] | None = None
    adjusted_at: Callable[[Any, Any], str] | None = None
    also: tuple[str, ...] = ()
    instead: str = ""


def related(cases: QuerySet[Any]) -> QuerySet[Any]:
    """The cases with the relations that their names read."""
    return cases.select_related(*cast(Any, cases.model).NAMED)


def nobody(_case: Any) -> str:
    return ""


@dataclass(frozen=True)
class CaseType:
    """`flow` mirrors the model's states. `parts` gives the cases that one of this type was made of, by its id; None
    where it is made of none. `recalled` moves one whose document the person has recalled, with the reason, if that
    changes anything; None where there are no documents. `answered` moves one by what the recipient that leads answered,
    idempotent; None where it ends with its sending. `next` tells by state what somebody must be able to do
    (cases/stranded.py).

    Lists of cases ask for `named`, the rows with what their names and `holder` read; `holder`, who has one now, in
    words; `searched`, the columns with words of theirs; and `due`, the expression of the first instant that is late.
    The search over everything looks through the columns of `texts` too: of a document, not of each unit's entries.
    `counted` are those that statistics count.
    """

    model: type[Case]
    flow: type[CaseFlow]
    parts: Callable[[int], QuerySet[Any]] | None = None
    recalled: Callable[[Any, Person, str], None] | None = None
    answered: Callable[[Any, Dispatch], None] | None = None
    next: Mapping[Any, tuple[Next, ...]] = field(default_factory=dict)
    named: Callable[[Any], QuerySet[Any]] = related
    holder: Callable[[Any], str] = nobody
    searched: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    due: Any = None
    counted: Q = field(default_factory=Q)


TYPES: Registry[CaseType] = Registry()  # by kind


def register(case_type: CaseType) -> None:
    """Raises ImproperlyConfigured for a model that is registered already."""
    TYPES.add({case_type.model._meta.model_name or "": case_type})


def type_of(case: Case | type[Case]) -> CaseType:
    return TYPES[case._meta.model_name or ""]


def case_in(payload: dict[str, Any]) -> tuple[type[Case], int]:
    """The type and the id of the case that a row of the outbox names. Raises KeyError where it names none."""
    models = {found.model.NAME: found.model for found in TYPES.values()}
    name = next((name for name in payload if name in models), "")
    return models[name], payload[name]


def named_case(payload: dict[str, Any]) -> Any:
    """The case itself, with the names that its sentences need."""
    model, pk = case_in(payload)
    cases: Any = model._default_manager
    return cases.with_names().get(pk=pk)


def parts_of(kind: str, pk: int) -> tuple[str, Iterable[Any]]:
    """The cases that went into the one named: their kind in the trail, and their ids as a lazy subquery; ("", ()) for
    what is made of no others. Named by the setting APPROVALS_PARTS.
    """
    found = TYPES.get(kind)
    if found is None or found.parts is None:
        return "", ()
    parts = found.parts(pk)
    return parts.model._meta.model_name or "", parts.values("pk")
