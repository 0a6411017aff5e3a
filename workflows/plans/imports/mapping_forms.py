from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import WorkbookForm


class MappingForm(WorkbookForm):
    """The workbook that maps indicators to the forms of others."""

    workbook = forms.FileField(
        label=_("The workbook of the forms"), help_text=_("An Excel file (.xlsx), at most 10 MB.")
    )
