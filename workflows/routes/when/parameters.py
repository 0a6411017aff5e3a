"""What a condition may be of: typed or chosen on the page of a step, and kept as the number or code that it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errors import NotPossible
from approvals.registry import Text
from units.models import Unit
from workflows.cases.inputs.fields import MoneyField
from workflows.models import ReportKind
from workflows.pure.aggregation import format_number

Of = int | str | None


class Parameter(Protocol):
    """`label` names its field on the page of a step of a route of this kind; None for a file that is imported for any.
    `kept` is how the route keeps what was typed, `words` how a sentence tells that.
    """

    @property
    def label(self) -> Text: ...

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field: ...

    def kept(self, typed: Any) -> Of: ...

    def words(self, of: Of, units: Mapping[str, Unit] | None = None) -> str: ...


@dataclass(frozen=True)
class Amount:
    """A number of đồng, 1 at least. `label` names its field on the page of a step."""

    label: Text

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        field = MoneyField(label=self.label, required=False, least=1)
        field.needed_at_times = True  # type: ignore[attr-defined]
        return field

    def kept(self, typed: Any) -> Of:
        return int(typed)

    def words(self, of: Of, units: Mapping[str, Unit] | None = None) -> str:
        return _("%(amount)s đồng") % {"amount": format_number(Decimal(of or 0), 0)}


@dataclass(frozen=True)
class OneOf:
    """One of what `options` finds for a ward and a type of case, by codes or, where it is `numbered`, by numbers.
    `of_unit` where the codes are units'.
    """

    label: Text
    options: Callable[[Unit, str], Iterable[tuple[Of, str]]]
    numbered: bool = False
    of_unit: bool = False

    def field(self, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> forms.Field:
        label: Any = self.label
        field = forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", gettext_lazy("Choose one")), *self.options(ward, case_kind)],
            error_messages={"invalid_choice": gettext_lazy("This is not there any more: choose from the list.")},
        )
        field.needed_at_times = True  # type: ignore[attr-defined]
        return field

    def kept(self, typed: Any) -> Of:
        return int(typed) if self.numbered else str(typed)

    def words(self, of: Of, units: Mapping[str, Unit] | None = None) -> str:
        unit = (units or {}).get(str(of)) if self.of_unit else None
        return unit.short_name if unit else str(of)


def refuse_unless_of(parameter: Parameter, of: Of, ward: Unit, case_kind: str, kind: ReportKind | None = None) -> None:
    """Raises NotPossible where the value is none that may be typed or chosen on the page, or is of another type."""
    try:
        typed = parameter.field(ward, case_kind, kind).clean(of)
    except ValidationError as wrong:
        raise NotPossible(f"{parameter.label}: {' '.join(wrong.messages)}") from wrong
    if typed in (None, ""):
        raise NotPossible(_("%(field)s: say what the condition is of.") % {"field": parameter.label})
    if parameter.kept(typed) != of:
        raise NotPossible(_("%(field)s: the value %(of)s is of another type.") % {"field": parameter.label, "of": of})
