"""What a transition costs, statement by statement (docs/decisions/0002). Each action's own file holds its bound."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db import connection

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import operations
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports.province import actions as province


def test_submitting_is_the_eight_operations_a_move_and_the_author(cast, statements):
    report = arrange.draft(cast)
    with statements() as counted:
        unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    found = operations(counted)
    assert found[:2] == ["SELECT workflows_unitreport", "SELECT units_unitgrouppermission"]
    assert Counter(found[2:]) == Counter(
        [
            "UPDATE viewflow_task",
            "INSERT viewflow_task",
            "INSERT viewflow_task_previous",
            "UPDATE workflows_unitreport",
            "INSERT approvals_trailevent",
            "INSERT workflows_unitreportauthor",
            "INSERT approvals_outboxmessage",
        ]
    )


def test_on_postgresql_what_rests_on_an_update_goes_with_it(cast, statements):
    report = arrange.draft(cast)
    with statements() as counted:
        unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert len(counted) == (6 if connection.vendor == "postgresql" else 9), counted.sql


def test_taking_is_seven(cast, statements):
    report = factories.submitted(cast)
    with statements() as counted:
        unit_reports.take(report, by=cast.coordinator)
    assert len(operations(counted)) == 7, counted.sql


def test_accepting_finishes_the_process_and_notes_the_decision(cast, statements):
    report = factories.in_review(cast)
    with statements() as counted:
        unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    found = operations(counted)
    assert len(found) == 9, counted.sql
    assert {"INSERT approvals_decision", "UPDATE viewflow_process"} <= set(found)


def test_what_the_province_refuses_leaves_its_new_version_to_the_outbox(cast, statements):
    report = arrange.dispatched(cast)
    with statements() as counted:
        province.record_receipt(report, by=cast.clerk, received=False, reference="16/TB", reason="Thiếu biểu")
    found = operations(counted)
    assert found[:2] == ["SELECT workflows_wardreport", "SELECT units_unitgrouppermission"]
    assert Counter(found[2:]) == Counter(
        [
            "UPDATE viewflow_task",
            "INSERT viewflow_task",
            "INSERT viewflow_task_previous",
            "UPDATE viewflow_process",
            "UPDATE workflows_wardreport",
            "INSERT approvals_trailevent",
            "UPDATE approvals_dispatch",
            "INSERT approvals_decision",
            "INSERT approvals_outboxmessage",
        ]
    )


def test_a_refusal_for_its_state_costs_three_and_locks_nothing_else(cast, statements):
    report = factories.submitted(cast)
    with statements() as counted:
        try:
            unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
        except NotPossible:
            refused = True
    assert refused
    assert operations(counted) == [
        "SELECT workflows_unitreport",
        "SELECT units_unitgrouppermission",
        "SELECT approvals_trailevent",
    ]


def test_a_refusal_for_want_of_a_right_costs_two(cast, statements):
    report = factories.submitted(cast)
    with statements() as counted:
        try:
            unit_reports.take(report, by=cast.admin)
        except PermissionDenied:
            refused = True
    assert refused
    assert operations(counted) == ["SELECT workflows_unitreport", "SELECT units_unitgrouppermission"]


def test_the_cost_does_not_grow_with_the_history(cast, statements):
    report = arrange.draft(cast)
    costs = []
    for _round in range(4):
        with statements() as counted:
            report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
        costs.append(len(operations(counted)))
        report = reread(unit_reports.withdraw(report, by=cast["CA:unit_head"]))
    assert costs == [9] * 4
