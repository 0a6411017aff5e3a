from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from workflows.submissions.forms import LONGEST, lines


class DocumentTemplateForm(forms.Form):
    """What new documents of a kind begin with. `seen` is the number of changes that the page showed."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    addressed_to = lines(_("Addressees"), 2)
    bases = lines(_("Legal bases"), 3)
    body = PrintedField(label=_("Text"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12}))
    recipients = lines(_("Recipients"), 3)
