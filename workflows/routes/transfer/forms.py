from django import forms
from django.utils.translation import gettext_lazy as _


class RouteFileForm(forms.Form):
    """A route as a file. Whoever reads it finds out whether it is one."""

    file = forms.FileField(label=_("The route's file"), help_text=_("A JSON file, at most 1 MB."))
