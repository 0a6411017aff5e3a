"""What a waiver would mean: what the unit's draft holds, and how the document would state its tasks. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from approvals.clock import today
from units.models import Indicator
from workflows.documents.assignments import words_of
from workflows.figures.last_known import statuses_of
from workflows.figures.origins.readings import last_by_unit
from workflows.models import (
    AssignmentEntry,
    AssignmentStatus,
    Evidence,
    FieldValue,
    IndicatorEntry,
    ReportingPeriod,
    UnitReport,
)
from workflows.pure.progress import Moment, standing
from workflows.pure.summing import is_blank
from workflows.pure.wording.words import NOT_ANSWERED

from .entries.forms import NARRATIVE

NONE = {"filled": 0, "all": 0}


@dataclass(frozen=True)
class Waiver:
    """`indicators`, `assignments` and `fields` are how many of the draft are filled, and of how many; `texts` the parts
    in which something is written. `tasks` counts those that the unit leads by their status in Phụ lục II; `kept` and
    `left_out` name the indicators of which the unit's last figure of the year stands, and those without any of it.
    """

    indicators: tuple[int, int]
    assignments: tuple[int, int]
    fields: tuple[int, int]
    texts: list[str]
    evidence: int
    tasks: list[tuple[str, int]]
    kept: list[str]
    left_out: list[str]

    @property
    def holds_nothing(self) -> bool:
        filled = self.indicators[0] or self.assignments[0] or self.fields[0]
        return not (filled or self.texts or self.evidence)


def waiver_of(report: UnitReport) -> Waiver:
    return waivers_of([report])[report.pk]


def waivers_of(reports: Sequence[UnitReport]) -> dict[int, Waiver]:
    """By the reports' ids; all are of one period, which is read already. Five queries however many they are, one more
    where there are fields.
    """
    period, ids = reports[0].period, [report.pk for report in reports]
    figures = _by_report(
        IndicatorEntry.objects.filter(report__in=ids).select_related("indicator").order_by("indicator__number")
    )
    tasks = AssignmentEntry.objects.filter(report__in=ids).order_by().values("report")
    done = ~Q(status=AssignmentStatus.NOT_REPORTED)
    counted = {row["report"]: row for row in tasks.annotate(all=Count("pk"), filled=Count("pk", filter=done))}
    files = Evidence.objects.filter(report__in=ids).order_by().values_list("report").annotate(Count("pk"))
    stated = _Stated(period, [entry.indicator.number for each in figures.values() for entry in each])
    fields = _fields(period, ids)
    attached = dict(files)
    waivers = {}
    for report in reports:
        own, progress = figures[report.pk], counted.get(report.pk, NONE)
        waivers[report.pk] = Waiver(
            indicators=(sum(entry.value is not None for entry in own), len(own)),
            assignments=(progress["filled"], progress["all"]),
            fields=(sum(not is_blank(value.field.type, value) for value in fields[report.pk]), len(fields[report.pk])),
            texts=[str(NARRATIVE[name]) for name in period.texts if getattr(report, name)],
            evidence=attached.get(report.pk, 0),
            tasks=stated.tasks(report.unit_id),
            kept=[str(entry.indicator) for entry in own if stated.stands(report.unit_id, entry.indicator)],
            left_out=[str(entry.indicator) for entry in own if not stated.stands(report.unit_id, entry.indicator)],
        )
    return waivers


class _Stated:
    """How the document of a period states what a unit says nothing of: its tasks, and its last figures. Two queries."""

    def __init__(self, period: ReportingPeriod, numbers: list[int]) -> None:
        self.moment = Moment(period.ends, today())
        self.last = last_by_unit(period, numbers)
        self.led: dict[int, list[tuple[str | None, date | None]]] = defaultdict(list)
        rows = statuses_of(period).order_by("number").values_list("lead", "last", "due_on")
        for lead, last, due_on in rows:
            self.led[lead].append((last, due_on))

    def stands(self, unit: int, indicator: Indicator) -> bool:
        return indicator.is_level and (unit, indicator.number) in self.last

    def tasks(self, unit: int) -> list[tuple[str, int]]:
        stand = (standing("", last or "", late=self.moment.is_late(due_on)) for last, due_on in self.led[unit])
        return list(Counter(words_of(each) or NOT_ANSWERED for each in stand).items())


def _by_report(entries: "QuerySet[Any]") -> dict[int, list[Any]]:
    found = defaultdict(list)
    for entry in entries:
        found[entry.report_id].append(entry)
    return found


def _fields(period: ReportingPeriod, reports: list[int]) -> dict[int, list[Any]]:
    if not period.has_fields:
        return defaultdict(list)
    return _by_report(FieldValue.objects.filter(report__in=reports).select_related("field"))
