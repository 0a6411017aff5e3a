"""viewflow's rows follow the state: close the task of the node left, open that of the node reached.

The rows are those that viewflow's own activations write (a test compares them), by statements compiled once and
without its signals, which nothing here listens to: docs/decisions/0002. The report's row is locked by the caller.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Exists, OuterRef
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from approvals.statements import insert, insert_many, run, update, update_and_insert
from units.models import Person, Unit
from workflows.cases.types import type_of
from workflows.flows import End
from workflows.models.cases import Case

TOKEN = Token("start")
LINK = (Task.previous.through, "from_task_id", "to_task_id")

_FINISH = (
    f'UPDATE "{Process._meta.db_table}" SET status = %s, finished = %s WHERE id = %s '
    f'AND NOT EXISTS (SELECT 1 FROM "{Task._meta.db_table}" t WHERE t.process_id = %s AND t.finished IS NULL)'
)


def follow(report: Case, source: str, by: Person | None) -> None:
    """Bring the process from the node of `source` to that of the report's state; drift is repaired on the way. `by` is
    None for the system itself.
    """
    flow = type_of(report).flow
    here, there = flow.node_at(source), flow.node_at(report.state)
    if isinstance(here, End) and here is there:
        return
    if isinstance(here, End):
        moved = revive(report)
        if moved:
            open_task(report, there, report.task_id, report.state_since)
    else:
        moved = advance(report, here, there, by)
    if not moved:
        repair(report)


def revive(report: Case) -> bool:
    """Take the process up again after its end; False where it is missing."""
    return update(Process, {"status": PROCESS.NEW, "finished": None}, {"id": report.process_id}) == 1


def advance(report: Case, here: Any, there: Any, by: Person | None) -> bool:
    """Close the recorded task and open that of the next node; False where it is not open: the process has drifted."""
    at = report.state_since
    done = {"status": STATUS.DONE, "owner_id": by.pk if by else None, "started": at, "finished": at}
    where = {"id": report.task_id, "flow_task": here, "process_id": report.process_id, "finished": None}
    new = {"process_id": report.process_id, **task_values(report, there, at)}
    opened = update_and_insert(Task, done, where, Task, new, LINK)
    if opened is None:
        return False
    report.task_id = opened
    finish_at(report, there, at)
    return True


def open_task(report: Case, node: Any, previous: int | None, at: datetime) -> None:
    """Write the task of `node` and its link to the task before."""
    values = task_values(report, node, at)
    report.task_id = insert(Task, process_id=report.process_id, **values)
    if previous:
        insert(Task.previous.through, from_task_id=report.task_id, to_task_id=previous)
    finish_at(report, node, at)


def finish_at(report: Case, node: Any, at: datetime) -> None:
    """An end task is created finished, and finishes the process."""
    if isinstance(node, End):
        finished = connection.ops.adapt_datetimefield_value(at)
        run(_FINISH, [PROCESS.DONE.value, finished, report.process_id, report.process_id])


def task_values(report: Case, node: Any, at: datetime) -> dict[str, Any]:
    """A task's columns, but for its process."""
    values = {"flow_task": node, "flow_task_type": node.task_type, "token": TOKEN, "created": at}
    if isinstance(node, End):
        return values | {"status": STATUS.DONE, "started": at, "finished": at}
    owner = report.scope if node.on == "unit" else report.ward_id
    return values | {
        "owner_permission": f"units.{node.right}",
        "owner_permission_content_type_id": ContentType.objects.get_for_model(Unit).pk,
        "owner_permission_obj_pk": str(owner),
    }


def begin(reports: Sequence[Case], by: Person | None, at: datetime) -> None:
    """Give new, unsaved reports of one kind their process, start task and first open task, in bulk."""
    if not reports:
        return
    flow = type_of(reports[0]).flow
    start = flow.instance.node("start")
    processes = Process.objects.bulk_create(Process(flow_class=flow, created=at) for _ in reports)
    born = {"flow_task": start, "flow_task_type": start.task_type, "token": TOKEN, "created": at}
    done = {"status": STATUS.DONE, "owner": by, "started": at, "finished": at}
    starts = Task.objects.bulk_create(Task(process=process, **born, **done) for process in processes)
    tasks = Task.objects.bulk_create(
        Task(process=process, **task_values(report, flow.node_at(report.state), at))
        for report, process in zip(reports, processes, strict=True)
    )
    pairs = zip(tasks, starts, strict=True)
    insert_many(Task.previous.through, [{"from_task_id": task.pk, "to_task_id": start.pk} for task, start in pairs])
    for report, process, task in zip(reports, processes, tasks, strict=True):
        report.process, report.task = process, task


def end_all(reports: Sequence[Case], by: Person | None) -> None:
    """As `follow` for many locked reports of one kind that have all come to an end of their flow: in five statements,
    more where one of their processes has drifted. The caller saves `process` and `task`.
    """
    node, at = type_of(reports[0]).flow.node_at(reports[0].state), reports[0].state_since
    closed = Task.objects.filter(pk__in=[report.task_id for report in reports], finished=None)
    done = {"status": STATUS.DONE, "owner": by, "started": at, "finished": at}
    if closed.update(**done) != len(reports):
        for report in reports:
            repair(report)
        return
    tasks = Task.objects.bulk_create(
        Task(process_id=report.process_id, **task_values(report, node, at)) for report in reports
    )
    links = [
        {"from_task_id": task.pk, "to_task_id": report.task_id} for task, report in zip(tasks, reports, strict=True)
    ]
    insert_many(Task.previous.through, links)
    for task, report in zip(tasks, reports, strict=True):
        report.task_id = task.pk
    ended = Process.objects.filter(pk__in=[report.process_id for report in reports])
    waiting = Task.objects.filter(process=OuterRef("pk"), finished=None)
    ended.filter(~Exists(waiting)).update(status=PROCESS.DONE, finished=at)


def repair(report: Case) -> bool:
    """Bring the process to the report's state whatever has become of it. True if anything had to change.

    The caller holds the row's lock and saves `process` and `task`.
    """
    node = type_of(report).flow.node_at(report.state)
    at = report.state_since
    changed = _ensure_process(report, at)
    ended = isinstance(node, End)
    good = None
    for task in Task.objects.filter(process_id=report.process_id, finished=None).order_by("pk"):
        if not ended and good is None and task.flow_task is node:
            good = task.pk
            continue
        update(Task, {"status": STATUS.CANCELED, "finished": at}, {"id": task.pk})
        changed = True
    wanted = PROCESS.DONE if ended else PROCESS.NEW
    off = Process.objects.filter(pk=report.process_id).exclude(status=wanted).exists()
    if off and not ended:
        changed = revive(report)
    if (not ended and good is None) or (ended and off):
        last = Task.objects.filter(process_id=report.process_id, status=STATUS.DONE).order_by("-pk").first()
        open_task(report, node, last.pk if last else None, at)
        return True
    if good and report.task_id != good:
        report.task_id = good
        return True
    return changed


def _ensure_process(report: Case, at: datetime) -> bool:
    """Make the process anew where its row or the start is missing."""
    if Process.objects.filter(pk=report.process_id, flow_class=type_of(report).flow).exists():
        return False
    flow = type_of(report).flow
    report.process_id = insert(Process, flow_class=flow, status=PROCESS.NEW, created=at)
    start = flow.instance.node("start")
    insert(
        Task,
        process_id=report.process_id,
        flow_task=start,
        flow_task_type=start.task_type,
        token=TOKEN,
        status=STATUS.DONE,
        created=at,
        started=at,
        finished=at,
    )
    return True
