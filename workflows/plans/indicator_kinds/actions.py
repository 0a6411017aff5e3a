from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.statements import lock, update
from units.models import Person, Plan, Unit
from units.plans import actions as unit_actions
from units.plans import versions as plans
from workflows.cases.inputs.texts import stated
from workflows.cases.moves import note
from workflows.figures.actions import recorded_changes
from workflows.models import IndicatorFigure, WardReport
from workflows.models.states import OPEN

from . import correction as kind_correction
from .correction import Correction, CorrectionEffect


def correct_kinds(plan: Plan, *, by: Person | None, stocks: Iterable[int], reason: str) -> Correction:
    """Make the indicators with the numbers `stocks` stocks and all others flows, in every version of the plan; figures
    that are not approved follow, and sentences that quote them turn red. Returns what changed, and what signed
    documents print wrong.

    `by` is None for commands. Raises NotPossible where nothing changes, and, naming them, while reports that would
    change wait for a signature.
    """
    reason = stated(reason)
    with transaction.atomic():
        lock(Unit, plan.ward_id)
        kinds = kind_correction.kinds_as(plan, stocks)
        if not kinds:
            raise NotPossible(_("The indicators are of these kinds already: there is nothing to correct."))
        unit_actions.correct_kinds(plan, by=by, kinds=kinds, reason=reason)
        _lock_open(plan)
        found = kind_correction.correction(plan, kinds)
        _refuse_while_waiting(found.waiting)
        for report, effects in groupby(found.open, key=lambda effect: effect.report):
            _rewrite(report, list(effects), by=by, reason=reason)
        return found


def _lock_open(plan: Plan) -> None:
    """Nobody consolidates, adjusts or sends a report of the plan meanwhile."""
    reports = WardReport.objects.filter(period__plan__in=plans.versions_of(plan), replaced_by=None, state__in=OPEN)
    list(reports.select_for_update(of=("self",)).order_by("pk"))


def _refuse_while_waiting(waiting: list[WardReport]) -> None:
    if waiting:
        names = ", ".join(report.period.words for report in waiting)
        raise NotPossible(
            _("These reports wait for a signature: %(names)s. Reopen them first, or have them decided, then correct.")
            % {"names": names}
        )


def _rewrite(report: WardReport, effects: list[CorrectionEffect], *, by: Person | None, reason: str) -> None:
    row = WardReport.objects.get(pk=report.pk)
    changes: dict[str, list[Any]] = {}
    for effect in effects:
        update(IndicatorFigure, _values(effect.row), {"id": effect.figure.pk})
        changes |= recorded_changes(effect.indicator.number, effect.figure, effect.row)
    note(row, "correct_kind", by=by, reason=reason, changes=changes)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("report_id", "indicator_id")}
