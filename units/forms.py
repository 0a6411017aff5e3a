from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE, today

from .models import Office, Person, Unit


class DayInput(forms.DateInput):
    """The browser's own picker of days, which wants ISO."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OfficeForm(forms.Form):
    """An office in a unit, from a day until the end of another. Days are days in Vietnam."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    office = forms.ChoiceField(label=_("Office"), choices=[("", "---------"), *Office.choices])
    starts_on = forms.DateField(label=_("From"), widget=DayInput, initial=today)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty: until somebody ends it.")
    )

    def __init__(self, *args: Any, units: "QuerySet[Unit]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return self.cleaned_data

    @property
    def office_held(self) -> dict[str, Any]:
        """The cleaned office as `actions.start_membership` takes it."""
        cleaned = self.cleaned_data
        last = cleaned["last_day"]
        return {
            "unit": cleaned["unit"],
            "office": cleaned["office"],
            "starts_at": _midnight(cleaned["starts_on"]),
            "ends_at": _midnight(last + timedelta(days=1)) if last else None,
        }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "email", "phone"]
        help_texts = {"email": _("The link with which they choose their password goes here.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True


class PersonAddForm(OfficeForm):
    """A person and their first office, in one form."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[ASCIIUsernameValidator()],
        help_text=_("What they type to sign in: letters without marks, digits and . _ - only."),
    )
    email = forms.EmailField(label=_("Email"), help_text=PersonForm.Meta.help_texts["email"])
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    field_order = ["name", "username", "email", "phone", "unit", "office", "starts_on", "last_day"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Person.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("This user name is taken. Choose another."))
        return username

    @property
    def person(self) -> dict[str, str]:
        """The cleaned person as `actions.add_person` takes it."""
        return {name: self.cleaned_data[name] for name in ("username", "name", "email", "phone")}


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["name", "short_name", "kind", "duty", "reports"]
        help_texts = {
            "short_name": _("As tables and lists show it."),
            "reports": _("Each new period opens a report for the unit."),
        }


class UnitAddForm(UnitForm):
    class Meta(UnitForm.Meta):
        fields = ["code", *UnitForm.Meta.fields]
        help_texts = UnitForm.Meta.help_texts | {
            "code": _("Names the unit in the plan's workbook. It cannot be changed later.")
        }

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward = ward

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.ward.members.filter(code=code).exists():
            raise forms.ValidationError(_("Another unit of the ward has this code."))
        return code
