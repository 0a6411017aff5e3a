"""Difficulties as reports and pages show them: which ones a unit's report has, and how old they are. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from approvals import compiled
from approvals.clock import ZONE, now
from workflows.models import Difficulty, ReportingPeriod, UnitReport
from workflows.models.states import TAKEN_IN, WITHIN_A_WHOLE, DifficultyState, UnitState
from workflows.pure.wording.facts import PROVINCE, DifficultyFact

WITH_THE_UNIT = (UnitState.DRAFT, UnitState.RETURNED)
# How documents name the addressee where that is no unit: Vietnamese always.
TO_WORDS = {Difficulty.To.LEADERS.value: "lãnh đạo Ban Chỉ đạo", Difficulty.To.PROVINCE.value: PROVINCE}


@dataclass(frozen=True)
class Aged:
    """A difficulty, and how long it has been open at the moment `until`: the same for everybody who looks then."""

    item: Difficulty
    until: datetime

    @property
    def days(self) -> int:
        """Calendar days in Vietnam from the day it was raised to the day it was closed, or that of `until`."""
        end = self.item.closed_at or self.until
        return (end.astimezone(ZONE).date() - self.item.raised_at.astimezone(ZONE).date()).days

    @property
    def words(self) -> str:
        """ "mở 47 ngày", "mở hôm nay", "đóng sau 12 ngày"."""
        if self.item.state == DifficultyState.CLOSED:
            return gettext("closed, days open: %(days)d") % {"days": self.days}
        if self.days == 0:
            return gettext("open since today")
        return gettext("days open: %(days)d") % {"days": self.days}


def aged(items: Iterable[Difficulty]) -> list[Aged]:
    """The items with their age now."""
    until = now()
    return [Aged(item, until) for item in items]


def of_report(report: UnitReport) -> list[Aged]:
    """What was open in the unit when it submitted the report; now, while the report is with it. Of a report that the
    office asked for, only what was raised in it. One query.
    """
    until = now() if report.state in WITH_THE_UNIT else report.submitted_at or report.state_since
    if report.period.is_asked:
        return aged(compiled.read(_open_in, report=report.pk, until=until))
    return aged(compiled.read(_open_at, unit=report.unit_id, until=until))


def _open_at(unit: int, until: datetime) -> QuerySet[Difficulty]:
    return _open(until).filter(unit=unit)


def _open_in(report: int, until: datetime) -> QuerySet[Difficulty]:
    return _open(until).filter(report=report)


def _open(until: datetime) -> QuerySet[Difficulty]:
    items = Difficulty.objects.filter(Q(closed_at=None) | Q(closed_at__gt=until), raised_at__lte=until)
    return items.with_names().order_by("raised_at", "pk")


def unclosed_facts(period: ReportingPeriod, ward_id: int) -> tuple[DifficultyFact, ...]:
    """The ward's difficulties that are not closed, for its report, in the units' order: what was put together stands
    once, with the units that it came from. Of a report that the office asked for, only those raised in the units'
    reports of the period. One query.
    """
    unclosed = Difficulty.objects.filter(ward=ward_id).unclosed().select_related("unit", "to_unit")
    if period.is_asked:
        unclosed = unclosed.filter(report__period=period, report__state__in=TAKEN_IN)
    items = list(unclosed.order_by(Coalesce("unit__order", 0), "pk"))
    units: dict[int, list[str]] = {item.pk: [] for item in items if item.unit is None}
    alone = []
    for item in items:
        if item.merged_into_id in units and item.state in WITHIN_A_WHOLE:
            units[item.merged_into_id].append(item.unit.name)
        else:
            alone.append((item, units[item.pk] if item.unit is None else [item.unit.name]))
    return tuple(DifficultyFact(item.text, tuple(dict.fromkeys(names)), *_addressed(item)) for item, names in alone)


def _addressed(item: Difficulty) -> tuple[str, date | None]:
    """The addressee as documents name it, and the day in Vietnam on which it was answered."""
    to = item.to_unit.short_name if item.to_unit else TO_WORDS.get(item.to, item.to)
    return to, item.answered_at.astimezone(ZONE).date() if item.answered_at else None
