"""What a step of a route may depend on of an outline's fields: a word that a unit chose, or how much all units have.

A condition keeps the field's number, by which it is found, what is asked of it, and its name, which is for reading
alone: "4|Khá|Mức độ".
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.registry import Text
from units.models import Unit
from workflows.cases.inputs.fields import NumberField
from workflows.models import Field, FieldType, FieldValue, OutlineVersion, ReportKind
from workflows.models.states import TAKEN_IN
from workflows.pure.aggregation import format_number
from workflows.pure.summing import STORED_PLACES
from workflows.routes.when.conditions import Condition, if_there
from workflows.routes.when.parameters import Of

BAR = "|"
SUMMED = ("sum", "mean", "ratio", "least", "most")  # ways of telling a field of all units as one number
NUMBERS = (FieldType.NUMBER, FieldType.PERCENT)
OPTIONS = [("", gettext_lazy("Choose one"))]


class OfField(NamedTuple):
    """A field by its number, what is asked of it, and its name."""

    number: int
    asked: str
    name: str

    @property
    def code(self) -> str:
        return BAR.join((str(self.number), self.asked, self.name.replace(BAR, "/")))

    @property
    def key(self) -> tuple[int, str]:
        """What it is known by, whatever the field is called."""
        return self.number, self.asked


def read(of: Of) -> OfField:
    """What a condition keeps. What is no such thing is of field 0, which no outline has."""
    number, _bar, rest = str(of or "").partition(BAR)
    asked, _bar, name = rest.rpartition(BAR)
    return OfField(int(number) if number.isdecimal() and len(number) < 6 else 0, asked, name)


def fields_of(ward: Unit, kind: ReportKind | None, *types: str) -> list[Field]:
    """The fields of these types that the newest outlines of the ward's kinds have, or that of this kind. One query."""
    newest = OutlineVersion.objects.filter(kind=OuterRef("section__outline__kind")).order_by("-number")
    found = Field.objects.filter(section__outline__kind__ward=ward, type__in=types)
    found = found.filter(section__outline__kind=kind) if kind else found
    return list(found.filter(section__outline=Subquery(newest.values("pk")[:1])))


class Chosen:
    """A word of a list."""

    label: Text = gettext_lazy("Field and word")

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        fields = fields_of(ward, kind, FieldType.CHOICE)
        return ChosenField([OfField(each.number, word, str(each)) for each in fields for word in each.choices])

    def kept(self, typed: Any) -> Of:
        return str(typed)

    def words(self, of: Of, units: Mapping[str, Unit] | None = None) -> str:
        found = read(of)
        return _("“%(word)s” (field “%(field)s”)") % {"word": found.asked, "field": found.name}


class ChosenField(forms.ChoiceField):
    """One of the words of the lists, by its field's number: a field that was renamed since is the same field."""

    def __init__(self, offered: list[OfField]) -> None:
        self.offered = {each.key: each for each in offered}
        named = [(each.code, f"{each.name}: {each.asked}") for each in offered]
        gone = gettext_lazy("This is not there any more: choose from the list.")
        label: Any = Chosen.label
        super().__init__(
            label=label, required=False, choices=[*OPTIONS, *named], error_messages={"invalid_choice": gone}
        )
        self.needed_at_times = True

    def valid_value(self, value: Any) -> bool:
        return read(value).key in self.offered

    def prepare_value(self, value: Any) -> Any:
        there = self.offered.get(read(value).key) if value else None
        return there.code if there else value


class AtLeast:
    """How much all units have in a field at least."""

    label: Text = gettext_lazy("Field of numbers, and from how much")

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        fields = [each for each in fields_of(ward, kind, *NUMBERS) if each.summing in SUMMED]
        return AtLeastField({each.number: str(each) for each in fields})

    def kept(self, typed: Any) -> Of:
        return str(typed)

    def words(self, of: Of, units: Mapping[str, Unit] | None = None) -> str:
        found = read(of)
        return _("“%(field)s” from %(number)s") % {"field": found.name, "number": _number(found.asked)}


class AtLeastWidget(forms.MultiWidget):
    """The field, and the number; as a file keeps them both stand under one name."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self, choices: list[tuple[Any, Any]]) -> None:
        number = forms.TextInput({"inputmode": "decimal", "aria-label": gettext_lazy("From how much")})
        super().__init__([forms.Select({"aria-label": gettext_lazy("Field of numbers")}, choices), number])

    def decompress(self, value: Any) -> list[Any]:
        found = read(value)
        return [found.number, _number(found.asked)] if value else [None, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.decompress(data[name]) if name in data else super().value_from_datadict(data, files, name)


class AtLeastField(forms.MultiValueField):
    """A field of the outline and a number; kept as `OfField.code`."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self.names = names
        choices = [*OPTIONS, *names.items()]
        gone = gettext_lazy("This is not there any more: choose from the list.")
        number = forms.TypedChoiceField(
            choices=choices, coerce=int, empty_value=None, required=False, error_messages={"invalid_choice": gone}
        )
        label: Any = AtLeast.label
        fields = (number, NumberField(required=False))
        super().__init__(fields, label=label, required=False, require_all_fields=False, widget=AtLeastWidget(choices))
        self.needed_at_times = True

    def clean(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().clean(value)
        typed = super().clean(self.widget.decompress(value))
        return value if typed and read(typed).key == read(value).key else typed

    def compress(self, data_list: list[Any]) -> Any:
        number, least = data_list or (None, None)
        if number is None or least is None:
            return None
        return OfField(number, format(least.normalize(), "f"), self.names[number]).code


def _number(asked: str) -> str:
    """As it is typed."""
    try:
        return format_number(Decimal(asked), STORED_PLACES)
    except ArithmeticError:
        return asked


def _is_chosen(report: Any, of: Of) -> Any:
    """Whether a unit whose report was taken in chose the word."""
    number, word, _name = read(of)
    listed = Q(listed__contains=json.dumps(word)) | Q(listed__contains=json.dumps(word, ensure_ascii=False))
    there = _asked(report, number).filter(type=FieldType.CHOICE).annotate(listed=Cast("choices", TextField()))
    told = FieldValue.objects.filter(report__period=report.period_id, report__state__in=TAKEN_IN)
    return if_there(Exists(there.filter(listed)), Exists(told.filter(field__number=number, choice=word)))


def _is_reached(report: Any, of: Of) -> Any:
    """Whether all units together have as much; nobody reported counts as less."""
    number, asked, _name = read(of)
    there = _asked(report, number).filter(type__in=NUMBERS, summing__in=SUMMED)
    reached = report.field_figures.filter(field__number=number, value__gte=Decimal(asked or 0))
    return if_there(Exists(there), Exists(reached))


def _asked(report: Any, number: int) -> Any:
    """The field of this number in the outline of the report's period."""
    return Field.objects.filter(section__outline__periods=report.period_id, number=number)


GONE = gettext_lazy(
    "the outline that its period was opened with does not ask for %(of)s. An administrator changes the condition, on "
    "the page of routes."
)
CONDITIONS = {
    "field_choice": Condition(
        gettext_lazy("a unit chose %(of)s"),
        gettext_lazy("no unit chose %(of)s"),
        _is_chosen,
        asks="field_figures",
        parameter=Chosen(),
        gone=GONE,
    ),
    "field_amount": Condition(
        gettext_lazy("all units reach %(of)s"),
        gettext_lazy("all units do not reach %(of)s"),
        _is_reached,
        asks="field_figures",
        parameter=AtLeast(),
        gone=GONE,
    ),
}
