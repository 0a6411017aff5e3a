"""The working days of each ward: the nation's calendar, with the ward's own days in their place."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from approvals import compiled
from units.hours import spans_of
from units.models import Unit
from workflows.models import CalendarDay
from workflows.pure.calendar import Calendar
from workflows.pure.hours import Hours

Days = Mapping[date, bool]  # whether each is worked


@dataclass(frozen=True)
class Calendars:
    """Those of all wards, for what is about several."""

    nation: Days
    own: Mapping[int, Days]
    known: dict[int | None, Calendar] = field(default_factory=dict)

    def of(self, ward_id: int) -> Calendar:
        """That of one ward; wards without days of their own share the nation's."""
        ward = ward_id if ward_id in self.own else None
        if ward not in self.known:
            self.known[ward] = _calendar({**self.nation, **self.own.get(ward_id, {})})
        return self.known[ward]


def _calendar(days: Days) -> Calendar:
    return Calendar(
        off=frozenset(day for day, working in days.items() if not working),
        working=frozenset(day for day, working in days.items() if working),
    )


def every() -> Calendars:
    """As the table has them now. One query; ask once a page."""
    return _read(None)


def of(ward_id: int) -> Calendar:
    """That of one ward, as the table has it now. One query; ask once a page."""
    return _read(ward_id).of(ward_id)


def hours_of(ward: Unit) -> Hours:
    """When the ward works. One query, as `of`."""
    terms = [(term.first, term.last, term.spans) for term in ward.terms]
    return Hours(spans_of(ward.hours), of(ward.pk), terms)


def _read(ward_id: int | None) -> Calendars:
    """Those of all wards, or of one."""
    own: dict[int | None, dict[date, bool]] = defaultdict(dict)
    for ward, day, working in compiled.read(_days, ward=ward_id):
        own[ward][day] = working
    nation = own.pop(None, {})
    return Calendars(nation, {ward: days for ward, days in own.items() if ward is not None})


def _days(ward: int | None) -> QuerySet[CalendarDay, Any]:
    of_both = Q() if ward is None else Q(ward=None) | Q(ward=ward)
    return CalendarDay.objects.filter(of_both).values_list("ward", "day", "working")
