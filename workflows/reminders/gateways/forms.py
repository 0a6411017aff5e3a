from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField


class GatewayForm(forms.Form):
    url = TextField(
        label=_("Address of the gateway"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Of a service that sends Zalo or SMS messages. Addresses within this network are refused."),
        error_messages={"required": _("Write the address of the gateway.")},
    )
