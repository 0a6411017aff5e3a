import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from approvals.channels.forms import address_of
from approvals.pages.fields import TextField

PATTERN = re.compile(r"^[A-Y]\d{2}(\.[0-9A-Z]+)*$")
ORGAN = RegexValidator(
    PATTERN,
    _("An organ identifier is like H60.05.12: a letter, two digits, then groups after dots (QĐ 20/2020)."),
)


class SenderForm(forms.Form):
    """An organ that sends here."""

    name = TextField(label=_("Name of the organ that sends"), max_length=300)
    organ_id = TextField(label=_("Its organ identifier"), max_length=35, validators=[ORGAN])
    organ = TextField(label=_("Own organ identifier"), max_length=35, validators=[ORGAN])
    due_day = forms.IntegerField(
        label=_("Its monthly report arrives before day"), min_value=1, max_value=28, initial=10,
        help_text=_("Of the month after the one that it reports on."),
    )  # fmt: skip


class SendersForm(forms.Form):
    """Many organs at once, pasted from a table: identifier and name, a line each."""

    organs = TextField(
        label=_("Organs that send"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Copied from two columns of Excel: organ identifier and name, a line for each organ."),
    )
    organ = TextField(label=_("Own organ identifier"), max_length=35, validators=[ORGAN])
    due_day = forms.IntegerField(
        label=_("Their monthly reports arrive before day"), min_value=1, max_value=28, initial=10
    )

    def clean_organs(self) -> list[tuple[str, str]]:
        """Each line in order. A fault names its line."""
        found: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["organs"].splitlines(), start=1):
            organ_id, name = self._columns(line)
            if not organ_id and not name:
                continue
            if not PATTERN.match(organ_id) or len(organ_id) > 35:
                raise forms.ValidationError(
                    _("Line %(number)d: “%(text)s” is no organ identifier."),
                    params={"number": number, "text": organ_id},
                )
            if not name or len(name) > 300 or organ_id in found:
                sentence = _("Line %(number)d: the name is missing or too long, or the organ stands there twice.")
                raise forms.ValidationError(sentence, params={"number": number})
            found[organ_id] = name
        return list(found.items())

    @staticmethod
    def _columns(line: str) -> tuple[str, str]:
        first, _sign, second = line.replace(";", "\t", 1).partition("\t")
        return first.strip(), second.strip()


class PairForm(forms.Form):
    """What the recipient's people gave: the address of their installation and a one-use code."""

    url = TextField(
        label=_("Address of the recipient's exchange"),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        max_length=300,
        required=False,
        help_text=_("As https://…/exchange, as the recipient told it. Blank where it works in this installation."),
    )
    code = TextField(label=_("One-use code"), max_length=60)
    organ = TextField(label=_("Own organ identifier"), max_length=35, validators=[ORGAN])

    def clean_url(self) -> str:
        return address_of(self.cleaned_data["url"]) if self.cleaned_data["url"] else ""


class ReceiveForm(forms.Form):
    reference = TextField(
        label=_("Number in your register of documents received"),
        max_length=100,
        required=False,
        help_text=_("The sender reads it. Leave it blank where you give none."),
    )


class RefuseForm(forms.Form):
    reason = TextField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The sender reads it, and sends another document in its place."),
        error_messages={"required": _("Say why it is refused: whoever sent it corrects it by that.")},
    )
