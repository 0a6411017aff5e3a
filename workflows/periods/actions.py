from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.statements import insert_many, update_heads
from approvals.trail import chain as trail
from units.models import Aggregation, Indicator, Person, Plan, Unit
from workflows.cases.flow.follow import begin
from workflows.cases.times import calendar_days
from workflows.figures import annual
from workflows.models import AssignmentEntry, IndicatorEntry, ReportingPeriod, ReportKind, UnitReport, WardReport
from workflows.models.states import NOT_ASKED
from workflows.outlines import actions as outlines
from workflows.pure.calendar import last_day
from workflows.pure.schedule import plan_period
from workflows.routes.underway import before

from .beginnings import starts_of

CARRIED = ("difficulties", "proposals", "directions")


def open_period(
    kind: ReportKind, code: str, *, by: Person | None = None, due: tuple[datetime, datetime] | None = None
) -> ReportingPeriod:
    """Open a period of a kind: a report for each unit that reports, prefilled from its last one, and the ward's.

    Idempotent. `by` is None for beat and commands, which leave alone what was cancelled. `due` are due times of the
    units and of the ward in the place of those of the schedule. Raises NotPossible where the ward has no plan for that
    year or the kind is retired, BadPeriodCode (a ValueError with a translated sentence) where `code` names no period of
    the kind.
    """
    with transaction.atomic():
        row = locked(kind)
        times = plan_period(row.schedule, code, calendar_days.of(row.ward_id))
        unit_due_at, ward_due_at = due or (times.unit_due_at, times.ward_due_at)
        if existing := _existing(row, code, by):
            return existing
        refuse_retired(row)
        outline = outlines.current(row)
        period = ReportingPeriod.objects.create(
            kind=row,
            outline=outline,
            has_fields=bool(outlines.fields_of(outline)),
            ward_id=row.ward_id,
            plan=plan_for(row.ward_id, times.year, row.plan_number),
            code=code,
            starts=starts_of(row, times),
            ends=times.ends,
            unit_due_at=unit_due_at,
            ward_due_at=ward_due_at,
            estimates=last_day(unit_due_at) < times.ends,
            arrangement=outline.arrangement,
            chosen=outline.chosen,
            on_plan=row.on_plan and outlines.tells_plan(outline),
            opened_at=now(),
        )
        open_unit_reports(period, reporters_of(row), by)
        values = {"unit_due_at": unit_due_at, "ward_due_at": ward_due_at} if due else {}
        changes = {name: [None, at.astimezone(ZONE).isoformat()] for name, at in values.items()}
        open_ward_report(WardReport(period=period, ward_id=period.ward_id), by, changes=changes)
        return period


def _existing(kind: ReportKind, code: str, by: Person | None) -> ReportingPeriod | None:
    """The period that is there already; one that was cancelled is opened anew by a person alone."""
    found = list(ReportingPeriod.objects.filter(kind=kind, code=code))
    standing = next((period for period in found if period.cancelled_at is None), None)
    return standing or (found[0] if found and by is None else None)


def locked(kind: ReportKind) -> ReportKind:
    """The kind read anew, its ward's row locked: periods of a ward open, and its kinds change, one after another."""
    kinds: Any = ReportKind.objects.select_for_update(of=("ward",)).select_related("ward")
    return kinds.annotate(asks_of_units=before.asks_of_units()).get(pk=kind.pk)


def refuse_retired(kind: ReportKind) -> None:
    if kind.retired_at:
        raise NotPossible(_("“%(kind)s” is retired: no further period of it opens.") % {"kind": kind})


def reporters_of(kind: ReportKind) -> QuerySet[Unit]:
    """The units that report in a period of the kind that opens now."""
    units = reporting_units(kind.ward_id)
    if kind.reporters == ReportKind.Reporters.CHOSEN:
        return units.filter(pk__in=kind.units.values("pk"))
    if kind.reporters == ReportKind.Reporters.BY_KIND:
        return units.filter(kind__in=kind.unit_kinds)
    return units


def reporting_units(ward_id: int) -> QuerySet[Unit]:
    return Unit.objects.filter(ward_id=ward_id, reports=True, retired_at=None)


def plan_for(ward_id: int, year: int, number: str = "") -> Plan:
    """The newest version of the ward's plan of this number for the year; where there is none of that, of the one that
    was there first: another number is another plan beside it (docs/decisions/0081). Raises NotPossible.
    """
    plans = list(Plan.objects.filter(ward_id=ward_id, year=year).order_by("imported_at", "pk"))
    if not plans:
        raise no_plan(year)
    chosen = number if number in {plan.number for plan in plans} else plans[0].number
    return max((plan for plan in plans if plan.number == chosen), key=lambda plan: plan.version)


def no_plan(year: int) -> NotPossible:
    return NotPossible(_("There is no plan for %(year)s yet. Import it first.") % {"year": year})


def open_unit_reports(period: ReportingPeriod, units: Iterable[Unit], by: Person | None) -> list[UnitReport]:
    """A report of each unit for the period, prefilled from its last one."""
    last, steps = _last_reports(period), before.steps_of(period.kind)
    reports = [_new_report(period, unit, last.get(unit.pk)) for unit in units]
    for report in reports:
        before.mark(report, steps)
    begin(reports, by, period.opened_at)
    UnitReport.objects.bulk_create(reports)
    _record_openings(reports, by)
    before.copy_steps(steps, reports)
    _open_entries(period, reports, last)
    outlines.open_values(period, reports)
    return reports


