"""What the office typed is accepted at its due time once, whoever is killed or works at once, on PostgreSQL."""

import signal

import pytest

from approvals.clock import at
from approvals.models import OutboxMessage
from tests import races
from tests.factories import reread
from tests.killed import run_and_kill
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import events
from tests.workflows.unit_reports.test_on_behalf import confirm, enter, submit
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.on_behalf import taking_in

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TYPED, DUE = "2026-11-03 09:00", "2026-11-05 07:31"
PROGRAM = "tests/workflows/unit_reports/killed.py"


@pytest.fixture
def told(cast):
    with at(instant(TYPED)):
        return reread(submit(cast, enter(cast, arrange.draft(cast, "TDP"))))


def accept() -> int:
    with at(instant(DUE)):
        return taking_in.accept_due()


def accepted(report) -> tuple[str, int, int]:
    """Its state, how often it was accepted, and how many mails say so."""
    row = reread(report)
    done = [event for event in events(row) if event.action == "accept_unconfirmed"]
    return row.state, len(done), OutboxMessage.objects.filter(payload__event="accepted_unconfirmed").count()


@pytest.mark.parametrize("where", ["before", "mails"])
def test_a_tick_that_is_killed_leaves_nothing_and_the_next_accepts(told, where):
    assert run_and_kill(PROGRAM, where, instant(DUE).isoformat()) == -signal.SIGKILL
    assert accepted(told)[:2] == ("submitted", 0)
    assert accept() == 1
    assert accepted(told)[:2] == ("accepted", 1)


def test_one_that_is_killed_afterwards_has_accepted_and_the_next_accepts_nothing(told):
    assert run_and_kill(PROGRAM, "after", instant(DUE).isoformat()) == -signal.SIGKILL
    before = accepted(told)
    assert before[:2] == ("accepted", 1)
    assert accept() == 0
    assert accepted(told) == before


def test_two_ticks_at_once_accept_it_once(told):
    won, lost = races.race(accept, accept)
    assert (sorted(won), lost) == ([0, 1], [])
    assert accepted(told)[:2] == ("accepted", 1)


def test_a_confirmation_during_the_tick_confirms_what_was_accepted(cast, told):
    def confirmed():
        with at(instant(DUE)):
            return confirm(cast, told)

    won, lost = races.overtaken(accept, confirmed)
    assert (len(won), lost) == (2, [])
    row = reread(told)
    assert (row.state, row.unconfirmed_since) == ("accepted", None)
    assert [event.action for event in events(row)][-2:] == ["accept_unconfirmed", "confirm_on_behalf"]


def test_a_tick_during_a_confirmation_finds_it_accepted(cast, told):
    def confirmed():
        with at(instant(DUE)):
            return confirm(cast, told)

    _won, lost = races.overtaken(confirmed, accept)
    assert lost == []
    assert [event.action for event in events(reread(told))][-2:] == ["confirm_on_behalf", "accept_confirmed"]


def test_a_report_that_is_returned_during_the_tick_stays_returned_or_is_refused(cast, told):
    def give_back():
        with at(instant(DUE)):
            row = unit_reports.take(told, by=cast.coordinator)
            return unit_reports.return_for_revision(row, by=cast.coordinator, reason="Sai số")

    won, lost = races.overtaken(give_back, accept)
    assert (len(won), lost) == (2, [])
    assert reread(told).state == "returned"
