"""A return to an earlier step is taken back by who returned it, until whoever it waits for has opened it."""

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision, OutboxMessage
from tests.factories import reread, shown
from tests.workflows.routes.test_retract import columns, retract
from tests.workflows.routes.test_return_to_step import approve, people, send_to, standing  # noqa: F401
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events
from workflows.cases import mails
from workflows.cases.reconciliation import reconcile
from workflows.models import StepDecider
from workflows.routes import actions as routes
from workflows.signoff.retraction import actions as retraction


@pytest.fixture
def case(cast, people, on_day):  # noqa: F811
    """Both have approved, one after the other, and the deputy is asked, who has both asked anew where it goes back."""
    route = documents.kind(cast).route
    routes.change_step(route.steps.filter(retired_at=None).last(), by=cast.admin, asked_anew=True)
    case = documents.awaiting(cast)
    for minute, person in enumerate(people, 1):
        on_day(f"2026-11-06 09:{minute:02}")
        approve(case, person)
    return reread(case)


def deciders(case):
    return set(StepDecider.objects.filter(step__in=case.steps).values_list("step__order", "person", "at"))


def test_steps_and_who_decided_them_are_again_what_they_were(cast, case, people, on_day):  # noqa: F811
    before, decided = columns(case), deciders(case)
    on_day("2026-11-06 10:00")
    send_to(case, cast.approver, 1)
    assert (standing(case), deciders(case)) == (["open", "later", "later"], set())
    on_day("2026-11-06 10:05")
    row = retract(case, cast.approver)
    assert (row.state, columns(case), deciders(case)) == ("awaiting_approval", before, decided)
    event = events(reread(case))[-1]
    assert (event.action, event.changes["decision"]) == ("retract", ["return", None])
    assert Decision.objects.get(verdict="return").retracted_at
    told = OutboxMessage.objects.get(payload__event="return_retracted").payload
    assert list(mails.recipients(told)) == [people[0]]
    assert approve(case, cast.approver).state == "approved"
    assert reconcile() == 0


def test_once_whoever_it_went_to_has_opened_it_the_return_stands(cast, case, client, people, on_day):  # noqa: F811
    on_day("2026-11-06 10:00")
    send_to(case, cast.approver, 1)
    shown(case)
    on_day("2026-11-06 10:05")
    client.force_login(people[0], backend="units.backends.GrantBackend")
    client.get(reverse("submission_approval", args=[case.pk]))
    with pytest.raises(NotPossible, match=people[0].name):
        retract(case, cast.approver)


def test_once_the_step_is_decided_anew_the_return_stands(cast, case, people, on_day):  # noqa: F811
    on_day("2026-11-06 10:00")
    send_to(case, cast.approver, 1)
    on_day("2026-11-06 10:05")
    approve(case, people[0])
    with pytest.raises(NotPossible):
        retract(case, cast.approver)


def test_its_page_offers_it(cast, case, client, on_day):
    on_day("2026-11-06 10:00")
    send_to(case, cast.approver, 1)
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    address = reverse("submission_retract", args=[case.pk])
    assert address in client.get(reverse("submission_approval", args=[case.pk])).content.decode()
    typed = {"reason": "Nhầm bước", "decision": Decision.objects.get(verdict="return").pk}
    assert client.post(address, typed).status_code == 302
    assert standing(case) == ["done", "done", "open"]


def test_it_costs_fourteen_statements_at_most(cast, case, on_day, statements):
    on_day("2026-11-06 10:00")
    send_to(case, cast.approver, 1)
    decision, row = Decision.objects.get(verdict="return").pk, reread(case)
    with statements() as counted:
        retraction.retract(row, by=cast.approver, decision=decision, reason="Nhầm bước")
    assert len(counted) <= 14, "\n".join(sql[:150] for sql in counted.sql)
