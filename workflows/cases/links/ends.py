"""What a case can be linked to: whatever its room registers here, and the cases of every type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from approvals.registry import Registry, Text
from units.models import Person
from workflows.cases.types import TYPES, CaseType
from workflows.models import CaseLink
from workflows.models.cases import Case

OFFERED = 30


@dataclass(frozen=True)
class LinkEnd:
    """Of one kind. `name` is what several of them are called; `relation` how a case is linked to one; `visible` those
    that a person may read, `offered` which of these a case may be linked to; `address` where one is read.
    """

    name: Text
    relation: str
    visible: Callable[[Person], QuerySet[Any]]
    offered: Callable[[Case, Any], QuerySet[Any]]
    address: Callable[[Any], str]


ENDS: Registry[LinkEnd] = Registry()  # by kind


def ends() -> Mapping[str, LinkEnd]:
    """All kinds, those of cases last."""
    return {**ENDS, **{kind: _of_type(case_type) for kind, case_type in TYPES.items()}}


def _of_type(case_type: CaseType) -> LinkEnd:
    model: Any = case_type.model
    return LinkEnd(
        name=model._meta.verbose_name_plural,
        relation=CaseLink.Relation.FOLLOWS,
        visible=lambda person: case_type.named(model._default_manager.visible_to(person)),
        offered=_newest,
        address=lambda case: case.get_absolute_url(),
    )


def _newest(case: Case, cases: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the same ward that moved last."""
    return cases.filter(ward=case.ward_id).order_by("-state_since", "-pk")[:OFFERED]
