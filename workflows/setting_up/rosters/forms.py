"""What is typed where units or people are added from a pasted table: the table, then each of its rows."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.errors import NotPossible
from approvals.pages.fields import PrintedField, TableField, TextField
from units.models import Office, Person, Unit
from units.people.forms import SIMPLE_NAME
from workflows.pure.annexes import UnitNames


class TableForm(forms.Form):
    """A table pasted from Excel."""

    table = TableField(
        label=_("The table, pasted"),
        help_text=_("Select the cells with their headings in Excel or Word, copy them and paste them here."),
        error_messages={"required": _("Paste the table first.")},
    )


class RowForm(forms.Form):
    """A row beside its source. One that is left out is not judged."""

    drop = forms.BooleanField(label=_("Leave this row out"), required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, row: Any, place: int, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
        super().__init__(*args, prefix=f"r{place}", initial=initial, **kwargs)  # type: ignore[misc]
        self.row = row

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("drop"):
            self.errors.clear()
        return given

    @property
    def is_kept(self) -> bool:
        return not self.cleaned_data.get("drop")

    @property
    def texts(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "drop"]


AnyRow = TypeVar("AnyRow", bound=RowForm)


class UnitRowForm(RowForm):
    """`sign` is the unit's code: a field of that name counts as a secret, and what is secret is kept nowhere."""

    name = PrintedField(label=_("Name"), max_length=200)
    short_name = PrintedField(label=_("Short name"), max_length=60)
    sign = TextField(label=_("Code"), max_length=20)
    kind = PrintedField(label=_("Kind"), max_length=60, required=False)
    duty = PrintedField(label=_("Duty"), max_length=200, required=False)

    field_order = ["name", "short_name", "sign", "kind", "duty", "drop"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sign"] = self.row.code


class PersonRowForm(RowForm):
    name = PrintedField(label=_("Full name"), max_length=150)
    username = TextField(label=_("User name"), max_length=150, validators=[SIMPLE_NAME])
    unit = TextField(label=_("Unit"), widget=forms.TextInput(attrs={"list": "roster-units"}))
    office = forms.ChoiceField(label=_("Office"), choices=[("", _("Choose an office")), *Office.choices])
    email = forms.EmailField(
        label=_("Email"), required=False, error_messages={"invalid": _("Enter a valid email address.")}
    )
    phone = TextField(label=_("Phone"), max_length=30, required=False)

    field_order = ["name", "username", "unit", "office", "email", "phone", "drop"]

    def __init__(self, *args: Any, names: UnitNames, units: Mapping[str, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.units = names, units
        self.initial["unit"] = names.labels.get(self.row.unit, "")

    def clean_unit(self) -> Unit:
        written: str = self.cleaned_data["unit"]
        named = self.names.named_in(written)
        if len(named.codes) != 1 or named.doubtful:
            raise forms.ValidationError(gettext("“%(unit)s” is no unit of the ward.") % {"unit": written})
        return self.units[named.codes[0]]

    def clean_username(self) -> str:
        return Person.normalize_username(self.cleaned_data["username"])


def rows_kept(forms: Iterable[AnyRow]) -> list[AnyRow]:
    """The rows that are not left out. Raises NotPossible where none is kept."""
    found = [form for form in forms if form.is_kept]
    if not found:
        raise NotPossible(gettext("Every row is left out: nothing was added. Keep at least one."))
    return found
