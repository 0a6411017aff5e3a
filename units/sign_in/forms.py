"""django-allauth's forms, where ours hold a rule that theirs do not (settings.ACCOUNT_FORMS)."""

from typing import Any

from allauth.account import forms
from django.contrib.auth.password_validation import validate_password
from django.forms import CharField, Form, PasswordInput, TextInput, ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from units.models import OneUseCode, Person

from . import actions, codes


class ResetPasswordForm(forms.ResetPasswordForm):
    """The link goes to those whose own address it is, never to another that allauth keeps for somebody."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.users = list(Person.objects.filter(email__iexact=email, is_active=True))
        return email


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):
    def save(self) -> None:
        self.user.password = actions.choose_password(self.user, self.cleaned_data["password1"]).password


class SetPasswordForm(forms.SetPasswordForm):
    def save(self) -> None:
        self.user.password = actions.choose_password(self.user, self.cleaned_data["password1"]).password


class NewPasswordForm(Form):
    """A password that is chosen without an old one, typed twice. `person` says whom it may not be guessed from."""

    password1 = CharField(
        label=_("New password"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 14 characters. A sentence that only you know is easy to keep and hard to guess."),
    )
    password2 = CharField(
        label=_("New password, again"), strip=False, widget=PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same. Type the same one twice."))
        if first:
            try:
                validate_password(first, self.person(given))
            except ValidationError as error:
                self.add_error("password1", error)
        return given

    def person(self, given: dict[str, Any]) -> Person | None:
        raise NotImplementedError


class SlipForm(NewPasswordForm):
    """The code of a printed slip, and the password that its holder chooses."""

    code = TextField(
        label=_("Code on the slip"),
        max_length=40,
        widget=TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Four groups of four signs. Capital or small letters, with or without hyphens: all the same."),
    )

    field_order = ["code", "password1", "password2"]

    def person(self, given: dict[str, Any]) -> Person | None:
        found = OneUseCode.objects.filter(digest=codes.digest_of(given.get("code", ""))).select_related("person")
        code = found.first()
        return code.person if code else None
