"""Difficulties as reports and pages tell of them: which ones a unit's report holds, and how old they are. Reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from approvals.clock import ZONE, now

from .models import Difficulty, UnitReport
from .narrative import DifficultyFact
from .states import WITHIN_A_WHOLE, DifficultyState, UnitState

WITH_THE_UNIT = (UnitState.DRAFT, UnitState.RETURNED)
# As a document says to whom, where that is no unit: Vietnamese always.
TO_WORDS = {Difficulty.To.LEADERS.value: "lãnh đạo Ban Chỉ đạo", Difficulty.To.PROVINCE.value: "tỉnh"}


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
    """What was open in the unit when it handed the report in; now, while it is with the unit. One statement."""
    until = now() if report.state in WITH_THE_UNIT else report.submitted_at or report.state_since
    items = Difficulty.objects.filter(Q(closed_at=None) | Q(closed_at__gt=until), unit=report.unit_id)
    return aged(items.filter(raised_at__lte=until).with_names().order_by("raised_at", "pk"))


def difficulty_facts(rows: Iterable[tuple]) -> tuple[DifficultyFact, ...]:
    """What a ward's report tells of those that are not closed: what was put together once, with its sources' units.

    `rows` are ordered: order of the unit, id, name of the unit (None: put together), text, to whom, state, day raised,
    day answered, and the whole that it went into.
    """
    rows = list(rows)
    wholes = {pk for _order, pk, unit, *_rest in rows if unit is None}
    units: dict[int, list[str]] = {pk: [] for pk in wholes}
    alone = []
    for row in rows:
        _order, pk, unit, _text, _to, state, *_days, whole = row
        if whole in wholes and state in WITHIN_A_WHOLE:
            units[whole].append(unit)
        else:
            alone.append((row, units[pk] if unit is None else [unit]))
    return tuple(
        DifficultyFact(text, tuple(dict.fromkeys(names)), raised, TO_WORDS.get(to, to), answered)
        for (_order, _pk, _unit, text, to, _state, raised, answered, _whole), names in alone
    )
