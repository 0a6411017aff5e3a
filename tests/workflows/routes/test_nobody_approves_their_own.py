"""Nobody decides on what they wrote, by whichever path the route leads to them after it was sent."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import reread, shown
from tests.workflows import arrange as others
from tests.workflows.submissions import arrange
from units.models import Office
from workflows.cases import rules
from workflows.routes import actions as routes
from workflows.signoff.approval import actions as approval
from workflows.signoff.steering import actions as steering


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def writer(cast):
    """Whoever drafted the document holds the office of approver too, beside the head of the board."""
    others.head_of_the_board(cast)
    others.join(cast["CA:drafter"], cast.ward, Office.APPROVER)
    return cast["CA:drafter"]


APPROVES = {"verb": "approve", "office": "approver", "need": "any", "quorum": 1, "allowance": 8}


def test_a_route_changed_and_taken_over_on_the_way_leads_to_no_author(cast, writer):
    case = arrange.awaiting(cast)
    route = case.document_kind.route
    added = routes.add_step(route, by=cast.admin, title="Duyệt trước", unit=cast.ward, **APPROVES)
    routes.move_step(added, by=cast.admin, up=True)
    case = reread(case)
    steering.move_to_route(case, by=cast.admin, seen=case.trail_seq, reason="Luồng mới")
    case = reread(case)
    assert writer not in rules.deciders(case, "approve")
    with pytest.raises(PermissionDenied):
        approval.approve(case, by=writer, seen=shown(case))


def test_a_step_put_in_on_the_way_leads_to_no_author(cast, writer):
    case = arrange.awaiting(cast)
    first = case.way[0].pk
    given = {"unit": cast.ward, "office": "approver", "reason": "Cần thêm", "title": "Duyệt thêm", "verb": "approve"}
    steering.insert_step(case, by=cast.admin, seen=case.trail_seq, before=first, allowance=8, beside=False, **given)
    case = reread(case)
    assert writer not in rules.deciders(case, "approve")
    with pytest.raises(PermissionDenied):
        approval.approve(case, by=writer, seen=shown(case))
