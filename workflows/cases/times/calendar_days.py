"""The working days of each ward: the nation's calendar, with the ward's own days in their place."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

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

    def of(self, ward_id: int) -> Calendar:
        days = {**self.nation, **self.own.get(ward_id, {})}
        return Calendar(
            off=frozenset(day for day, working in days.items() if not working),
            working=frozenset(day for day, working in days.items() if working),
        )


def every() -> Calendars:
    """As the table has them now. One query; ask once a page."""
    return _read(Q())


def of(ward_id: int) -> Calendar:
    """That of one ward, as the table has it now. One query; ask once a page."""
    return _read(Q(ward=None) | Q(ward=ward_id)).of(ward_id)


def hours_of(ward: Unit) -> Hours:
    """When the ward works. One query, as `of`."""
    terms = [(term.first, term.last, term.spans) for term in ward.terms]
    return Hours(spans_of(ward.hours), of(ward.pk), terms)


def _read(which: Q) -> Calendars:
    own: dict[int | None, dict[date, bool]] = defaultdict(dict)
    for ward, day, working in CalendarDay.objects.filter(which).values_list("ward", "day", "working"):
        own[ward][day] = working
    nation = own.pop(None, {})
    return Calendars(nation, {ward: days for ward, days in own.items() if ward is not None})
