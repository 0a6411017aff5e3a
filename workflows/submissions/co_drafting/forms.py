from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import RowsField
from units.models import Person


class CoDraftersForm(forms.Form):
    """Who writes a document beside those who draft for its unit."""

    people = RowsField(
        Person.objects.none(),
        label=_("Who writes too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They read the draft and may change it and its files. Whoever does so counts as an author for good: they "
            "can neither approve nor sign it, nor give an opinion on it."
        ),
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
