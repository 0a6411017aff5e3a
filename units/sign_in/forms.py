"""django-allauth's forms, where ours hold a rule that theirs do not (settings.ACCOUNT_FORMS)."""

from allauth.account import forms

from units.models import Person

from . import actions


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
