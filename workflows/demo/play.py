"""The demo's year: the cast is set up, the past periods are played to their end, the current ones are begun.

Everything goes through the real actions, with the clock set to the moment at which it would have been done; never past
the present. The same moment gives the same demo.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from approvals.clock import ZONE, at, now
from approvals.outbox import queue as outbox
from units.models import Person, Unit
from units.notices import actions as notices
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod, ReportKind
from workflows.periods import actions as periods_actions
from workflows.pure.calendar import DAY, Calendar
from workflows.pure.schedule import PeriodPlan, plan_period

from . import keys, province, requested, scenes, submissions
from .cast import Cast, ask_for_opinions, begin_with_january, map_forms, settle
from .province import Province
from .scenes import Step
from .steps import DemoHands
from .story import SMOOTH, STORIES

SETTLED = datetime(2026, 4, 10, 9, tzinfo=ZONE)
YEAR = "2026"
FIRST, LAST = 4, 12
OPENED_AFTER = timedelta(minutes=5)
WORKING_DAY = timedelta(hours=8)

Planned = tuple[ReportKind, PeriodPlan]
Say = Callable[[str], object]


@dataclass(frozen=True)
class Stage:
    """The cast, the calendar, and the present: no step is dated after it; and the province above, if there is one."""

    cast: Cast
    calendar: Calendar
    present: datetime
    above: Province | None = None

    def units(self) -> list[str]:
        """The codes of those who report, in the plan's order."""
        members = [unit for unit in self.cast.units.values() if unit.reports and unit.ward_id]
        return [unit.code for unit in sorted(members, key=lambda unit: unit.order)]

    def periods(self) -> list[Planned]:
        """The months from April, and the year, by the ward's due times."""
        months = [(self.cast.monthly, f"{YEAR}-{month:02d}") for month in range(FIRST, LAST + 1)]
        every = [*months, (self.cast.annual, YEAR)]
        planned = [(kind, plan_period(kind.schedule, code, self.calendar)) for kind, code in every]
        return sorted(planned, key=lambda pair: pair[1].ward_due_at)

    def days_ago(self, days: int, hour: int) -> datetime:
        """So many working days before the present, at this hour."""
        return datetime.combine(self.working_day(self.present.date(), -days), time(hour), ZONE)

    def working_day(self, start: date, offset: int) -> date:
        """The working day so many after the first one from `start` on; before it where `offset` is negative."""
        day = self.calendar.next_working(start)
        for _each in range(abs(offset)):
            day = self.calendar.next_working(day + DAY) if offset > 0 else self.calendar.previous_working(day - DAY)
        return day


def is_taken() -> bool:
    """Whether the database knows a ward or a person already."""
    return Unit.objects.exists() or Person.objects.exists()


def play(say: Say) -> None:
    """Set up the cast and play the year up to the present; all or nothing.

    `say` gets a line of progress after each step. Raises NotPossible where a numbered document could not be rendered.
    """
    with transaction.atomic():
        with at(min(SETTLED, now())):
            cast = settle()
            keys.give(cast)
            map_forms(cast)
            ask_for_opinions(cast)
            above = province.settle(cast)
            keys.give_above(above)
            begin_with_january(cast.monthly, cast.admin)
            begin_with_january(above.monthly, above.admin)
        say(_("The ward, its plan and %(number)d people in office are there.") % {"number": len(cast.people)})
        perform(cast, say, above=above)


def perform(cast: Cast, say: Say, *, first_month: int = FIRST, above: Province | None = None) -> None:
    """Play the past periods from `first_month` (of 2026) on, then begin the current ones."""
    stage = Stage(cast, calendar_days.of(cast.ward.pk), now(), above)
    ahead = [pair for pair in stage.periods() if pair[1].ends.month >= first_month]
    for kind, times in ahead:
        if times.ward_due_at <= stage.present:
            period = finish(stage, kind, times)
            say(_("%(period)s: sent to the province and received.") % {"period": capfirst(period.words)})
    for kind, times in current(stage, ahead):
        period = begin(stage, kind, times)
        say(_("%(period)s: open, partly worked.") % {"period": capfirst(period.words)})
    draft_for_signing(stage)
    ask_for_more(stage)
    if above:
        province.open_months(above)
    outbox.drain()
    for person in cast.people.values():
        notices.read_all(person, until=now())  # of the months that have gone: what is due now the clock will tell


def draft_for_signing(stage: Stage) -> None:
    """A plan that was issued in the last month, and a proposal on its way for a week; nothing in the first weeks."""
    if stage.days_ago(21, 9) < SETTLED:
        return
    with at(stage.days_ago(21, 9)):
        checks = submissions.settle(stage.cast)
    submissions.issue_plan(stage.cast, stage.days_ago)
    submissions.propose(stage.cast, checks, stage.days_ago)


def ask_for_more(stage: Stage) -> None:
    """A quarter of a kind that the ward made last month, and a report that its office asked for two days ago; nothing
    in the first weeks, nor when the year of the plan is over.
    """
    if stage.days_ago(21, 9) < SETTLED or f"{stage.present.astimezone(ZONE):%Y}" != YEAR:
        return
    requested.report_quarter(stage.cast, stage.days_ago(21, 10), stage.days_ago(1, 9))
    due = stage.working_day(stage.present.date(), 2), stage.working_day(stage.present.date(), 4)
    requested.ask(stage.cast, stage.days_ago(2, 9), stage.days_ago(1, 15), due)


def current(stage: Stage, periods: list[Planned]) -> list[Planned]:
    """The periods that are open; between two months the next one already, so that there is something to do."""
    coming = [pair for pair in periods if pair[1].ward_due_at > stage.present]
    months = [pair for pair in coming if pair[0] == stage.cast.monthly]
    return [pair for pair in coming if pair[1].opens_at <= stage.present or pair in months[:1]]


def finish(stage: Stage, kind: ReportKind, times: PeriodPlan) -> ReportingPeriod:
    """Play a past period until the province has received it."""
    hands = opened(stage, kind, times)
    story = STORIES.get(times.code, SMOOTH)
    due = times.unit_due_at.astimezone(ZONE).date()

    def moment(offset: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(stage.working_day(due, offset), time(hour, minute), ZONE)

    steps = list(scenes.of_ward(hands, story, moment))
    for place, unit in enumerate(stage.units()):
        steps += scenes.of_unit(hands, story, unit, place, moment)
    run(stage, steps)
    return hands.period


def begin(stage: Stage, kind: ReportKind, times: PeriodPlan) -> ReportingPeriod:
    """Open a current period and do a part of its work, spread over the time since."""
    hands = opened(stage, kind, times)
    since = hands.period.opened_at

    def part(share: float) -> datetime:
        instant = (since + (stage.present - since) * share).astimezone(ZONE)
        day = stage.calendar.previous_working(instant.date())
        return max(since, datetime.combine(day, time(8), ZONE) + WORKING_DAY * share)

    scene = scenes.of_month_begun if kind == stage.cast.monthly else scenes.of_year_begun
    run(stage, scene(hands, part))
    return hands.period


def opened(stage: Stage, kind: ReportKind, times: PeriodPlan) -> DemoHands:
    """The period, opened when its time came."""
    with at(min(times.opens_at + OPENED_AFTER, stage.present)):
        return DemoHands(stage.cast, periods_actions.open_period(kind, times.code), stage.above)


def run(stage: Stage, steps: Iterable[Step]) -> None:
    """Act in the order of time; nothing is done later than now."""
    for when, act in sorted(steps, key=lambda step: step[0]):
        with at(min(when, stage.present)):
            act()
