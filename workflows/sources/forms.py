from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField, TextField
from units import grants
from units.models import Person, Unit

MOST_SENDERS = 5


class SourceForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    name = PrintedField(
        label=_("System"),
        max_length=100,
        help_text=_("As it is to stand beside its figures: “Một cửa điện tử”."),
        error_messages={"required": _("Write the name of the system.")},
    )
    senders = TextField(
        label=_("Sent by e-mail from"),
        required=False,
        max_length=500,
        help_text=_("Addresses from which the system mails its workbooks, with commas between them."),
    )

    def __init__(self, *args: object, person: Person, by_mail: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if not by_mail:
            del self.fields["senders"]
        units = Unit.objects.filter(pk__in=grants.units_where(person, "write_reports")).exclude(ward=None)
        self.fields["unit"].queryset = units.order_by("ward", "order")  # type: ignore[attr-defined]

    def clean_senders(self) -> list[str]:
        found = [each.strip().casefold() for each in self.cleaned_data["senders"].split(",") if each.strip()]
        if len(found) > MOST_SENDERS:
            raise ValidationError(gettext("%(most)d addresses at most.") % {"most": MOST_SENDERS})
        for each in found:
            try:
                validate_email(each)
            except ValidationError as error:
                raise ValidationError(gettext("“%(text)s” is no e-mail address.") % {"text": each}) from error
        return found
