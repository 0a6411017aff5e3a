from collections.abc import Iterable
from datetime import date

from django.db import transaction

from approvals.clock import now
from approvals.trail import chain as trail
from units.models import Office, Plan, Unit
from units.tree import actions as units
from units.workbook import ScheduleRow
from workflows.cases.times import calendar_days
from workflows.difficulties.kinds import default_kinds
from workflows.models import ReportKind, Route, Step
from workflows.outlines import actions as outlines
from workflows.pure.schedule import first_still_due
from workflows.reminders import actions as reminders
from workflows.routes import versions

from .kinds import asked_kind

BOARD = "BCĐ"
NAMES = {"monthly": "Báo cáo tháng", "annual": "Báo cáo năm"}
SYMBOLS = {ReportKind.Form.COMMITTEE: "BC-BCĐ", ReportKind.Form.PEOPLE: "BC-UBND"}
PEOPLE = ("ủy ban nhân dân", "uỷ ban nhân dân", "ubnd")


def set_up(plan: Plan, schedule: Iterable[ScheduleRow]) -> None:
    """Give the plan's ward what its first report needs: both kinds and that of what its office asks for, the board that
    signs, the one-step routes.

    `schedule` is the plan's own (part IV): the days before which units and ward report. What exists is left as it
    is. A kind begins with the first period that can still be reported in time, so that nothing opens overdue.
    """
    with transaction.atomic():
        board = plan.ward.members.filter(code=BOARD).first() or units.add_unit(
            plan.ward, by=None, code=BOARD, name="Ban Chỉ đạo", short_name="Ban Chỉ đạo", reports=False, order=0
        )
        default_kinds(plan.ward)
        since = date(plan.year, 1, 1)
        form = form_of(plan.issuer)
        for row in schedule:
            days = {"unit_day": row.unit_day, "ward_day": row.ward_day}
            if row.unit_month:
                days["due_month"] = row.unit_month
            kind, made = ReportKind.objects.get_or_create(
                ward=plan.ward,
                code=row.kind,
                defaults={"name": NAMES[row.kind], "frequency": row.kind, "opens_from": since, **days}
                | {"form": form, "symbol": SYMBOLS[form]},
            )
            if made:
                kind.opens_from = max(since, first_still_due(kind.schedule, now(), calendar_days.of(kind.ward_id)))
                kind.save(update_fields=["opens_from"])
                outlines.current(kind)
                reminders.give_usual(kind)
            _default_route(kind, board)
        _begin_with_months(plan.ward)
        if plan.ward.report_kinds.exists():
            asked_kind(plan.ward)


def _begin_with_months(ward: Unit) -> None:
    """A yearly report begins with the figures of the ward's months."""
    months = ReportKind.objects.filter(ward=ward, frequency=ReportKind.Frequency.MONTHLY).order_by("pk").first()
    for year in ReportKind.objects.filter(ward=ward, frequency=ReportKind.Frequency.ANNUAL, months=None):
        year.months = months
        year.save(update_fields=["months"])


def form_of(issuer: str) -> ReportKind.Form:
    """The form of the reports on a plan that this body issued."""
    return ReportKind.Form.PEOPLE if issuer.casefold().startswith(PEOPLE) else ReportKind.Form.COMMITTEE


def _default_route(kind: ReportKind, board: Unit) -> None:
    """One step: Phó Trưởng Ban."""
    route, made = Route.objects.get_or_create(kind=kind, defaults={"ward_id": kind.ward_id})
    if not made:
        return
    step = Step.objects.create(route=route, order=1, title="Phó Trưởng Ban", unit=board, office=Office.APPROVER)
    versions.keep(route, [step], by=None)
    trail.record_and_save(route, "add_step", by=None, scope=route.ward_id, changes={"1": [None, "Phó Trưởng Ban"]})
