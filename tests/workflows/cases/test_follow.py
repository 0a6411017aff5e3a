"""viewflow's rows follow the state, and are what viewflow's own activations would have written."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from viewflow.workflow import chart
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes.end import EndActivation
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.token import Token

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from units.models import Unit
from workflows.cases.types import type_of
from workflows.flows import End, UnitReportFlow, WardReportFlow, row_held
from workflows.models import UnitReport, WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports.province import actions as province

TIMES = ("created", "started", "finished")
OF_A_ROW = ("id", "process_id", *TIMES)


def rows(process):
    """The tasks of a process with all their columns; ids and times as far as two processes can share them."""
    tasks = list(process.task_set.order_by("pk"))
    place = {task.pk: number for number, task in enumerate(tasks)}
    columns = [field.attname for field in Task._meta.concrete_fields if field.attname not in OF_A_ROW]
    return [
        {name: getattr(task, name) for name in columns}
        | {name: getattr(task, name) is not None for name in TIMES}
        | {"previous": [place[pk] for pk in task.previous.values_list("pk", flat=True)]}
        for task in tasks
    ]


def walk(report, path, monkeypatch):
    """The same way by viewflow's own activations: each node is claimed, begun and completed by the person."""
    flow = type_of(report).flow.instance
    with transaction.atomic(), row_held():
        activation = StartHandleActivation.create(flow.node("start"), None, None)
        activation.process.save()
        activation.task.process = activation.process
        activation.complete()
        for name, person in path:
            node = flow.node(name)
            monkeypatch.setattr(node, "_owner_permission", f"units.{node.right}")
            on = report.unit if node.on == "unit" else report.ward
            monkeypatch.setattr(node, "_owner_permission_obj", lambda _process, on=on: on, raising=False)
            activation = ViewActivation.create(node, activation, Token("start"))
            if person:
                activation.assign(person)
                activation.start(None)
                activation.complete()
        return activation


def test_rows_of_an_open_task_are_those_that_viewflow_writes(cast, monkeypatch):
    report = factories.in_review(cast)
    path = [("write", cast["CA:unit_head"]), ("queue", cast.coordinator), ("review", None)]
    twin = walk(report, path, monkeypatch).process
    assert rows(report.process) == rows(twin)
    assert (report.process.status, report.process.finished) == (twin.status, twin.finished) == ("NEW", None)


def test_rows_of_a_way_that_ended_are_those_that_viewflow_writes(cast, monkeypatch):
    report = factories.accepted(cast)
    path = [("write", cast["CA:unit_head"]), ("queue", cast.coordinator), ("review", cast.coordinator)]
    last = walk(report, path, monkeypatch)
    with transaction.atomic(), row_held():
        end = EndActivation.create(UnitReportFlow.instance.node("end"), last, Token("start"))
        end.activate()
        end.complete()
    twin = Process.objects.get(pk=end.process.pk)
    process = Process.objects.get(pk=report.process_id)
    assert rows(process) == rows(twin)
    assert process.status == twin.status == "DONE"
    assert None not in (process.finished, twin.finished)


def test_a_loop_leads_back_to_a_new_task(cast):
    report = arrange.returned(cast)
    names = [task.flow_task.name for task in report.process.task_set.order_by("pk")]
    assert names == ["start", "write", "queue", "review", "write"]
    assert list(report.task.previous.all()) == [report.process.task_set.order_by("pk")[3]]


def test_a_return_after_acceptance_takes_the_process_up_again(cast):
    report = unit_reports.return_for_revision(factories.accepted(cast), by=cast.coordinator, reason="Bổ sung")
    process = Process.objects.get(pk=report.process_id)
    assert (process.status, process.finished) == ("NEW", None)
    assert [task.flow_task.name for task in process.task_set.filter(finished=None)] == ["write"]
    assert [task.flow_task.name for task in report.task.previous.all()] == ["end"]


def where(report):
    """The nodes of the open tasks, whether the report's own is the one that is open, and the process's status."""
    process = Process.objects.get(pk=report.process_id)
    opened = list(process.task_set.filter(finished=None))
    return [task.flow_task.name for task in opened], [task.pk for task in opened] == [report.task_id], process.status


