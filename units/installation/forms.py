from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from units.models import Person
from units.people.forms import username_field
from units.places import KINDS, Place, place_of
from units.sign_in.forms import NewPasswordForm


class FirstAdministratorForm(NewPasswordForm):
    """Who runs the installation."""

    name = PrintedField(label=_("Full name"), max_length=150)
    username = username_field(_("What you type to sign in: letters without marks, digits and . _ - only."))
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("For a forgotten password, and for mails about what could not be done. It can be added later."),
        error_messages={"invalid": _("Enter a valid email address.")},
    )

    field_order = ["name", "username", "email", "password1", "password2"]

    def person(self, given: dict[str, Any]) -> Person:
        return Person(**{name: given.get(name, "") for name in ("username", "name", "email")})

    @property
    def account(self) -> dict[str, str]:
        """What was typed, as `actions.add_first_administrator` takes it."""
        names = ("username", "name", "email")
        return {name: self.cleaned_data[name] for name in names} | {"password": self.cleaned_data["password1"]}


class WardForm(forms.Form):
    """What kind of place a ward is, and its name."""

    kind = forms.ChoiceField(
        label=_("Kind of place"),
        choices=[(kind, kind.capitalize()) for kind in KINDS],
        initial=KINDS[0],
        widget=forms.RadioSelect,
    )
    name = PrintedField(
        label=_("Name"), max_length=100, help_text=_("Without its kind, for example: Minh Xuân. Documents print it.")
    )

    def clean_name(self) -> str:
        """The name alone, where the kind was typed before it too."""
        place = place_of(self.cleaned_data["name"])
        if not any(sign.isalnum() for sign in place.name):
            raise forms.ValidationError(_("Write the name of the place."))
        return place.name

    @property
    def place(self) -> Place:
        return Place(self.cleaned_data["kind"], self.cleaned_data["name"])
