from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.clock import now
from approvals.pages.fields import PrintedField
from units.models import AccessToken

LASTS = ((90, _("90 days")), (365, _("1 year")), (0, _("until it is revoked")))


class TokenForm(forms.Form):
    name = PrintedField(
        label=_("Used by"),
        max_length=100,
        help_text=_("The program or machine that gets it, so that you know it again."),
    )
    scope = forms.ChoiceField(label=_("It may"), choices=AccessToken.Scope, initial=AccessToken.Scope.READ)
    lasts = forms.TypedChoiceField(label=_("Valid"), choices=LASTS, coerce=int, initial=365)

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["lasts"]
        return now() + timedelta(days=days) if days else None
