"""Ticks of the clock over the wards of a province with a year of periods: nothing to say, all to say, all said; and a
month of one ward rehearsed.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from approvals.clock import at
from tests.bench.measure import Counted, Row, at_most, milliseconds, number, processor_milliseconds
from tests.bench.world import SINCE, Ward, build
from units.notices import actions as notices
from units.notices.push import actions as push
from workflows.cases.times import calendar_days
from workflows.models import UnitReport, WardReport
from workflows.models.states import UnitState, WardState
from workflows.periods import actions as periods
from workflows.periods import by_clock
from workflows.pure.schedule import plan_period
from workflows.rehearsal.rehearse import rehearse
from workflows.reminders import actions as reminders
from workflows.routes.underway import overdue
from workflows.unit_reports.on_behalf import taking_in

from . import databases

MONTHS = [f"2026-{month:02}" for month in range(1, 13)]
SLOWEST, MOST_STATEMENTS, REHEARSAL = 2000, 22, 1000  # of a tick whose rows go in batches


def rows(wards: int, units: int) -> Iterator[Row]:
    databases.use("reminders")
    built = build(wards, units)
    due = _opened(built)
    with at(due - timedelta(days=14)):
        yield from _tick("nothing to say")
    with at(due + timedelta(days=4)):
        yield from _tick(f"{len(built) * units} units late")
        yield from _tick("the minute after")
    first, last = due - timedelta(days=14), due + timedelta(days=17)
    with Counted() as statements:
        took = milliseconds(lambda: rehearse(built[0].unit, first, last))
    yield at_most("rehearsal of a month, ms", took, REHEARSAL, beside=f"{statements.count} statements")


def _opened(wards: list[Ward]) -> datetime:
    """A year of each ward, all but the last month received, and the usual reminders. Returns when its units are due."""
    with at(SINCE):
        for ward in wards:
            reminders.give_usual(ward.kind)
    times = [plan_period(wards[0].kind.schedule, code, calendar_days.of(wards[0].unit.pk)) for code in MONTHS]
    for each in times:
        with at(each.opens_at):
            UnitReport.objects.update(state=UnitState.CONSOLIDATED)
            WardReport.objects.update(state=WardState.RECEIVED)
            for ward in wards:
                periods.open_period(ward.kind, each.code)
    databases.analyze()
    return times[-1].unit_due_at


def _clock() -> None:
    """What beat asks for within ten minutes, but for the check of all that waits for nobody."""
    by_clock.open_due()
    overdue.ring()
    taking_in.accept_due()
    reminders.tell_due()
    notices.mail_the_day()
    push.ask_for_new()


def _tick(name: str) -> Iterator[Row]:
    used: list[float] = []
    with Counted() as statements:
        took = milliseconds(lambda: used.append(processor_milliseconds(_clock)))
    yield at_most(f"a tick, {name}, ms", took, SLOWEST, beside=f"{number(used[0])} ms of the processor")
    yield at_most(f"a tick, {name}, statements", statements.count, MOST_STATEMENTS)
