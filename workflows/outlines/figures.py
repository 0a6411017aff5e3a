"""The fields of an outline, summed up over the ward's units. Reads only, in as many queries however many units."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any, NamedTuple

from django.db.models import Case, F, Q, QuerySet, Subquery, TextField, When, Window
from django.db.models.functions import Cast, JSONObject, RowNumber

from workflows.cases.inputs.texts import Changes, plain
from workflows.models import Field, FieldFigure, FieldValue, Summing, UnitReport, WardReport
from workflows.models.joined import Mapped
from workflows.models.states import TAKEN_IN, UnitState
from workflows.pure.informants import note_of
from workflows.pure.overrides import OVERRIDE, Override, Overrides
from workflows.pure.period_words import period_words
from workflows.pure.summing import IN_ROWS, Summary, UnitValue, adjusted, is_blank, read, sum_up
from workflows.pure.summing import written as as_written

from .sources import Written, written

LIST = Summing.LIST.value
OF = ("report__period_id", "report__period__code", "report__unit_id", "field__number")
NAMED = ("report_id", "field_id", "informant", "lines")
TOLD = ("value", "numerator", "denominator", "day", "choice", "words", "yes")
SHAPE = ("number", "type", "summing", "decimals", "choices")
NOTHING = "[]"
RECORDED = {name: name for name in ("value", "numerator", "denominator", "words")} | {"rows": "told"}
DIGESTED = ("value", "numerator", "denominator", "words", "told", "reported", "expected")
ADJUSTED = ("computed", "reason")  # digested where the figure is adjusted
Key = tuple[int, int]  # unit, field's number


class EarlierValue(NamedTuple):
    """What a unit told last of a level, in the earlier period `since`; `words` name the unit with that period."""

    words: str
    since: str
    value: UnitValue


@dataclass
class AskedField:
    """A field and its values of all units, in their order. `stands` are values of earlier periods that still hold where
    a unit reported none, `carried` the same as the figure stores them.
    """

    number: int
    type: str
    way: str
    decimals: int
    choices: Sequence[str]
    values: list[UnitValue] = dataclass_field(default_factory=list)
    sources: list[Written] = dataclass_field(default_factory=list)
    stands: list[EarlierValue] = dataclass_field(default_factory=list)
    carried: list[Written] = dataclass_field(default_factory=list)


def with_fields(reports: QuerySet[UnitReport], period: int, outline: int) -> QuerySet[UnitReport]:
    """All unit reports of a period, the first with the fields of its outline as `asked_fields`: a JSON object in text,
    by their ids, None with all others.
    """
    shape = JSONObject(**{name: name for name in SHAPE})
    rows = Field.objects.filter(section__outline=outline).order_by().values("section__outline")
    fields = rows.annotate(every=Mapped(Cast("pk", TextField()), shape)).values("every")
    first = UnitReport.objects.filter(period=period).order_by("pk").values("pk")[:1]
    return reports.annotate(asked_fields=Case(When(pk=Subquery(first), then=Subquery(fields))))


def units_of(report: WardReport) -> list[Any]:
    """All unit reports of the period as `figures` takes them. One query, none without fields."""
    if not report.period.has_fields:
        return []
    reports = UnitReport.objects.filter(period=report.period_id).select_related("unit")
    with_shape = with_fields(reports, report.period_id, report.period.outline_id)
    return list(with_shape.order_by("unit__order", "pk"))


def figures(report: WardReport, overrides: Overrides, units: Sequence[Any]) -> dict[int, dict[str, Any]]:
    """A row of FieldFigure for each field by its number, from the reports accepted so far, with what is given in its
    place. `units` are all unit reports of the period, read by `with_fields`, in the order of their units. One query,
    none where the period's outline has no fields. Where each unit is told by its name, those that need not report are
    not expected.
    """
    if not report.period.has_fields or not units:
        return {}
    found = _asked(report, units).items()
    return {each.number: _row(report, pk, each, overrides.get(f"F{each.number}")) for pk, each in found}


def _asked(report: WardReport, units: Sequence[Any]) -> dict[int, AskedField]:
    """Each field by its id. One query."""
    fields = next((unit.asked_fields for unit in units if unit.asked_fields), "{}")
    found = {int(pk): _field(**shape) for pk, shape in json.loads(fields).items()}
    last, own = _values(report, units)
    for unit in units:
        taken, waived, name = unit.state in TAKEN_IN, unit.state == UnitState.WAIVED, unit.unit.name
        blank = UnitValue(name)
        for number, field_id, informant, lines, columns in own[unit.pk]:
            field, one, key = found[field_id], blank, (unit.unit_id, number)
            if taken:
                one = UnitValue(f"{name} ({note_of(informant)})" if informant else name, *columns)
                one = one if lines == NOTHING else one._replace(rows=json.loads(lines))
            if not waived or field.way != LIST:
                field.values.append(one)
            if not is_blank(field.type, one):
                field.sources.append(written(unit.pk, unit.unit_id, field.type, one))
            elif key in last and not is_blank(field.type, last[key].value):
                field.stands.append(last[key])
                field.carried.append(written(unit.pk, unit.unit_id, field.type, last[key].value, since=last[key].since))
    return found


def _field(number: int, type: str, summing: str, decimals: int, choices: Any) -> AskedField:
    """SQLite nests a list as its text."""
    return AskedField(number, type, summing, decimals, json.loads(choices) if isinstance(choices, str) else choices)


def _values(report: WardReport, units: Sequence[Any]) -> tuple[dict[Key, EarlierValue], dict[int, list[Sequence[Any]]]]:
    """What each unit told last of a level, and what it told in the period by the id of its report. Tables come as text,
    and what fields and units are is not read with each of them: that takes longer than the rest. One query.
    """
    names = {unit.unit_id: (unit.unit.name, unit.unit.short_name) for unit in units}
    asked = FieldValue.objects.filter(report__period=report.period_id)
    columns = (*OF, *NAMED, *TOLD)
    values, earlier = (
        rows.order_by().annotate(lines=Cast("rows", TextField())).values_list(*columns)
        for rows in (asked, _last(report))
    )
    own: dict[int, list[Sequence[Any]]] = {unit.pk: [] for unit in units}
    last: dict[Key, EarlierValue] = {}
    for period, code, unit, number, report_id, field_id, informant, lines, *told in values.union(earlier, all=True):
        if period == report.period_id:
            own[report_id].append((number, field_id, informant, lines, told))
        elif unit in names:
            name, short = names[unit]
            last[unit, number] = EarlierValue(f"{short} ({period_words(code)})", code, UnitValue(name, *told))
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


def _row(report: WardReport, field_id: int, field: AskedField, override: Override | None) -> dict[str, Any]:
    """Readings of earlier periods count beside those of this one, never alone."""
    stands, carried = (field.stands, field.carried) if field.sources else ([], [])
    values = [*field.values, *(each.value for each in stands)]
    summary = sum_up(field.type, field.way, values, choices=field.choices, decimals=field.decimals)
    computed = replace(summary, reported=len(field.sources))
    return {
        "report_id": report.pk,
        "field_id": field_id,
        "expected": len(field.values),
        "carried": "; ".join(each.words for each in stands),
        "sources": [*field.sources, *carried],
        **(given_in_place(field.type, computed, override) if override else vars(computed)),
    }


def given_in_place(type: str, computed: Summary, override: Override) -> dict[str, Any]:
    """The columns of a figure with what is given in place of what the units' reports give."""
    return {**vars(adjusted(type, computed, override.given)), **override.columns, "computed": as_written(computed)}


