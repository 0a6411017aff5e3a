from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import RowsField, TextField
from units.models import Unit

from .actions import LONGEST


class MessageForm(forms.Form):
    """A message in the discussion of a case, and the units whose people get a mail about it."""

    text = TextField(
        label=_("Message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write something first: nothing was sent.")},
    )
    units = RowsField(
        Unit.objects.none(),
        label=_("Tell the people of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They get a mail, where they may read this. Nobody has to be told."),
    )

    def __init__(self, *args: Any, ward: int, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = Unit.objects.filter(ward=ward, retired_at=None).order_by("order", "code")
        self.fields["units"].queryset = offered  # type: ignore[attr-defined]
        self.fields["units"].label_from_instance = lambda unit: unit.short_name  # type: ignore[attr-defined]
