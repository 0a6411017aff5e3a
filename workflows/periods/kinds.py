"""The kinds of report of a ward, which its administrators make, change and retire; told on the trail of the route."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now, today
from approvals.errors import NotPossible
from approvals.text.vietnamese import folded
from approvals.trail import chain as trail
from units import grants
from units.models import Person, Unit
from units.subjects import Changes, give
from workflows.cases.times import calendar_days
from workflows.cases.types import TYPES
from workflows.models import ReportingPeriod, ReportKind, Route, Step, WardReport
from workflows.models.states import OPEN, SignOff
from workflows.pure.period_codes import PERIODIC
from workflows.pure.schedule import BadSchedule, first_still_due, plan_period
from workflows.reminders import actions as reminders
from workflows.routes import copies

from .actions import locked
from .beginnings import first_in_time, starts_of
from .codes import free_code

ON_ITS_WAY = (SignOff.AWAITING_APPROVAL, SignOff.APPROVED)
UNFINISHED = (*OPEN, SignOff.APPROVED)
DAYS = ("unit_day", "ward_day", "month_offset", "due_month", "inclusive", "day_off", "window_start_day", "lead_days")
SCHEDULED = {"frequency", "opens_from", *DAYS}
THRESHOLDS = ("green", "amber", "jump_deviations", "jump_percent")
ASKED, ASKED_NAME = "dot-xuat", "Báo cáo đột xuất"  # the kind that each ward has of what its office asks for


def set_form(kind: ReportKind, *, by: Person, form: str, symbol: str) -> ReportKind:
    """Set who issues what is of a kind, and under which symbol (NĐ 30/2020, PL I II.3); noted on its route's trail.

    Raises NotPossible while something of the kind is being signed: the document would no longer be the one shown.
    """
    with transaction.atomic():
        route = Route.objects.select_for_update(of=("self",)).select_related("kind").get(kind=kind)
        _refuse_while_signed(route.kind)
        if not grants.may(by, "administer", route.ward_id):
            raise PermissionDenied
        changes = give(route.kind, form=form, symbol=symbol)
        if changes:
            route.kind.save(update_fields=list(changes))
            _note(route, "set_form", by, changes)
        return route.kind


def make_kind(like: ReportKind, *, by: Person, units: Iterable[Unit] = (), **settings: Any) -> ReportKind:
    """Make a kind of report with these settings. The steps of its route and, where they are not given, from where on
    figures are red or asked about, are those of `like`. It begins with the first period that can still be reported in
    time.
    """
    with transaction.atomic():
        model = locked(like)
        kept = {name: getattr(model, name) for name in THRESHOLDS if name not in settings}
        code = free_code(settings["name"], set(model.ward.report_kinds.values_list("code", flat=True)))
        kind = ReportKind(ward=model.ward, code=code, opens_from=today(), **kept)
        changes = give(kind, **settings)
        _refuse_unfit(kind, units := list(units))
        _require(by, kind.ward_id)
        if kind.frequency in PERIODIC:
            kind.opens_from = first_still_due(kind.schedule, now(), calendar_days.of(kind.ward_id))
        kind.save()
        kind.units.set(units)
        reminders.copy(model, kind)
        route, steps = copies.copy_route(model.route, kind, by=by)
        _note(route, "make_kind", by, _in_words(changes, kind) | _units_told([], units) | _steps_told(steps))
        return kind


def change_kind(
    kind: ReportKind, *, by: Person, seen: int, units: Iterable[Unit] | None = None, **settings: Any
) -> ReportKind:
    """Change the settings of a kind, and its units where they are given; periods that are open keep their times. One
    that would be late by the new days does not open by itself. `seen` is `edits_of` as the page showed it: raises
    NotPossible where somebody changed the kind or its route since.
    """
    with transaction.atomic():
        row, route = locked(kind), _locked_route(kind)
        before = list(row.units.all())
        units = before if units is None else list(units)
        if route.trail_seq != seen:
            raise NotPossible(
                _("Somebody changed this kind or its route after you opened it. Open it again and compare.")
            )
        if row.retired_at:
            raise NotPossible(_("“%(kind)s” is retired already.") % {"kind": row})
        old = row.frequency
        changes = give(row, **settings)
        if row.frequency != old and row.code == ASKED:
            raise NotPossible(_("Every ward keeps its kind of what the office asks for. It needs not be used."))
        if row.frequency != old and row.periods.exists():
            raise NotPossible(_("Periods of this kind are there, so it stays as often as it is. Copy it instead."))
        if {"form", "symbol"} & set(changes):
            _refuse_while_signed(row)
        _refuse_unfit(row, units)
        _require(by, row.ward_id)
        if SCHEDULED & set(changes) and row.frequency in PERIODIC:
            changes |= give(row, opens_from=first_in_time(row, calendar_days.of(row.ward_id)))
        row.save(update_fields=[*changes])
        if "first_covers_year" in changes:
            _move_first(row)
        row.units.set(units)
        recorded = _in_words(changes, row) | _units_told(before, units)
        if recorded:
            _note(route, "change_kind", by, recorded)
        return row


def _move_first(kind: ReportKind) -> None:
    """Give the kind's first period its first day anew, over or not (0149). Its figures stay as they are."""
    first = kind.periods.standing().filter(title="").order_by("ends").first()
    if first:
        times = plan_period(kind.schedule, first.code, calendar_days.of(kind.ward_id))
        first.starts = starts_of(kind, times)
        first.save(update_fields=["starts"])


