"""The fields of an outline, told of all the ward's units. Reads only, in as many queries however many units."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from workflows.cases.texts import Changes, plain
from workflows.models import FieldFigure, FieldValue, WardReport
from workflows.models.states import TAKEN_IN, UnitState
from workflows.pure.informants import note_of
from workflows.pure.summing import Told, sum_up

TOLD = ("value", "numerator", "denominator", "day", "choice", "words", "yes")
ASKED = ("field__type", "field__summing", "field__decimals")
LISTED = {name: Cast(column, TextField()) for name, column in (("listed", "field__choices"), ("lines", "rows"))}
NONE = "[]"
RECORDED = {name: name for name in ("value", "numerator", "denominator", "words")} | {"rows": "told"}
DIGESTED = ("value", "numerator", "denominator", "words", "told", "reported", "expected")


def figures(report: WardReport) -> list[dict[str, Any]]:
    """A row of FieldFigure for each field, from the reports accepted so far. One query, none where the period's outline
    has no fields. Units that need not report are not expected.
    """
    if not report.period.has_fields:
        return []
    asked: dict[int, Sequence[Any]] = {}
    told: dict[int, list[Told]] = defaultdict(list)
    for field_id, state, unit, informant, lines, listed, type, way, decimals, *columns in _values(report):
        if field_id not in asked:
            asked[field_id] = (type, way, decimals, json.loads(listed))
        if state in TAKEN_IN:
            named = f"{unit} ({note_of(informant)})" if informant else unit
            one = Told(named, *columns)
            told[field_id].append(one if lines == NONE else one._replace(rows=json.loads(lines)))
        elif state != UnitState.WAIVED:
            told[field_id].append(Told(unit))
    return [_row(report, field_id, told[field_id], *asked[field_id]) for field_id in asked]


def _values(report: WardReport) -> QuerySet[FieldValue, tuple[Any, ...]]:
    """What every unit told, in the units' order; lists as text, since reading them all takes longer than the rest."""
    values = FieldValue.objects.filter(report__period=report.period_id).order_by("report__unit__order", "report_id")
    named = ("field_id", "report__state", "report__unit__name", "informant", "lines", "listed")
    return values.annotate(**LISTED).values_list(*named, *ASKED, *TOLD)


def _row(
    report: WardReport, field_id: int, told: list[Told], type: str, way: str, decimals: int, choices: list[str]
) -> dict[str, Any]:
    summary = sum_up(type, way, told, choices=choices, decimals=decimals)
    return {"report_id": report.pk, "field_id": field_id, "expected": len(told), **vars(summary)}


def figures_of(report: WardReport) -> list[FieldFigure]:
    """The report's figures in the outline's order, each with its field and section. One query, none without fields."""
    if not report.period.has_fields:
        return []
    return list(FieldFigure.objects.filter(report=report).select_related("field__section"))


def changes(before: list[FieldFigure], after: list[FieldFigure]) -> Changes:
    """What differs, as the trail records it: `F<number>.<attribute>` to [old, new]. Nothing without fields."""
    old, new = ({figure.field.number: figure for figure in figures} for figures in (before, after))
    return {
        f"F{number}.{name}": [plain(was), plain(now)]
        for number, figure in new.items()
        for name, column in RECORDED.items()
        if (was := getattr(old.get(number), column, None)) != (now := getattr(figure, column))
    }


def digested(figures: list[FieldFigure]) -> list[list[Any]]:
    """What a digest over the report's content says of its fields."""
    return [[f"F{figure.field.number}", *(getattr(figure, name) for name in DIGESTED)] for figure in figures]
