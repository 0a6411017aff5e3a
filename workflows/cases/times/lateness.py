"""From when on a case is late: when its open steps are due, else what its type says."""

from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Min, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from workflows.cases import rules
from workflows.cases.types import CaseType, type_of
from workflows.models import CaseStep


def late_from(case_type: CaseType) -> Any:
    """The expression for cases of the type."""
    due = Value(None, DateTimeField()) if case_type.due is None else case_type.due
    deciding = rules.deciding_states(case_type.model)
    if not deciding:
        return due
    steps = CaseStep.objects.of_kind(case_type.model).filter(subject_id=OuterRef("pk"))
    open_ones = steps.filter(opened_at__isnull=False, decided_at=None).order_by().values("subject_id")
    first = Subquery(open_ones.annotate(first=Min("due_at")).values("first"))
    return Case(When(state__in=sorted(deciding), then=Coalesce(first, due)), default=due)


def of(case: Any) -> datetime | None:
    """Of one case. One query."""
    rows = type(case)._default_manager.filter(pk=case.pk)
    return rows.values_list(late_from(type_of(case)), flat=True).get()
