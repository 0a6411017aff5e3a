"""The fields of an outline, told of all the ward's units. Reads only, in as many queries however many units."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, TextField, Window
from django.db.models.functions import Cast, RowNumber

from workflows.cases.inputs.texts import Changes, plain
from workflows.models import Field, FieldFigure, FieldValue, Summing, WardReport
from workflows.models.states import TAKEN_IN, UnitState
from workflows.pure.informants import note_of
from workflows.pure.period_words import period_words
from workflows.pure.summing import UnitValue, is_blank, sum_up

LIST = Summing.LIST.value
OF = ("report__period_id", "report__period__code", "report__unit__short_name", "report__unit_id", "field__number")
NAMED = ("field_id", "report__state", "report__unit__name", "informant", "lines", "listed")
TOLD = ("value", "numerator", "denominator", "day", "choice", "words", "yes")
ASKED = ("field__type", "field__summing", "field__decimals")
LISTED = {name: Cast(column, TextField()) for name, column in (("listed", "field__choices"), ("lines", "rows"))}
NONE = "[]"
RECORDED = {name: name for name in ("value", "numerator", "denominator", "words")} | {"rows": "told"}
DIGESTED = ("value", "numerator", "denominator", "words", "told", "reported", "expected")
Key = tuple[int, int]  # unit, field's number


class Stands(NamedTuple):
    """What a unit told last of a level, before the period; `words` name the unit, with the period that it is from."""

    words: str
    told: UnitValue


def figures(report: WardReport) -> list[dict[str, Any]]:
    """A row of FieldFigure for each field, from the reports accepted so far. One query, none where the period's outline
    has no fields. Where each unit is told by its name, those that need not report are not expected.
    """
    if not report.period.has_fields:
        return []
    asked: dict[int, Sequence[Any]] = {}
    told: dict[int, list[UnitValue]] = defaultdict(list)
    stands: dict[int, list[Stands]] = defaultdict(list)
    last, own = _values(report)
    for key, field_id, state, unit, informant, lines, listed, type, way, decimals, *columns in own:
        if field_id not in asked:
            asked[field_id] = (type, way, decimals, json.loads(listed))
        one = UnitValue(unit)
        if state in TAKEN_IN:
            one = UnitValue(f"{unit} ({note_of(informant)})" if informant else unit, *columns)
            one = one if lines == NONE else one._replace(rows=json.loads(lines))
        if state != UnitState.WAIVED or way != LIST:
            told[field_id].append(one)
        if key in last and is_blank(type, one) and not is_blank(type, last[key].told):
            stands[field_id].append(last[key])
    return [_row(report, field_id, told[field_id], stands[field_id], *asked[field_id]) for field_id in asked]


def _values(report: WardReport) -> tuple[dict[Key, Stands], list[Sequence[Any]]]:
    """What every unit told last of a level, and what it told in the period, each after its key, in the units' order;
    lists as text, since reading them all takes longer than the rest. One query.
    """
    values = FieldValue.objects.filter(Q(report__period=report.period_id) | Q(pk__in=_last(report).values("pk")))
    values = values.order_by("report__unit__order", "report_id")
    told = values.annotate(**LISTED).values_list(*OF, *NAMED, *ASKED, *TOLD)
    own: list[Sequence[Any]] = []
    last: dict[Key, Stands] = {}
    for period, code, short, unit, number, *row in told:
        if period == report.period_id:
            own.append(((unit, number), *row))
        else:
            last[unit, number] = Stands(f"{short} ({period_words(code)})", UnitValue(row[2], *row[-len(TOLD) :]))
    return last, own


def _last(report: WardReport) -> QuerySet[FieldValue]:
    """What each unit reported last of a level, before the period in its year and in the kind's own periods."""
    period = report.period
    levels = Field.objects.filter(~Q(summing=LIST), section__outline=period.outline_id, stock=True)
    values = FieldValue.objects.filter(
        Q(value__isnull=False) | Q(denominator__isnull=False),
        field__number__in=levels.values("number"),
        report__period__kind=period.kind_id,
        report__period__title="",
        report__period__plan__year=period.year,
        report__period__ends__lt=period.ends,
        report__state__in=TAKEN_IN,
    )
    newest = Window(RowNumber(), ["report__unit", "field__number"], F("report__period__ends").desc())
    return values.order_by().annotate(rank=newest).filter(Q(pk__in=()) if period.is_asked else Q(rank=1))


def _row(
    report: WardReport,
    field_id: int,
    told: list[UnitValue],
    stands: list[Stands],
    type: str,
    way: str,
    decimals: int,
    choices: list[str],
) -> dict[str, Any]:
    """Readings of earlier periods count beside those of this one, never alone."""
    reported = sum(not is_blank(type, each) for each in told)
    stands = stands if reported else []
    summary = sum_up(type, way, [*told, *(each.told for each in stands)], choices=choices, decimals=decimals)
    carried = "; ".join(each.words for each in stands)
    row = {"report_id": report.pk, "field_id": field_id, "expected": len(told), "carried": carried}
    return row | vars(summary) | {"reported": reported}


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
