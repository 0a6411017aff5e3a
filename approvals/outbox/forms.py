from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField


class SkipForm(forms.Form):
    reason = TextField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("It is kept in the trail, under your name."),
        error_messages={"required": _("Say why it is skipped.")},
    )
