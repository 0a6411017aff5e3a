"""Which reminders are due at a moment and were not given yet. Reads only, in a number of queries that does not grow
with the wards, the units or the people.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from units.hours import spans_of
from units.models import Absence, Membership, Person
from workflows.cases.times import calendar_days
from workflows.cases.times.calendar_days import Calendars
from workflows.models import Reminder, Rung, UnitReport, WardReport
from workflows.models.querysets import UNIT_DUE
from workflows.models.states import HELD_BY_UNIT, OPEN, WardState
from workflows.pure.calendar import HOUR
from workflows.pure.hours import Hours

FORGOTTEN = timedelta(days=30)  # what was to be said longer ago than that is told to nobody any more
LONGEST = timedelta(days=90)  # a rung is never further from its due time
MOST = {Rung.Measure.DAYS: 30, Rung.Measure.HOURS: 200}
ByKind = dict[tuple[int, str], list[Rung]]  # by the id of the kind and which due time
TOLD = ("name", "email", "phone", "one_mail_a_day")  # what a notice, and the gateway, read of a person
NAMED = ("name", "code", "practice")  # what the name of a period reads of its kind
UNSENT = (*OPEN, WardState.APPROVED, WardState.ISSUED)


@dataclass(frozen=True)
class DueReport:
    """A report that is not handed in: `due_at` is the deadline in force, `unit` its unit's short name and id; of a
    ward's report the ward's.
    """

    report: Any
    due: str
    due_at: datetime
    unit_id: int

    @property
    def ward_id(self) -> int:
        return self.report.ward_id

    @cached_property
    def name(self) -> str:
        return str(self.report)


@dataclass(frozen=True)
class Holder:
    """A person who holds an office now; `away` where they are absent and somebody stands in for them."""

    person: Person
    away: bool


@dataclass(frozen=True)
class DueReminder:
    """A reminder to be given: of which report, by which rung, to whom. Without a holder nobody can be told."""

    waiting: DueReport
    rung: Rung
    moment: datetime
    holder: Holder | None = None

    @cached_property
    def key(self) -> str:
        report, person = self.waiting.report, self.holder.person.pk if self.holder else "nobody"
        return f"{report.kind}-{report.pk}-rung-{self.rung.pk}-{person}-{self.waiting.due_at:%Y%m%dT%H%M%SZ}"

    @property
    def why(self) -> str:
        if self.holder is None:
            return Reminder.Why.NOBODY.value
        return Reminder.Why.AWAY.value if self.holder.away else ""


def moment_of(rung: Rung, due_at: datetime, hours: Hours) -> datetime:
    """When a rung speaks of this deadline."""
    if rung.measure == Rung.Measure.DAYS:
        return hours.morning_of(due_at, rung.amount if rung.after else -rung.amount)
    work = rung.amount * HOUR
    return hours.end_of(due_at, work) if rung.after else hours.start_of(due_at, work)


def rungs_of(ward_id: int | None) -> QuerySet[Rung]:
    """Those in force, of one ward or of all, with their kinds and wards."""
    rungs = Rung.objects.filter(retired_at=None).select_related("kind__ward").order_by("pk")
    return rungs.filter(kind__ward=ward_id) if ward_id else rungs


def next_moment(rungs: Collection[Rung], at: datetime) -> datetime | None:
    """When the next of these rungs speaks after `at` of a report that is there now; None where none does."""
    by_kind = _by_kind(rungs)
    speaking = _Speaking(calendar_days.every(), at)
    coming = (
        speaking.moment(rung, each.due_at)
        for each in _waiting(by_kind, at)
        for rung in by_kind[each.report.period.kind_id, each.due]
    )
    return min((moment for moment in coming if moment > at), default=None)


def wanted(rungs: Collection[Rung], at: datetime, calendars: Callable[[], Calendars]) -> list[DueReminder]:
    """The reminders of these rungs, with their kinds and wards, that are due at `at` and stand in no ledger yet.
    `calendars` are asked for where a report waits.
    """
    by_kind = _by_kind(rungs)
    waiting = list(_waiting(by_kind, at))
    if not waiting:
        return []
    speaking = _Speaking(calendars(), at)
    passed = [
        (each, rung, moment)
        for each in waiting
        for rung in by_kind[each.report.period.kind_id, each.due]
        if (moment := speaking.since(rung, each.due_at))
    ]
    return list(_untold(passed, at)) if passed else []


def _by_kind(rungs: Collection[Rung]) -> ByKind:
    by_kind: ByKind = defaultdict(list)
    for rung in rungs:
        by_kind[rung.kind_id, rung.due].append(rung)
    return by_kind


class _Speaking:
    """When rungs speak: computed once for all reports of a ward that share a deadline."""

    def __init__(self, calendars: Calendars, at: datetime) -> None:
        self.calendars, self.at = calendars, at
        self.hours: dict[int, Hours] = {}
        self.known: dict[tuple[int, datetime], datetime] = {}

    def moment(self, rung: Rung, due_at: datetime) -> datetime:
        key = (rung.pk, due_at)
        if key not in self.known:
            self.known[key] = moment_of(rung, due_at, self._hours_of(rung.kind.ward))
        return self.known[key]

    def since(self, rung: Rung, due_at: datetime) -> datetime | None:
        """The moment of the rung; None where it is still to come, was before the rung, or is forgotten."""
        moment = self.moment(rung, due_at)
        return moment if max(rung.since, self.at - FORGOTTEN) <= moment <= self.at else None

    def _hours_of(self, ward: Any) -> Hours:
        if ward.pk not in self.hours:
            self.hours[ward.pk] = Hours(spans_of(ward.hours), self.calendars.of(ward.pk))
        return self.hours[ward.pk]


def _waiting(by_kind: ByKind, at: datetime) -> Iterator[DueReport]:
    """The reports of these kinds that are not handed in, and due near `at`: one query for units, one for wards."""
    near = (at - LONGEST - FORGOTTEN, at + LONGEST)
    kinds = {due: [kind for kind, of in by_kind if of == due] for due in Rung.Due}
    if kinds[Rung.Due.UNITS]:
        reports = UnitReport.objects.filter(state__in=HELD_BY_UNIT, period__kind__in=kinds[Rung.Due.UNITS])
        for report in _named(reports.annotate(deadline=UNIT_DUE), near).select_related("unit"):
            yield DueReport(report, Rung.Due.UNITS, report.deadline, report.unit_id)
    if kinds[Rung.Due.WARD]:
        of_wards = WardReport.objects.filter(state__in=UNSENT, period__kind__in=kinds[Rung.Due.WARD])
        for report in _named(of_wards.annotate(deadline=F("period__ward_due_at")), near):
            yield DueReport(report, Rung.Due.WARD, report.deadline, report.ward_id)


def _named(reports: Any, near: tuple[datetime, datetime]) -> Any:
    """Those due in this time, with what their names read."""
    names = (
        "ward",
        "period__code",
        "period__title",
        *(f"period__kind__{name}" for name in ("name", "code", "practice")),
    )
    found = reports.filter(deadline__range=near).select_related("period__kind").order_by("deadline", "pk")
    return found.only(*names, "unit__short_name" if reports.model is UnitReport else "version")


def _untold(passed: Collection[tuple[DueReport, Rung, datetime]], at: datetime) -> Iterator[DueReminder]:
    """Of rungs that have spoken, to whom they are to be told. A query for the ledger, one for who holds the offices."""
    known = set(
        Reminder.objects.filter(
            due_at__in={each.due_at for each, _rung, _moment in passed},
            rung__in={rung.pk for _each, rung, _moment in passed},
        ).values_list("key", flat=True)
    )
    held = _holders({each.ward_id for each, _rung, _moment in passed}, at)
    for each, rung, moment in passed:
        for holder in _told_by(rung, each, held):
            row = DueReminder(each, rung, moment, holder)
            if row.key not in known:
                yield row


def _told_by(rung: Rung, each: DueReport, held: dict[tuple[int, str], list[Holder]]) -> Iterable[Holder | None]:
    """Whom a rung tells of a report, each once; None alone where nobody holds one of its offices."""
    found = {
        holder.person.pk: holder
        for office in rung.offices
        for holder in held[each.unit_id if office in Rung.OF_UNIT else each.ward_id, office]
    }
    return list(found.values()) or [None]


def _holders(wards: Collection[int], at: datetime) -> dict[tuple[int, str], list[Holder]]:
    """Who holds which office now, by unit for those of a unit, by ward for the others."""
    away = Absence.objects.at(at).filter(person=OuterRef("person"))
    rows = Membership.objects.at(at).filter(Q(unit__in=wards) | Q(unit__ward__in=wards), person__is_active=True)
    found: dict[tuple[int, str], list[Holder]] = defaultdict(list)
    named = rows.select_related("person", "unit").only("office", *(f"person__{name}" for name in TOLD), "unit__ward")
    for row in named.annotate(away=Exists(away)).order_by("pk"):
        holder = Holder(row.person, row.away)
        found[row.unit_id if row.office in Rung.OF_UNIT else row.unit.root_id, row.office].append(holder)
    return found
