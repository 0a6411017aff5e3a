"""`reconcile` derives viewflow's rows anew from the states, and does nothing where they agree."""

import pytest
from django.core.management import call_command
from viewflow.workflow.models import Process, Task

from approvals.clock import now
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events
from workflows.cases.reconciliation import mend, reconcile
from workflows.cases.types import TYPES
from workflows.flows import UnitReportFlow
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports


def lose_open_task(report):
    Task.objects.filter(pk=report.task_id).update(status="CANCELED", finished=now())


def stand_at_another_node(report):
    Task.objects.filter(pk=report.task_id).update(flow_task=UnitReportFlow.instance.node("review"))


def stray_second_task(report):
    node = UnitReportFlow.instance.node("queue")
    Task.objects.create(process=report.process, flow_task=node, flow_task_type=node.task_type)


def point_at_another_task(report):
    UnitReport.objects.filter(pk=report.pk).update(task=report.process.task_set.order_by("pk").first())


def finish_process(report):
    Process.objects.filter(pk=report.process_id).update(status="DONE", finished=now())


def lose_process(report):
    Task.previous.through.objects.filter(from_task__process=report.process_id).delete()
    Task.objects.filter(process=report.process_id)._raw_delete("default")
    Process.objects.filter(pk=report.process_id)._raw_delete("default")


def stay_open(report):
    """At its end, though a task is open still."""
    stray_second_task(report)
    Process.objects.filter(pk=report.process_id).update(status="NEW", finished=None)


def never_end(report):
    """At its end, though its process says that it goes on."""
    Process.objects.filter(pk=report.process_id).update(status="NEW", finished=None)


def wait_at_another_task(report):
    """The task that it names is done, and another of the same node is open."""
    lose_open_task(report)
    stray_second_task(report)


def reopen_by_hand(report):
    """As a hand in the database would: the state goes back, nothing else."""
    UnitReport.objects.filter(pk=report.pk).update(state="in_review")


def standing(report):
    """The state, the nodes of the open tasks, whether the report's own is open, and the process's status."""
    report = reread(report)
    opened = list(Task.objects.filter(process=report.process_id, finished=None))
    own = [task.pk for task in opened] == [report.task_id]
    status = Process.objects.get(pk=report.process_id).status
    return report.state, [task.flow_task.name for task in opened], own, status


@pytest.mark.parametrize(
    ("arrangement", "damage", "expected"),
    [
        (factories.submitted, lose_open_task, ("submitted", ["queue"], True, "NEW")),
        (factories.submitted, stand_at_another_node, ("submitted", ["queue"], True, "NEW")),
        (factories.submitted, stray_second_task, ("submitted", ["queue"], True, "NEW")),
        (factories.submitted, point_at_another_task, ("submitted", ["queue"], True, "NEW")),
        (factories.submitted, finish_process, ("submitted", ["queue"], True, "NEW")),
        (factories.submitted, lose_process, ("submitted", ["queue"], True, "NEW")),
        (factories.submitted, wait_at_another_task, ("submitted", ["queue"], True, "NEW")),
        (factories.accepted, never_end, ("accepted", [], False, "DONE")),
        (factories.accepted, stay_open, ("accepted", [], False, "DONE")),
        (factories.accepted, stray_second_task, ("accepted", [], False, "DONE")),
        (factories.accepted, lose_process, ("accepted", [], False, "DONE")),
        (factories.accepted, reopen_by_hand, ("in_review", ["review"], True, "NEW")),
    ],
)
def test_drift_is_repaired_and_then_there_is_nothing_to_do(cast, arrangement, damage, expected):
    report = arrangement(cast)
    damage(report)
    assert reconcile() == 1
    assert standing(report) == expected
    assert reconcile() == 0


def test_a_repaired_report_goes_on_its_way(cast):
    report = factories.submitted(cast)
    lose_process(report)
    reconcile()
    unit_reports.take(reread(report), by=cast.coordinator)
    assert standing(report) == ("in_review", ["review"], True, "NEW")