def _last_reports(period: ReportingPeriod) -> dict[int, UnitReport]:
    """The last report that each unit submitted for an earlier period of the kind; waived ones are passed over. What the
    office asks for by itself has none before it.
    """
    if period.is_asked:
        return {}
    submitted = UnitReport.objects.filter(
        period__kind=period.kind, period__ends__lt=period.ends, submitted_at__isnull=False
    ).exclude(state__in=NOT_ASKED)
    newest = submitted.filter(unit=OuterRef("unit")).order_by("-period__ends").values("pk")[:1]
    return {report.unit_id: report for report in submitted.filter(pk=Subquery(newest))}


def _new_report(period: ReportingPeriod, unit: Unit, last: UnitReport | None) -> UnitReport:
    texts = {name: getattr(last, name) for name in CARRIED if name in period.texts} if last else {}
    return UnitReport(period=period, unit=unit, ward_id=period.ward_id, state_since=period.opened_at, **texts)


def _record_openings(reports: list[UnitReport], by: Person | None) -> None:
    events = [trail.event_values(row, "open", by=by, scope=row.unit_id, target=row.state) for row in reports]
    insert_many(TrailEvent, events)
    update_heads(UnitReport, [(row.pk, row.trail_seq, row.trail_head) for row in reports], {})


def _open_entries(period: ReportingPeriod, reports: list[UnitReport], before: dict[int, UnitReport]) -> None:
    """An entry for each indicator and assignment that a unit leads or cooperates in.

    A value that is a level ("latest") and the progress of assignments are carried over from the period before, to the
    unit that leads it now where another did; counts of a period begin blank, and the earlier value is offered for one
    click (docs/decisions/0004). A yearly entry begins with what its months give.
    """
    report_of = {report.unit_id: report for report in reports}
    last_ids = [report.pk for report in before.values()]
    figures: dict[tuple[int, int], dict[str, Any]] = {
        (unit, number): {"value": value}
        for unit, number, value in IndicatorEntry.objects.filter(
            report__in=last_ids, indicator__aggregation=Aggregation.LATEST, indicator__plan__number=period.plan.number
        ).values_list("report__unit_id", "indicator__number", "value")
    }
    progress: dict[tuple[int, int], tuple[str, str]] = {}
    led: dict[int, tuple[str, str]] = {}
    entries = AssignmentEntry.objects.filter(report__in=last_ids, assignment__plan__number=period.plan.number)
    names = ("report__unit_id", "assignment__lead_id", "assignment__number", "status", "result")
    for unit, lead, number, status, result in entries.order_by("report__period__ends").values_list(*names):
        progress[unit, number] = (status, result)
        if unit == lead:
            led[number] = (status, result)
    if period.adds_months:
        figures |= annual.prefilled(period)
        progress, led = annual.progress(period), {}
    insert_many(
        IndicatorEntry,
        [
            {"report_id": report_of[unit].pk, "indicator_id": row.pk, **figures.get((unit, row.number), {})}
            for row, unit in _shares(period.shared_indicators, report_of)
        ],
    )
    insert_many(
        AssignmentEntry,
        [
            {"report_id": report_of[unit].pk, "assignment_id": row.pk, "status": status, "result": result}
            for row, unit in _shares(period.shared_assignments, report_of)
            for begins in [led.get(row.number, ("", "")) if unit == row.lead_id else ("", "")]
            for status, result in [progress.get((unit, row.number), begins)]
        ],
    )


def _shares(rows: QuerySet[Any], report_of: dict[int, UnitReport]) -> list[tuple]:
    """(row, unit id) for each unit that leads or cooperates, and does not only help, and reports in this period. A unit
    that stands for a ward reports every indicator.
    """
    shared = {row.pk: (row, [row.lead_id]) for row in rows}
    for row_id, unit_id in cooperating_pairs(rows):
        shared[row_id][1].append(unit_id)
    if rows.model is Indicator:
        delivering = [unit_id for unit_id, report in report_of.items() if report.unit.delivers]
        for _row, units in shared.values():
            units += delivering
    return [(row, unit) for row, units in shared.values() for unit in dict.fromkeys(units) if unit in report_of]


def cooperating_pairs(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """(row id, unit id) of each unit that cooperates and does not only help, once."""
    conditions = [Q(cooperating__isnull=False)]
    if rows.model is Indicator:
        helps = Indicator.helping.through.objects.filter(indicator=OuterRef("pk"), unit=OuterRef("cooperating"))
        conditions.append(~Q(Exists(helps)))
    # In one call: a further filter() joins the units once more, and gives each pair as often as there are units.
    return rows.order_by().filter(*conditions).values_list("pk", "cooperating")


def open_ward_report(
    report: WardReport,
    by: Person | None,
    asked: dict[str, list[Any]] | None = None,
    changes: dict[str, list[Any]] | None = None,
) -> WardReport:
    """Give the ward's report of a period its process and its first event. `asked` is what the office asked for, where
    it opens the period so; `changes` what else the event tells.
    """
    report.state_since = now()
    begin([report], by, report.state_since)
    report.save(force_insert=True)
    opening = "open" if report.version == 1 else "new_version"
    action = "ask_for_report" if asked else opening
    values = trail.event_values(
        report, action, by=by, scope=report.ward_id, target=report.state, changes=asked or changes
    )
    report.save(update_fields=["trail_seq", "trail_head"])
    insert_many(TrailEvent, [values])
    return report
