from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField, TextField, printed_fields
from units.models import Person
from units.offices.forms import OfficeForm

SIMPLE_NAME = ASCIIUsernameValidator(message=_("Use letters without marks, digits and . _ - only."))


def username_field(help_text: Any) -> TextField:
    return TextField(label=_("User name"), max_length=150, validators=[SIMPLE_NAME], help_text=help_text)


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        formfield_callback = printed_fields
        fields = ["name", "signs_as", "email", "phone"]
        help_texts = {
            "email": _(
                "The link with which they choose their password goes here. Without one they get a printed slip."
            ),
            "signs_as": _("As it is printed and stands in their certificate. Empty: the full name."),
        }


class OwnForm(forms.ModelForm):
    """What a person keeps of themselves."""

    class Meta:
        model = Person
        formfield_callback = printed_fields
        fields = ["name", "phone", "email"]
        help_texts = {"email": _("Mails and the link for a forgotten password go here. The old address is told.")}


class PersonAddForm(OfficeForm):
    """A person and their first office, in one form."""

    name = PrintedField(label=_("Full name"), max_length=150)
    username = username_field(_("What they type to sign in: letters without marks, digits and . _ - only."))
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=PersonForm.Meta.help_texts["email"],
        error_messages={"invalid": _("Enter a valid email address.")},
    )
    phone = TextField(label=_("Phone"), max_length=30, required=False)

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
