"""Ticks of the reminders over the wards of a province: nothing to say, all to say, all said. And a month rehearsed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from approvals.clock import at
from tests.bench.measure import Row, Statements, at_most, milliseconds
from tests.bench.world import SINCE, Ward, build
from workflows.cases.times import calendar_days
from workflows.periods import actions as periods
from workflows.pure.schedule import plan_period
from workflows.rehearsal.rehearse import rehearse
from workflows.reminders import actions as reminders

from . import databases

MONTH = "2026-10"
SLOWEST, MOST_STATEMENTS, REHEARSAL = 2000, 12, 1000


def rows(wards: int, units: int) -> Iterator[Row]:
    databases.use("reminders")
    built = build(wards, units)
    due = _opened(built)
    with at(due - timedelta(days=14)):
        yield from _tick("nothing to say", reminders.tell_due)
    with at(due + timedelta(days=4)):
        yield from _tick(f"{len(built) * units} units late", reminders.tell_due)
        yield from _tick("the minute after", reminders.tell_due)
    first, last = due - timedelta(days=14), due + timedelta(days=17)
    yield at_most("rehearsal of a month, ms", milliseconds(lambda: rehearse(built[0].unit, first, last)), REHEARSAL)


def _opened(wards: list[Ward]) -> datetime:
    """A month of each ward, and the usual reminders. Returns when its units are due."""
    with at(SINCE):
        for ward in wards:
            reminders.give_usual(ward.kind)
    times = plan_period(wards[0].kind.schedule, MONTH, calendar_days.of(wards[0].unit.pk))
    with at(times.opens_at):
        for ward in wards:
            periods.open_period(ward.kind, MONTH)
    databases.analyze()
    return times.unit_due_at


def _tick(name: str, tick: Callable[[], object]) -> Iterator[Row]:
    with Statements() as statements:
        took = milliseconds(tick)
    yield at_most(f"a tick, {name}, ms", took, SLOWEST)
    yield at_most(f"a tick, {name}, statements", len(statements), MOST_STATEMENTS)
