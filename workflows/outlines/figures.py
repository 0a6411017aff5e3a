"""The fields of an outline, told of all the ward's units. Reads only, in as many queries however many units."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, TextField, Window
from django.db.models.functions import Cast, RowNumber

from workflows.cases.inputs.texts import Changes, plain
from workflows.models import Field, FieldFigure, FieldValue, Summing, WardReport
from workflows.models.querysets import either
from workflows.models.states import TAKEN_IN, UnitState
from workflows.pure.informants import note_of
from workflows.pure.overrides import OVERRIDE, Override, Overrides
from workflows.pure.period_words import period_words
from workflows.pure.summing import IN_ROWS, Summary, UnitValue, adjusted, is_blank, read, sum_up
from workflows.pure.summing import written as as_written

from .sources import Written, written

LIST = Summing.LIST.value
OF = ("report__period_id", "report__period__code", "report__unit__short_name", "report__unit_id", "field__number")
NAMED = ("report_id", "field_id", "report__state", "report__unit__name", "informant", "lines", "listed")
TOLD = ("value", "numerator", "denominator", "day", "choice", "words", "yes")
ASKED = ("field__type", "field__summing", "field__decimals")
LISTED = {name: Cast(column, TextField()) for name, column in (("listed", "field__choices"), ("lines", "rows"))}
NOTHING = "[]"
RECORDED = {name: name for name in ("value", "numerator", "denominator", "words")} | {"rows": "told"}
DIGESTED = ("value", "numerator", "denominator", "words", "told", "reported", "expected")
ADJUSTED = ("computed", "reason")  # digested where the figure is adjusted
Key = tuple[int, int]  # unit, field's number


class Stands(NamedTuple):
    """What a unit told last of a level, in the earlier period `since`; `words` name the unit with that period."""

    words: str
    since: str
    told: UnitValue


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
    told: list[UnitValue] = dataclass_field(default_factory=list)
    sources: list[Written] = dataclass_field(default_factory=list)
    stands: list[Stands] = dataclass_field(default_factory=list)
    carried: list[Written] = dataclass_field(default_factory=list)


def figures(report: WardReport, overrides: Overrides) -> dict[int, dict[str, Any]]:
    """A row of FieldFigure for each field by its number, from the reports accepted so far, with what is given in its
    place. One query, none where the period's outline has no fields. Where each unit is told by its name, those that
    need not report are not expected.
    """
    if not report.period.has_fields:
        return {}
    fields = _asked(report).items()
    return {each.number: _row(report, pk, each, overrides.get(f"F{each.number}")) for pk, each in fields}


def _asked(report: WardReport) -> dict[int, AskedField]:
    """Each field by its id. One query."""
    found: dict[int, AskedField] = {}
    last, own = _values(report)
    for key, of, field_id, state, unit, informant, lines, listed, type, way, decimals, *columns in own:
        if field_id not in found:
            found[field_id] = AskedField(key[1], type, way, decimals, json.loads(listed))
        field, one = found[field_id], UnitValue(unit)
        if state in TAKEN_IN:
            one = UnitValue(f"{unit} ({note_of(informant)})" if informant else unit, *columns)
            one = one if lines == NOTHING else one._replace(rows=json.loads(lines))
        if state != UnitState.WAIVED or way != LIST:
            field.told.append(one)
        if not is_blank(type, one):
            field.sources.append(written(of, key[0], type, one))
        elif key in last and not is_blank(type, last[key].told):
            field.stands.append(last[key])
            field.carried.append(written(of, key[0], type, last[key].told, since=last[key].since))
    return found


def _values(report: WardReport) -> tuple[dict[Key, Stands], list[Sequence[Any]]]:
    """What every unit told last of a level, and what it told in the period, each after its key, in the units' order;
    lists as text, since reading them all takes longer than the rest. One query.
    """
    asked = FieldValue.objects.filter(report__period=report.period_id)
    values = FieldValue.objects.filter(either(asked, _last(report))).order_by("report__unit__order", "report_id")
    told = values.annotate(**LISTED).values_list(*OF, *NAMED, *ASKED, *TOLD)
    own: list[Sequence[Any]] = []
    last: dict[Key, Stands] = {}
    for period, code, short, unit, number, *row in told:
        if period == report.period_id:
            own.append(((unit, number), *row))
        else:
            last[unit, number] = Stands(f"{short} ({period_words(code)})", code, UnitValue(row[3], *row[-len(TOLD) :]))
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
    told = [*field.told, *(each.told for each in stands)]
    summary = sum_up(field.type, field.way, told, choices=field.choices, decimals=field.decimals)
    computed = replace(summary, reported=len(field.sources))
    return {
        "report_id": report.pk,
        "field_id": field_id,
        "expected": len(field.told),
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
