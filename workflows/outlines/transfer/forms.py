from django import forms
from django.utils.translation import gettext_lazy as _


class OutlineFileForm(forms.Form):
    """An outline as a file. Whoever reads it finds out whether it is one."""

    file = forms.FileField(label=_("The outline's file"), help_text=_("A JSON file, at most 1 MB."))
