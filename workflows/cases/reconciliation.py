"""viewflow's rows derived anew from states: repairs drift, does nothing on a healthy database."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from viewflow.workflow.status import PROCESS

from approvals.statements import lock
from workflows.flows import End, row_held
from workflows.models.cases import Case

from .flow.follow import repair
from .moves import note
from .types import TYPES


def reconcile() -> int:
    """Repair every report whose process has drifted from its state. Returns how many were repaired."""
    return sum(mend(type(report), report.pk) for report in drifted())


def drifted() -> Iterator[Case]:
    """The reports whose recorded task, open tasks or process do not agree with their state. A query a node."""
    for case_type in TYPES.values():
        model: Any = case_type.model
        for node in case_type.flow.instance.nodes():
            states = getattr(node, "states", ())
            if not states:
                continue
            reports = model._default_manager.filter(state__in=states)
            counted = reports.annotate(open_tasks=Count("process__task", filter=Q(process__task__finished=None)))
            if isinstance(node, End):
                good = Q(open_tasks=0, process__status=PROCESS.DONE)
            else:
                good = Q(open_tasks=1, process__status=PROCESS.NEW, task__finished=None, task__flow_task=node)
                good &= Q(task__process=F("process"))
            yield from reports.exclude(pk__in=counted.filter(good).values("pk"))


def mend(model: type[Any], pk: int) -> bool:
    """Repair one report under its lock, and say so in its trail. False where another mended it meanwhile."""
    with transaction.atomic(), row_held():
        row = lock(model, pk)
        row.follow_assignments()
        if not repair(row):
            return False
        note(row, "repair", by=None)
        return True
