from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import update
from units.models import Person
from workflows.cases.authors import note_with_author
from workflows.cases.inputs.texts import Changes, plain, stated
from workflows.cases.moves import locked
from workflows.models import FieldFigure, FieldType, IndicatorFigure, WardReport
from workflows.models.figures import Adjustable
from workflows.outlines import figures as field_figures
from workflows.pure.aggregation import Aggregation, Reading, is_reported
from workflows.pure.overrides import Override
from workflows.pure.summing import Summary, is_given

from . import consolidation
from .consolidation import refuse_unless_consolidated
from .origins.sources import source_of

Figure = TypeVar("Figure", bound=Adjustable)
RECORDED = ("value", "numerator", "denominator", "year_value")
GIVEN_BY_NOBODY = {"reason": "", "overridden_by_id": None, "overridden_at": None}
NONE = {**GIVEN_BY_NOBODY, "computed_value": None, "computed_year": None}


def override_figure(
    report: WardReport, *, by: Person, number: int, given: Mapping[str, Decimal | None], reason: str
) -> IndicatorFigure:
    """Put a coordinator's figure in place of the computed one, with a reason; both are shown from then on.

    `given` has what a unit would report: `value`, or `numerator` and `denominator`, or, for a mean, `value` and
    `denominator`. Sentences that quote the figure turn red.
    """
    columns = _columns(by, reason)
    with transaction.atomic():
        row, figure = _locked_figure(report, "override_figure", by, number)
        reading = Reading(0, True, given.get("value"), given.get("numerator"), given.get("denominator"))
        if not is_reported(cast(Aggregation, figure.indicator.aggregation), reading):
            raise NotPossible(_("Enter the adjusted figure."))
        return _rewrite(row, figure, Override(reading, columns), action="override_figure", by=by)


def remove_override(report: WardReport, *, by: Person, number: int) -> IndicatorFigure:
    """Restore what the units' reports give, as they were taken in. Raises NotPossible where nothing is adjusted."""
    with transaction.atomic():
        row, figure = _locked_figure(report, "remove_override", by, number)
        refuse_unless_overridden(figure)
        return _rewrite(row, figure, None, action="remove_override", by=by)


def override_field(report: WardReport, *, by: Person, number: int, given: Summary, reason: str) -> FieldFigure:
    """The same in a field of the outline. `given` is told as all units together would be: of a percentage its two
    numbers, of a table its rows, each with its unit; words where each unit is told by its name, which stay beside them.
    """
    columns = _columns(by, reason)
    with transaction.atomic():
        row, figure = _locked_field(report, "override_figure", by, number)
        if figure.field.type == FieldType.FILE:
            raise NotPossible(
                _("Files are what the units attached: return the report to the unit whose file is wrong.")
            )
        if not is_given(figure.field.type, figure.field.summing, given):
            raise NotPossible(_("Enter the adjusted figure."))
        computed, override = field_figures.computed_of(figure), Override(given, columns)
        values = field_figures.given_in_place(figure.field.type, computed, override)
        return _rewrite_field(row, figure, values, action="override_figure", by=by)


def remove_field_override(report: WardReport, *, by: Person, number: int) -> FieldFigure:
    """Restore what the units' reports give in a field. Raises NotPossible where nothing is adjusted."""
    with transaction.atomic():
        row, figure = _locked_field(report, "remove_override", by, number)
        refuse_unless_overridden(figure)
        values = {**vars(field_figures.computed_of(figure)), **GIVEN_BY_NOBODY, "computed": None}
        return _rewrite_field(row, figure, values, action="remove_override", by=by)


def _columns(by: Person, reason: str) -> dict[str, Any]:
    return {"reason": stated(reason), "overridden_by_id": by.pk, "overridden_at": now()}


def refuse_unless_overridden(figure: Adjustable) -> None:
    if not figure.is_overridden:
        raise NotPossible(_("This figure is not adjusted: it is what the units' reports give."))


def _locked_report(report: WardReport, action: str, by: Person) -> WardReport:
    row = locked(report, action, by=by)
    refuse_unless_consolidated(row)
    return row


def _locked_figure(report: WardReport, action: str, by: Person, number: int) -> tuple[WardReport, IndicatorFigure]:
    row = _locked_report(report, action, by)
    figures = IndicatorFigure.objects.with_sources().select_related("indicator")
    return row, figures.get(report=row, indicator__number=number)


def _locked_field(report: WardReport, action: str, by: Person, number: int) -> tuple[WardReport, FieldFigure]:
    row = _locked_report(report, action, by)
    return row, FieldFigure.objects.select_related("field").get(report=row, field__number=number)


def _rewrite(
    row: WardReport, figure: IndicatorFigure, override: Override | None, *, action: str, by: Person
) -> IndicatorFigure:
    indicator = figure.indicator
    sources = [source_of(kept) for kept in figure.sources]
    course = consolidation.course_behind(row, figure)
    values = NONE | consolidation.figure_row(row, indicator, sources, course, override)
    changes = recorded_changes(indicator.number, figure, values)
    return _written(row, figure, values, changes, action=action, by=by)


def _rewrite_field(
    row: WardReport, figure: FieldFigure, values: Mapping[str, Any], *, action: str, by: Person
) -> FieldFigure:
    changes = field_figures.recorded_changes(figure.field.number, vars(figure), values)
    return _written(row, figure, values, changes, action=action, by=by)


def _written(
    row: WardReport, figure: Figure, values: Mapping[str, Any], changes: Changes, *, action: str, by: Person
) -> Figure:
    for name, value in values.items():
        setattr(figure, name, value)
    update(type(figure), values, {"id": figure.pk})
    note_with_author(row, action, by=by, changes=changes, reason=values["reason"])
    return figure


def recorded_changes(number: int, before: IndicatorFigure | None, after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changes in an indicator's figure, as the trail records it: `<number>.<column>` to [old, new]."""
    pairs = {name: (getattr(before, name, None), after[name]) for name in RECORDED}
    return {f"{number}.{name}": [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}
