"""An open period goes over to another version of its plan (docs/decisions/0080)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import insert_many, lock
from units.models import Person, Plan, Unit
from workflows.cases.inputs.texts import Changes, plain, stated
from workflows.cases.mails import mail
from workflows.cases.moves import locked, locked_row, moving, note, record
from workflows.figures.consolidation import is_consolidated
from workflows.models import ReportingPeriod, UnitReport
from workflows.models.states import HELD_BY_UNIT
from workflows.periods.actions import open_unit_reports
from workflows.periods.steering.actions import ward_report_of

from . import changes
from .changes import BEGUN, PARTS, MovedPart, PeriodChange


def move_periods(plan: Plan, periods: Iterable[ReportingPeriod], *, by: Person, reason: str) -> list[PeriodChange]:
    """Let these open periods follow this version of their plan, all or none: what units typed stays where they are
    still asked for it, a task that another unit leads begins there as it was last told, and what is not asked any more
    is kept in the trail. Units whose report changes read the reason in a mail; the report of one that ended, and is
    asked nothing any more, is waived with it.

    Raises NotPossible for a period that is put together or follows another plan, and, naming them, where reports that
    would change are not with their units.
    """
    reason = stated(reason)
    with transaction.atomic():
        lock(Unit, plan.ward_id)
        return [_move(period, plan, by=by, reason=reason) for period in periods]


def _move(period: ReportingPeriod, plan: Plan, *, by: Person, reason: str) -> PeriodChange:
    whole = locked(ward_report_of(period), "move_to_plan", by=by)
    periods = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("kind", "ward", "plan")
    row = periods.get(pk=period.pk)
    if is_consolidated(whole):
        raise NotPossible(_("%(period)s is put together already and keeps its version.") % {"period": row})
    if (row.plan.ward_id, row.plan.number, row.plan.year) != (plan.ward_id, plan.number, plan.year):
        raise NotPossible(_("%(period)s follows another plan. Choose one of its versions.") % {"period": row})
    found = next(iter(changes.changes_of([row], plan)), None)
    if found is None:
        raise NotPossible(_("%(period)s follows this version already.") % {"period": row})
    if found.held_up:
        raise NotPossible(
            _("Reports of %(period)s that would change are not with their units: %(units)s. Return them first.")
            % {"period": row, "units": ", ".join(found.held_up)}
        )
    former, row.plan = row.plan, plan
    row.save(update_fields=["plan"])
    if whole.overrides:
        whole.overrides = _pointed(whole.overrides, former, plan)
    note(whole, "move_to_plan", by=by, reason=reason, changes={"version": [former.version, plan.version]})
    _rewrite(found)
    mails = [_changed(report, found, by=by, reason=reason) for report in found.touched]
    for report in found.waived:
        _waive(report, by=by, reason=reason)
    open_unit_reports(row, found.opens, by)
    outbox.put_all([each for each in mails if each])
    return found


def _rewrite(found: PeriodChange) -> None:
    """The entries themselves: those that stay name the row of the new version."""
    for part, model in PARTS.items():
        manager: Any = model._default_manager
        stays = [each for each in found.stays if each.part == part]
        for each in stays:
            setattr(each.entry, part, each.row)
        manager.bulk_update([each.entry for each in stays], [part])
        manager.filter(pk__in=[each.entry.pk for each in found.gone if each.part == part]).delete()
        insert_many(model, [_new(each, found) for each in found.comes if each.part == part])


def _new(each: MovedPart, found: PeriodChange) -> dict[str, Any]:
    values = {"report_id": found.reports[each.unit.pk].pk, f"{each.part}_id": each.row.pk}
    if each.part == "assignment":
        leads = each.unit.pk == each.row.lead_id
        status, result = _begins(each, found) if leads else ("", "")
        values |= {"status": status, "result": result}
    return values


def _begins(each: MovedPart, found: PeriodChange) -> tuple[str, str]:
    """How a task begins with the unit that leads it now: as it stands with the former one, else as last accepted."""
    for gone in found.gone:
        if (gone.part, gone.row.number) == (each.part, each.row.number) and gone.is_begun:
            return gone.entry.status, gone.entry.result
    return changes.last_progress(found.plan, [each.row.number]).get(each.row.number, ("", ""))


def _changed(report: UnitReport, found: PeriodChange, *, by: Person, reason: str) -> dict[str, Any] | None:
    """Tell the trail of a report what its unit is asked now; a mail where the unit has it."""
    row = locked_row(report)
    row.follow_assignments()
    changes: Changes = {}
    for each in found.gone:
        if each.unit.pk == row.unit_id:
            typed = {name: plain(getattr(each.entry, name)) for name in BEGUN[each.part]}
            changes |= {f"{each.key}.{name}": [value, None] for name, value in typed.items() if value not in (None, "")}
            changes[f"{each.key}.asked_for"] = [True, False]
    coming = [each.key for each in found.comes if each.unit.pk == row.unit_id]
    changes |= {f"{key}.asked_for": [False, True] for key in coming}
    row.version, row.found, row.unanswered = row.version + 1, None, None
    if row.reopened:
        row.reopened = {**row.reopened, **dict.fromkeys(coming, "")}
    note(row, "move_to_plan", by=by, reason=reason, changes=changes)
    return mail(row, "plan_changed", "view_reports", row.unit_id, words=reason) if row.state in HELD_BY_UNIT else None


def _waive(report: UnitReport, *, by: Person, reason: str) -> None:
    """As whoever coordinates waives it: its unit ended, and nothing is asked of it any more."""
    with moving(report, "waive", by=by) as row:
        row.waive()
        row.reason = reason
        record(row, reason=reason)


def _pointed(overrides: dict[str, Any], former: Plan, plan: Plan) -> dict[str, Any]:
    """Adjusted figures that wait for the next consolidation, which are kept by the indicator's id."""
    rows = dict(plan.indicators.values_list("number", "pk"))
    numbers = dict(former.indicators.values_list("pk", "number"))
    return {str(rows[number]): kept for pk, kept in overrides.items() if (number := numbers[int(pk)]) in rows}