def test_a_repair_stands_in_the_trail(cast):
    report = factories.submitted(cast)
    lose_open_task(report)
    reconcile()
    event = events(reread(report))[-1]
    assert (event.action, event.actor, event.scope) == ("repair", None, report.unit_id)


def test_the_task_that_stands_where_it_should_is_kept(cast):
    report = factories.submitted(cast)
    stray_second_task(report)
    reconcile()
    assert reread(report).task_id == report.task_id


def test_a_task_that_is_opened_anew_follows_the_last_one_that_was_done_on_this_way(cast):
    report = factories.submitted(cast)
    done = report.process.task_set.filter(status="DONE").order_by("-pk").first()
    factories.submitted(cast, "VP")  # whose tasks are newer
    lose_open_task(report)
    reconcile()
    opened = reread(report).task
    assert list(opened.previous.all()) == [done]
    assert opened.created == report.state_since


def test_a_process_that_was_lost_is_made_as_a_new_one_is(cast):
    report = factories.submitted(cast)
    lose_process(report)
    reconcile()
    report, node = reread(report), UnitReportFlow.instance.node("start")
    process, start = report.process, report.process.task_set.order_by("pk").first()
    assert (process.flow_class, process.status, process.created) == (UnitReportFlow, "NEW", report.state_since)
    assert (start.flow_task, start.flow_task_type, start.status, str(start.token)) == (
        node,
        node.task_type,
        "DONE",
        "start",
    )
    assert {start.created, start.started, start.finished} == {report.state_since}
    assert list(report.task.previous.all()) == [start]


def test_a_process_of_another_flow_is_not_taken_for_its_own(cast):
    report, other = factories.submitted(cast), factories.ward_report(cast)
    lose_process(report)
    UnitReport.objects.filter(pk=report.pk).update(process=other.process)
    reconcile()
    assert reread(report).process.flow_class is UnitReportFlow
    assert reconcile() == 0


def test_what_another_has_repaired_meanwhile_is_left_alone(cast):
    report = factories.submitted(cast)
    assert not mend(UnitReport, report.pk)
    assert events(reread(report))[-1].action == "submit"


def test_a_ward_report_is_repaired_too(cast):
    report = arrange.awaiting(cast)
    lose_open_task(report)
    assert reconcile() == 1
    assert standing(report) == ("awaiting_approval", ["approve"], True, "NEW")


def healthy(cast):
    """Reports in many states, the ends among them."""
    arrange.dispatched(cast, "2026-08")
    arrange.consolidated(cast, "2026-09")
    factories.in_review(cast, "CA")
    factories.accepted(cast, "VP")
    arrange.returned(cast, "TDP")


def test_a_healthy_database_is_left_alone(cast):
    healthy(cast)
    before = list(Task.objects.order_by("pk").values()), list(UnitReport.objects.order_by("pk").values("trail_head"))
    assert reconcile() == 0
    assert before == (
        list(Task.objects.order_by("pk").values()),
        list(UnitReport.objects.order_by("pk").values("trail_head")),
    )


def test_looking_costs_a_statement_a_node_however_many_reports(cast, statements):
    factories.open_month(cast)
    with statements() as of_few:
        reconcile()
    healthy(cast)
    with statements() as of_many:
        reconcile()
    flows = [case_type.flow.instance.nodes() for case_type in TYPES.values()]
    waiting = sum(bool(getattr(node, "states", ())) for nodes in flows for node in nodes)
    assert len(of_few) == len(of_many) == waiting, of_many.sql


@pytest.mark.usefixtures("empty_folders")
def test_the_command_reconciles(cast):
    report = factories.submitted(cast)
    lose_open_task(report)
    call_command("reconcile")
    assert standing(report) == ("submitted", ["queue"], True, "NEW")
