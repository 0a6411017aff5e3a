import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from units.models import Aggregation
from workflows.cases.inputs.fields import NumberField
from workflows.models import Field, FieldFigure, FieldType, IndicatorFigure, Summing
from workflows.pure.summing import Summary, counted_words, day_words
from workflows.unit_reports.entries.outlined import LimitedDay, TableRowsField

PARTS: dict[str, tuple[str, ...]] = {
    Aggregation.RATIO: ("numerator", "denominator"),
    Aggregation.MEAN: ("value", "denominator"),
}
LABELS = {"value": _("Value"), "numerator": _("Numerator"), "denominator": _("Denominator")}
Parts = dict[str, forms.Field]


class AdjustForm(forms.Form):
    """What takes the computed one's place, in `parts`, and why."""

    reason = PrintedField(
        label=_("Reason"),
        help_text=_("It stands beside the figure for everybody who reads the report, and in the trail."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give a reason: those concerned will read it.")},
    )

    def __init__(self, parts: Parts, kept: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data, initial={name: _shown(value) for name, value in kept.items()})
        self.fields = parts | self.fields
        self.parts = tuple(parts)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("denominator") == 0:
            self.add_error("denominator", gettext("The denominator must be above 0."))
        return self.cleaned_data


class OverrideForm(AdjustForm):
    """An indicator's figure in the shape in which a unit reports it."""

    def __init__(self, figure: IndicatorFigure, data: Any = None) -> None:
        parts = PARTS.get(figure.indicator.aggregation, ("value",))
        kept = {name: getattr(figure, name) for name in parts} | {"reason": figure.reason}
        super().__init__({name: _number(LABELS[name]) for name in parts}, kept, data)

    def given(self) -> dict[str, Decimal]:
        """The numbers, as `actions.override_figure` takes them."""
        return {name: self.cleaned_data[name] for name in self.parts}


class FieldOverrideForm(AdjustForm):
    """A field of all units in the shape in which the outline tells it."""

    def __init__(self, figure: FieldFigure, data: Any = None) -> None:
        parts, kept = _asked(figure)
        super().__init__(parts, kept | {"reason": figure.reason}, data)
        self.field = figure.field

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        yes, answered = typed.get("value"), typed.get("denominator")
        if yes is not None and answered is not None and yes > answered:
            self.add_error("value", gettext("No more units can say yes than answered."))
        if "count_0" in self.parts and not any(self._counts().values()):
            self.add_error(None, gettext("Enter the adjusted figure."))
        return typed

    def given(self) -> Summary:
        """As `actions.override_field` takes it."""
        typed = {name: self.cleaned_data[name] for name in self.parts}
        if "told" in typed:
            return Summary(0, told=[[unit, cells] for unit, *cells in typed["told"]])
        if "day" in typed:
            return Summary(0, words=day_words(typed["day"]))
        if "count_0" in typed:
            return Summary(0, words=counted_words((word, number) for word, number in self._counts().items() if number))
        return Summary(0, **typed)

    def _counts(self) -> dict[str, int]:
        """How often each word of the list is chosen."""
        typed = (self.cleaned_data.get(f"count_{place}") for place in range(len(self.field.choices)))
        return {word: int(number or 0) for word, number in zip(self.field.choices, typed, strict=True)}


def _asked(figure: FieldFigure) -> tuple[Parts, dict[str, Any]]:
    """What is typed, and what it is now."""
    field: Any = figure.field
    if field.type == FieldType.TABLE:
        return {"told": _rows(field)}, {"told": [[unit, *cells] for unit, cells in figure.told]}
    if field.summing == Summing.LIST:
        words = PrintedField(label=_("Words that stand for all units"), widget=forms.Textarea(attrs={"rows": 4}))
        return {"words": words}, {"words": figure.words}
    return _OF_TYPE[field.type](field, figure)


def _number(label: Any, *, whole: bool = False, required: bool = True) -> forms.Field:
    made = WholeField(label=label, required=required) if whole else NumberField(label=label, required=required)
    made.widget.attrs |= {"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"}
    return made


class WholeField(NumberField):
    """A number of units."""

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and value != int(value):
            raise forms.ValidationError(gettext("Write a whole number, without decimals."), code="too_fine")


def _rows(field: Field) -> forms.Field:
    columns = [{"title": gettext("Unit"), "type": FieldType.TEXT}, *field.columns]
    made = TableRowsField(columns, label=field.label, widget=forms.Textarea(attrs={"rows": 8}))
    made.widget.attrs["data-rows"] = " | ".join(column["title"] for column in columns)
    return made


def _value(_field: Field, figure: FieldFigure) -> tuple[Parts, dict[str, Any]]:
    return {"value": _number(LABELS["value"])}, {"value": figure.value}


def _percent(_field: Field, figure: FieldFigure) -> tuple[Parts, dict[str, Any]]:
    names = ("numerator", "denominator")
    return {name: _number(LABELS[name]) for name in names}, {name: getattr(figure, name) for name in names}


def _day(field: Field, figure: FieldFigure) -> tuple[Parts, dict[str, Any]]:
    return {"day": LimitedDay(field, label=_("Day"))}, {"day": figure.words}


def _yes_no(_field: Field, figure: FieldFigure) -> tuple[Parts, dict[str, Any]]:
    parts = {
        "value": _number(_("Units that say yes"), whole=True),
        "denominator": _number(_("Units that answered"), whole=True),
    }
    return parts, {name: getattr(figure, name) for name in parts}


def _counts(field: Field, figure: FieldFigure) -> tuple[Parts, dict[str, Any]]:
    parts = {f"count_{place}": _number(word, whole=True, required=False) for place, word in enumerate(field.choices)}
    kept = {f"count_{place}": _count_of(word, figure.words) for place, word in enumerate(field.choices)}
    return parts, kept


def _count_of(word: str, words: str) -> str:
    """How often the word is chosen, of `pure.summing.counted_words`."""
    found = re.search(rf"(?:^|; ){re.escape(word)}: ([0-9]+)(?:;|$)", words)
    return found[1] if found else ""


_OF_TYPE: Mapping[str, Callable[[Field, FieldFigure], tuple[Parts, dict[str, Any]]]] = {
    FieldType.NUMBER: _value,
    FieldType.PERCENT: _percent,
    FieldType.DATE: _day,
    FieldType.CHOICE: _counts,
    FieldType.YES_NO: _yes_no,
}


def _shown(value: Any) -> Any:
    """As many decimals as can be typed again."""
    return round(value, 4) if isinstance(value, Decimal) else value