@pytest.mark.parametrize(
    ("arrangement", "node"),
    [
        (factories.unit_report, "write"),
        (factories.submitted, "queue"),
        (factories.in_review, "review"),
        (arrange.returned, "write"),
        (arrange.consolidated, "consolidate"),
        (arrange.awaiting, "approve"),
        (arrange.approved, "issue"),
        (arrange.issued, "dispatch"),
        (arrange.dispatched, "answer"),
    ],
)
def test_a_report_on_its_way_has_one_open_task(cast, arrangement, node):
    assert where(arrangement(cast)) == ([node], True, "NEW")


def test_a_report_at_its_end_has_none(cast):
    report = arrange.dispatched(cast)
    report = province.record_receipt(report, by=cast.clerk, received=True, reference="15/TN", reason="")
    assert where(report) == ([], False, "DONE")
    assert Task.objects.get(pk=report.task_id).flow_task is WardReportFlow.instance.node("end")


@pytest.mark.parametrize("model", [UnitReport, WardReport])
def test_the_flow_draws_every_transition_of_the_states(model):
    flow = type_of(model).flow
    for transition in model().get_all_state_transitions():
        for target in getattr(transition.target, "allowed_states", [transition.target]):
            here, there = flow.node_at(transition.source), flow.node_at(target)
            assert (here is there and isinstance(here, End)) or here.successors[target] is there, transition.name


@pytest.mark.parametrize("model", [UnitReport, WardReport])
def test_every_state_stands_at_one_node(model):
    for state, _label in model._meta.get_field("state").choices:
        nodes = [node for node in type_of(model).flow.instance.nodes() if state in getattr(node, "states", ())]
        assert len(nodes) == 1, state


def test_a_move_repairs_a_task_that_was_lost(cast):
    report = arrange.draft(cast)
    Task.objects.filter(pk=report.task_id).update(status="CANCELED", finished=report.state_since)
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert where(report) == (["queue"], True, "NEW")


def test_a_move_from_the_end_repairs_a_process_that_was_lost(cast):
    report, other = factories.accepted(cast), factories.ward_report(cast)
    spare = Process.objects.create(flow_class=WardReportFlow)
    UnitReport.objects.filter(pk=report.pk).update(process=spare)
    spare_pk = spare.pk
    Process.objects.filter(pk=spare_pk)._raw_delete("default")
    report = unit_reports.return_for_revision(report, by=cast.coordinator, reason="Bổ sung")
    assert report.process_id not in (spare_pk, other.process_id)
    assert where(report) == (["write"], True, "NEW")


def untouched(report):
    return Process.objects.values().get(pk=report.process_id), list(report.process.task_set.order_by("pk").values())


def test_no_task_is_activated_behind_our_back(cast):
    report = arrange.draft(cast)
    before = untouched(report)
    with pytest.raises(FlowLockFailed), report.task.activation() as activation:
        activation.assign(cast["CA:unit_head"])
    assert untouched(report) == before


def test_no_process_is_cancelled_behind_our_back(cast):
    report = arrange.draft(cast)
    before = untouched(report)
    with pytest.raises(FlowLockFailed):
        UnitReportFlow.instance.cancel(report.process)
    assert untouched(report) == before


def test_no_process_is_started_behind_our_back(db):
    with pytest.raises(FlowLockFailed), transaction.atomic():
        UnitReportFlow.instance.node("start").run()
    assert not Process.objects.exists()


def test_a_move_outside_a_transaction_is_refused():
    with row_held(), pytest.raises(FlowLockFailed), UnitReportFlow.lock(1):
        pytest.fail("the lock let it pass")


@pytest.mark.parametrize(("flow", "shapes"), [(UnitReportFlow, 5), (WardReportFlow, 7)])
def test_viewflows_chart_draws_the_flow(flow, shapes):
    grid = chart.calc_layout_data(flow)
    assert len(list(grid.cells)) == shapes
    assert chart.grid_to_svg(grid).lstrip().startswith("<svg")


def test_viewflows_chart_marks_where_a_report_stands(cast):
    report = factories.in_review(cast)
    grid = chart.calc_layout_data(UnitReportFlow)
    chart.calc_cell_status(UnitReportFlow, grid, report.process_id)
    status = {cell.node.name: cell.status for cell in grid.cells}
    assert (status["write"], status["queue"], status["review"]) == ("DONE", "DONE", "NEW")


def test_an_open_task_names_the_right_and_the_unit(cast):
    report = factories.submitted(cast)
    task = Task.objects.get(pk=report.task_id)
    assert task.owner_permission == "units.review_reports"
    assert task.owner_permission_content_type == ContentType.objects.get_for_model(Unit)
    assert task.owner_permission_obj == reread(report).ward