def retire_kind(kind: ReportKind, *, by: Person) -> ReportKind:
    """Open no further period of the kind. Its reports stay. Raises NotPossible while one of them is not issued."""
    with transaction.atomic():
        row, route = locked(kind), _locked_route(kind)
        if row.retired_at:
            raise NotPossible(_("“%(kind)s” is retired already.") % {"kind": row})
        _refuse_needed(row)
        _require(by, row.ward_id)
        row.retired_at = now()
        row.save(update_fields=["retired_at"])
        _note(route, "retire_kind", by, {"retired_at": [None, row.retired_at.isoformat()]})
        return row


def asked_kind(ward: Unit) -> ReportKind:
    """The ward's kind of what its office asks for, in words and of the units that it names; made where it is not there
    yet, like the ward's first kind of report. Raises NotPossible where the ward has none: it has no plan yet.
    """
    kinds = ReportKind.objects.filter(ward=ward)
    if found := kinds.filter(code=ASKED).first():
        return found
    like = kinds.of_reports().select_related("route").first()
    if like is None:
        raise NotPossible(_("The ward has no kind of report yet. Import its plan first."))
    kind = ReportKind.objects.create(
        ward=ward,
        code=ASKED,
        name=ASKED_NAME,
        frequency=ReportKind.Frequency.EVENT,
        on_plan=False,
        form=like.form,
        symbol=like.symbol,
        opens_from=today(),
    )
    reminders.give_usual(kind)
    route, steps = copies.copy_route(like.route, kind, by=None)
    _note(route, "make_kind", None, {"name": [None, kind.name]} | _steps_told(steps))
    return kind


def edits_of(kind: ReportKind) -> int:
    """How often the kind or its route has been changed."""
    return kind.route.trail_seq


def _locked_route(kind: ReportKind) -> Route:
    return Route.objects.select_for_update(of=("self",)).get(kind=kind)


def _require(by: Person, ward_id: int) -> None:
    if not grants.may(by, "administer", ward_id):
        raise PermissionDenied


def _refuse_while_signed(kind: ReportKind) -> None:
    cases: Any = TYPES[kind.subject_kind].model._default_manager
    if cases.of_kind(kind).filter(state__in=ON_ITS_WAY).exists():
        raise NotPossible(
            _("A document of this kind is being signed. Change the form once that one is issued or open again.")
        )


def _refuse_unfit(kind: ReportKind, units: list[Unit]) -> None:
    """Raises NotPossible where the settings do not go together."""
    others = ReportKind.objects.of_reports().filter(ward=kind.ward_id).exclude(pk=kind.pk)
    if any(folded(other.name) == folded(kind.name) for other in others):
        raise NotPossible(_("The ward has a kind of this name already. Give this one another name."))
    if kind.frequency in PERIODIC:
        try:
            kind.schedule  # noqa: B018 (its settings are checked when it is put together)
        except BadSchedule as fault:
            raise NotPossible(str(fault)) from fault
    if kind.amber >= kind.green:
        raise NotPossible(_("Vàng begins below xanh: write a smaller share for it."))
    if kind.months and (kind.frequency != ReportKind.Frequency.ANNUAL or not kind.on_plan):
        raise NotPossible(_("Only a yearly report on the plan's figures begins with months. Choose no months here."))
    if kind.reporters == ReportKind.Reporters.CHOSEN and not units:
        raise NotPossible(_("Choose the units that report, or let all of them report."))
    known = {unit.kind for unit in Unit.objects.filter(ward=kind.ward_id, reports=True, retired_at=None)}
    if kind.reporters == ReportKind.Reporters.BY_KIND and not known & set(kind.unit_kinds):
        raise NotPossible(_("Choose the kinds of unit that report: at least one that the ward has."))


def _refuse_needed(kind: ReportKind) -> None:
    """Raises NotPossible where periods are open, or something else rests on the kind."""
    waiting = WardReport.objects.filter(period__kind=kind, state__in=UNFINISHED, replaced_by=None)
    periods = ReportingPeriod.objects.filter(pk__in=waiting.values("period")).select_related("kind").order_by("ends")
    if periods:
        names = ", ".join(str(period) for period in periods)
        raise NotPossible(
            _("These periods are still open: %(periods)s. Issue their reports first, then retire the kind.")
            % {"periods": names}
        )
    if kind.code == ASKED:
        raise NotPossible(_("Every ward keeps its kind of what the office asks for. It needs not be used."))
    if year := kind.years.in_use().first():
        raise NotPossible(_("“%(kind)s” begins with the months of this kind. Change that first.") % {"kind": year})


def _in_words(changes: Changes, kind: ReportKind) -> Changes:
    """As the trail keeps them: another kind by its name, several words in one line."""
    named = {name: [_line(each) for each in pair] for name, pair in changes.items()}
    if "months" in named:
        old = ReportKind.objects.filter(pk=changes["months"][0]).first()
        named["months"] = [old.name if old else None, kind.months.name if kind.months else None]
    return named


def _line(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list) else value


def _units_told(before: Iterable[Unit], after: Iterable[Unit]) -> Changes:
    old, new = (", ".join(sorted(unit.code for unit in units)) for units in (before, after))
    return {"reporting_units": [old, new]} if old != new else {}


def _steps_told(steps: Iterable[Step]) -> Changes:
    return {"steps": [None, "; ".join(step.title for step in steps)]}


def _note(route: Route, action: str, by: Person | None, changes: Changes) -> None:
    trail.record_and_save(route, action, by=by, scope=route.ward_id, changes=changes)
