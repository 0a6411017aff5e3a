from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import update
from units.models import Person
from workflows.cases.authors import note_with_author
from workflows.cases.inputs.texts import plain, stated
from workflows.cases.moves import locked
from workflows.models import IndicatorFigure, WardReport
from workflows.pure.aggregation import Aggregation, Reading, is_reported

from . import consolidation
from .consolidation import Override, refuse_unless_consolidated
from .origins.sources import source_of

RECORDED = ("value", "numerator", "denominator", "year_value")
NONE = {"reason": "", "overridden_by_id": None, "overridden_at": None, "computed_value": None, "computed_year": None}


def override_figure(
    report: WardReport, *, by: Person, number: int, given: Mapping[str, Decimal | None], reason: str
) -> IndicatorFigure:
    """Put a coordinator's figure in place of the computed one, with a reason; both are shown from then on.

    `given` has what a unit would report: `value`, or `numerator` and `denominator`, or, for a mean, `value` and
    `denominator`. Sentences that quote the figure turn red.
    """
    reason = stated(reason)
    with transaction.atomic():
        row, figure = _locked_figure(report, "override_figure", by, number)
        reading = Reading(0, True, given.get("value"), given.get("numerator"), given.get("denominator"))
        if not is_reported(cast(Aggregation, figure.indicator.aggregation), reading):
            raise NotPossible(_("Enter the adjusted figure."))
        columns = {"reason": reason, "overridden_by_id": by.pk, "overridden_at": now()}
        return _rewrite(row, figure, Override(reading, columns), action="override_figure", by=by)


def remove_override(report: WardReport, *, by: Person, number: int) -> IndicatorFigure:
    """Restore what the units' reports give, as they were taken in. Raises NotPossible where nothing is adjusted."""
    with transaction.atomic():
        row, figure = _locked_figure(report, "remove_override", by, number)
        if not figure.is_overridden:
            raise NotPossible(_("This figure is not adjusted: it is what the units' reports give."))
        return _rewrite(row, figure, None, action="remove_override", by=by)


def _locked_figure(report: WardReport, action: str, by: Person, number: int) -> tuple[WardReport, IndicatorFigure]:
    row = locked(report, action, by=by)
    refuse_unless_consolidated(row)
    figures = IndicatorFigure.objects.with_sources().select_related("indicator")
    return row, figures.get(report=row, indicator__number=number)


def _rewrite(
    row: WardReport, figure: IndicatorFigure, override: Override | None, *, action: str, by: Person
) -> IndicatorFigure:
    indicator = figure.indicator
    sources = [source_of(kept) for kept in figure.sources]
    course = consolidation.course_behind(row, figure)
    values = NONE | consolidation.figure_row(row, indicator, sources, course, override)
    changes = recorded_changes(indicator.number, figure, values)
    for name, value in values.items():
        setattr(figure, name, value)
    update(IndicatorFigure, values, {"id": figure.pk})
    note_with_author(row, action, by=by, changes=changes, reason=values["reason"])
    return figure


def recorded_changes(number: int, before: IndicatorFigure | None, after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changes in an indicator's figure, as the trail records it: `<number>.<column>` to [old, new]."""
    pairs = {name: (getattr(before, name, None), after[name]) for name in RECORDED}
    return {f"{number}.{name}": [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}
