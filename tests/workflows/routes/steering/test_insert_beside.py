"""A step added at the same time as another, in the same stage, while a case is on its way."""

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from tests.factories import reread
from tests.workflows.traces import events
from workflows.cases.reconciliation import reconcile

from .acts import WHY, add, approve, pk


def shape_of(case):
    return [(step.title, step.order, step.stage, bool(step.opened_at)) for step in reread(case).way]


def test_it_opens_beside_the_open_step_which_stays_as_it_is(cast, case, checker, other, on_day):
    before = case.steps.get(order=1)
    on_day("2026-11-06 10:00")
    add(case, cast.admin, unit=cast.units["KTHTDT"], beside=True)
    assert shape_of(case) == [("Văn phòng", 1, 1, True), ("Kinh tế", 2, 1, True), ("Lãnh đạo UBND", 3, 2, False)]
    after = case.steps.get(order=1)
    assert (after.opened_at, after.due_at) == (before.opened_at, before.due_at)
    assert events(reread(case))[-1].action == "insert_step"
    approve(case, other)
    assert [step.opened_at for step in reread(case).way][2] is None
    approve(case, checker)
    assert approve(case, cast.approver).state == "approved"
    assert reconcile() == 0


def test_beside_a_step_to_come_it_waits_with_that(cast, case, checker, other):
    add(case, cast.admin, unit=cast.units["KTHTDT"], before=2)
    add(case, cast.admin, unit=cast.units["KTHTDT"], before=2, beside=True, title="Hai")
    assert [each[1:] for each in shape_of(case)] == [(1, 1, True), (2, 2, False), (3, 2, False), (4, 3, False)]
    approve(case, checker)
    assert [each[3] for each in shape_of(case)] == [True, True, True, False]


def test_nothing_stands_beside_the_step_that_signs(cast, case, other):
    with pytest.raises(NotPossible, match="đứng riêng"):
        add(case, cast.admin, unit=cast.units["KTHTDT"], before=2, beside=True)


def test_the_page_asks_when(cast, case, client, other):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    address = reverse("submission_insert_step", args=[case.pk])
    assert "cùng lúc với bước đó" in client.get(address).content.decode()
    typed = {"reason": WHY, "seen": reread(case).trail_seq, "title": "Kinh tế", "verb": "approve"}
    typed |= {"office": "approver", "unit": cast.units["KTHTDT"].pk, "allowance": "8", "before": pk(case, 1)}
    assert client.post(address, typed | {"beside": "x"}).status_code == 422
    assert client.post(address, typed | {"beside": "1"}).status_code == 302
    assert [each[2] for each in shape_of(case)] == [1, 1, 2]
