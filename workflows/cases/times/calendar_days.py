"""The working days of each ward: the nation's calendar, in its place the days of the province to which the ward reports
within this installation, and in the place of both the ward's own.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, BooleanField, DateField, Q, QuerySet, Subquery, Value

from approvals import compiled
from approvals.models import Sender
from units.hours import spans_of
from units.models import Unit
from workflows.models import CalendarDay
from workflows.pure.calendar import Calendar
from workflows.pure.hours import Hours

Days = Mapping[date, bool]  # whether each is worked


@dataclass(frozen=True)
class Calendars:
    """Those of all wards, for what is about several. `above` is the province of each ward that has one."""

    nation: Days
    own: Mapping[int, Days]
    above: Mapping[int, int]
    known: dict[tuple[int, ...], Calendar] = field(default_factory=dict)

    def of(self, ward_id: int) -> Calendar:
        """That of one ward; wards of which the same is said share one."""
        said_by = tuple(each for each in (self.above.get(ward_id, 0), ward_id) if each in self.own)
        if said_by not in self.known:
            days = dict(self.nation)
            for each in said_by:
                days.update(self.own[each])
            self.known[said_by] = _calendar(days)
        return self.known[said_by]


def _calendar(days: Days) -> Calendar:
    return Calendar(
        off=frozenset(day for day, working in days.items() if not working),
        working=frozenset(day for day, working in days.items() if working),
    )


def every() -> Calendars:
    """As the table has them now. One query; ask once a page."""
    own: dict[int | None, dict[date, bool]] = defaultdict(dict)
    above: dict[int, int] = {}
    for ward, day, working, province in compiled.read(_of_all):
        if province is None:
            own[ward][day] = working
        else:
            above[ward] = max(province, above.get(ward, 0))
    nation = own.pop(None, {})
    return Calendars(nation, {ward: days for ward, days in own.items() if ward is not None}, above)


def of(ward_id: int) -> Calendar:
    """That of one ward, as the table has it now. One query; ask once a page."""
    rows = sorted(compiled.read(_of_one, ward=ward_id), key=lambda row: _nearness(row[0], ward_id))
    return _calendar({day: working for _ward, day, working in rows})


def hours_of(ward: Unit) -> Hours:
    """When the ward works. One query, as `of`."""
    terms = [(term.first, term.last, term.spans) for term in ward.terms]
    return Hours(spans_of(ward.hours), of(ward.pk), terms)


def entries_between(ward_id: int, first: date, last: date) -> dict[date, CalendarDay]:
    """The calendar's entries for days between these two, in their order; each row has its `ward`: that or its province,
    None for the nation. One query.
    """
    entries = CalendarDay.objects.filter(_binding(ward_id), day__range=(first, last)).select_related("ward")
    rows = sorted(entries, key=lambda row: (row.day, _nearness(row.ward_id, ward_id)))
    return {row.day: row for row in rows}


def followers(province_id: int) -> int:
    """For how many wards its days count, too. One query."""
    return _pairs().filter(scope=province_id).count()


def _nearness(said_by: int | None, ward_id: int) -> int:
    """Of the nation, the province and the ward itself: the later in this order stands in the place of the earlier."""
    return 0 if said_by is None else 2 if said_by == ward_id else 1


def _pairs() -> QuerySet[Sender]:
    """Each ward that reports to a province within this installation, its `origin`, with that, the `scope`."""
    return Sender.objects.filter(origin__isnull=False, member__isnull=False, ended_at=None)


def _binding(ward: int) -> Q:
    province = _pairs().filter(origin=ward).order_by("-scope").values("scope")[:1]
    return Q(ward=None) | Q(ward=ward) | Q(ward=Subquery(province))


def _of_one(ward: int) -> QuerySet[CalendarDay, Any]:
    return CalendarDay.objects.filter(_binding(ward)).values_list("ward", "day", "working")


def _of_all() -> QuerySet[Any, Any]:
    """Ward, day, and whether it is worked; then for each ward below a province a row with that alone."""
    days = CalendarDay.objects.annotate(province=Value(None, BigIntegerField())).order_by()
    no_day, no_word = Value(None, DateField()), Value(None, BooleanField(null=True))
    pairs = _pairs().order_by().values_list("origin", no_day, no_word, "scope")
    return days.values_list("ward", "day", "working", "province").union(pairs, all=True)