def computed_of(figure: FieldFigure) -> Summary:
    """What the units' reports give, whether the figure is adjusted or not."""
    if figure.computed is not None:
        return read(figure.computed)
    return Summary(figure.reported, figure.value, figure.numerator, figure.denominator, figure.words, figure.told)


def carried_over(rows: Mapping[int, Mapping[str, Any]]) -> Changes:
    """The adjusted ones of what `figures` gives, as the trail records them: what is computed, and what is given."""
    found = Changes()
    for number, row in rows.items():
        if row.get("computed"):
            found |= recorded_changes(number, vars(read(row["computed"])), row)
    return found


def override_of(figure: FieldFigure) -> Override:
    """The override of an adjusted figure, to be carried over to a new one."""
    rows = figure.told if figure.field.type in IN_ROWS else []
    given = Summary(0, figure.value, figure.numerator, figure.denominator, figure.words, rows)
    return Override(given, {name: getattr(figure, name) for name in OVERRIDE})


def figures_of(report: WardReport) -> list[FieldFigure]:
    """The report's figures in the outline's order, each with its field and section. One query, none without fields."""
    if not report.period.has_fields:
        return []
    return list(FieldFigure.objects.filter(report=report).select_related("field__section"))


def changes(before: list[FieldFigure], after: list[FieldFigure]) -> Changes:
    """What differs, as the trail records it; nothing without fields."""
    old, found = {figure.field.number: figure for figure in before}, Changes()
    for figure in after:
        number = figure.field.number
        found |= recorded_changes(number, vars(old[number]) if number in old else {}, vars(figure))
    return found


def recorded_changes(number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """What changes in a field's figure, as the trail records it: `F<number>.<attribute>` to [old, new]."""
    pairs = {name: (before.get(column), after[column]) for name, column in RECORDED.items()}
    return {f"F{number}.{name}": [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}


def digested(figures: list[FieldFigure]) -> list[list[Any]]:
    """What a digest over the report's content says of its fields."""
    return [
        [f"F{figure.field.number}", *(getattr(figure, name) for name in _digested_of(figure))] for figure in figures
    ]


def _digested_of(figure: FieldFigure) -> tuple[str, ...]:
    return (*DIGESTED, *ADJUSTED) if figure.is_overridden else DIGESTED
