"""What a condition may be of where somebody fills fields: a word of a list, or a number and from how much."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.registry import Text
from units.models import Unit
from workflows.cases.inputs.fields import NumberField
from workflows.models import ReportKind
from workflows.pure.aggregation import format_number
from workflows.pure.filling.asked import OfField, read
from workflows.pure.summing import STORED_PLACES

from .parameters import Of

OPTIONS = [("", gettext_lazy("Choose one"))]
GONE = gettext_lazy("This is not there any more: choose from the list.")


@dataclass(frozen=True)
class Chosen:
    """A word of a list, of those `offered` for a ward and a kind."""

    label: Text
    offered: Callable[[Unit, ReportKind | None], list[OfField]]

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        return ChosenField(self.label, self.offered(ward, kind))

    def kept(self, typed: Any) -> Of:
        return str(typed)

    def words(self, of: Of, units: Mapping[str, Unit] | None = None) -> str:
        found = read(of)
        return _("“%(word)s” (field “%(field)s”)") % {"word": found.asked, "field": found.name}


class ChosenField(forms.ChoiceField):
    """One of the words of the lists, by its field's number: a field that was renamed since is the same field."""

    def __init__(self, label: Any, offered: list[OfField]) -> None:
        self.offered = {each.key: each for each in offered}
        named = [(each.code, f"{each.name}: {each.asked}") for each in offered]
        super().__init__(
            label=label, required=False, choices=[*OPTIONS, *named], error_messages={"invalid_choice": GONE}
        )
        self.needed_at_times = True

    def valid_value(self, value: Any) -> bool:
        return read(value).key in self.offered

    def prepare_value(self, value: Any) -> Any:
        there = self.offered.get(read(value).key) if value else None
        return there.code if there else value


@dataclass(frozen=True)
class AtLeast:
    """A field of numbers and from how much, of those `named` by their numbers for a ward and a kind."""

    label: Text
    named: Callable[[Unit, ReportKind | None], Mapping[int, str]]

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        return AtLeastField(self.label, self.named(ward, kind))

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
    """A field and a number; kept as `OfField.code`."""

    def __init__(self, label: Any, names: Mapping[int, str]) -> None:
        self.names = names
        choices = [*OPTIONS, *names.items()]
        number = forms.TypedChoiceField(
            choices=choices, coerce=int, empty_value=None, required=False, error_messages={"invalid_choice": GONE}
        )
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


class WrittenField(forms.CharField):
    """As a file has it for no kind in particular, `of_numbers` or of words: whether the field is there is asked of the
    route that it is imported for.
    """

    def __init__(self, label: Any, *, of_numbers: bool) -> None:
        super().__init__(label=label, required=False, max_length=320)
        self.of_numbers, self.needed_at_times = of_numbers, True

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = read(text)
        if text and not (found.number and found.asked and found.name):
            raise ValidationError(_("Write it as the exported file has it: number, what is asked, name of the field."))
        if text and self.of_numbers:
            NumberField().clean(_number(found.asked))
        return text


def _number(asked: str) -> str:
    """As it is typed."""
    try:
        return format_number(Decimal(asked), STORED_PLACES)
    except ArithmeticError:
        return asked
