from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.unit_reports.on_behalf.forms import InformantForm


class SheetSourceForm(InformantForm):
    """Where all that is typed on a sheet comes from, said once."""

    submits = forms.BooleanField(
        label=_("Submit the reports of these units too"),
        required=False,
        help_text=_("Those that have nothing left to explain. The others stay open, and are named."),
    )
