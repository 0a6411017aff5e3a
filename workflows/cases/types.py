"""The types of case, as each room registers its own: what cases/ asks of a type beyond its model's contract."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from approvals.registry import Registry
from units.models import Person
from workflows.flows import CaseFlow
from workflows.models.cases import Case


@dataclass(frozen=True)
class CaseType:
    """`flow` mirrors the model's states. `parts` gives the cases that one of this type was made of, by its id; None
    where it is made of none. `recalled` moves one whose document the person has recalled, with the reason, if that
    changes anything; None where there are no documents.
    """

    model: type[Case]
    flow: type[CaseFlow]
    parts: Callable[[int], QuerySet[Any]] | None = None
    recalled: Callable[[Any, Person, str], None] | None = None


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
