"""What each move of a submission costs. A row lock, a savepoint or a mail more is a statement more."""

import pytest

from tests.factories import reread, shown
from tests.workflows import arrange as others
from units.models import Office
from units.tree import actions as tree
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.submissions import actions as submissions

from . import arrange

MOST = 14


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def test_sending_costs_fourteen_statements_at_most(cast, statements):
    case = arrange.draft(cast)
    with statements() as counted:
        submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert len(counted) <= MOST, counted.sql


def test_approving_costs_fourteen_statements_at_most(cast, statements):
    case = arrange.awaiting(cast)
    seen = shown(case)
    with statements() as counted:
        approval.approve(case, by=cast.approver, seen=seen)
    assert len(counted) <= MOST, counted.sql


def test_an_opinion_costs_fourteen_statements_at_most(cast, statements):
    arrange.ask_for_opinions(cast, "VP", "VHXH")
    case = arrange.awaiting(cast)
    seen = shown(case)
    with statements() as counted:
        opinions.opine(case, by=cast["VP:unit_head"], seen=seen, verdict="agree", text="")
    assert len(counted) <= MOST, counted.sql


def thirty_units(cast):
    route = arrange.kind(cast).route
    for place in range(30):
        unit = tree.add_unit(cast.ward, by=None, code=f"D{place}", name=f"Đơn vị {place}", short_name=f"ĐV {place}")
        others.newcomer(cast, f"head-{place}", unit, Office.UNIT_HEAD)
        routes.add_step(route, by=cast.admin, title=unit.name, unit=unit, beside=place > 0, **arrange.SHAPE)


def test_thirty_opinions_side_by_side_open_in_fourteen_statements_at_most(cast, statements):
    thirty_units(cast)
    case = arrange.draft(cast)
    with statements() as counted:
        submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert len(counted) <= MOST, counted.sql


def test_thirty_silences_are_recorded_in_fourteen_statements_at_most(cast, statements, on_day):
    thirty_units(cast)
    case = arrange.awaiting(cast)
    on_day("2026-11-20 09:00")
    with statements() as counted:
        assert overdue.ring() == 1
    assert len(counted) <= MOST, counted.sql
    assert [step.silent for step in reread(case).way] == [True] * 30 + [False]
