from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE
from approvals.models import Channel, Recipient
from approvals.pages.days import DayField
from approvals.pages.fields import TextField

from .kinds import KINDS, TYPED
from .names import LONGEST_ORGAN_ID, ORGAN_ID
from .seam import Field

IS_ORGAN_ID = RegexValidator(
    rf"\A{ORGAN_ID.pattern}\Z",
    _("An organ identifier has capital letters, digits and dots, as in H60.15 or 000.00.15.H60."),
)
CHECKS: dict[str, Any] = {
    "to": EmailValidator(),
    "directory": RegexValidator(r"\A[\w.][\w./-]*\Z", _("A folder has letters, digits, and the signs . _ - alone.")),
    "host": RegexValidator(r"\A[A-Za-z0-9.:-]+\Z", _("This is no name or IP address of a server.")),
    "host_key": RegexValidator(r"\ASHA256:[A-Za-z0-9+/]{43}\Z", _("A fingerprint begins with SHA256: and 43 signs.")),
    "organ": IS_ORGAN_ID,
}


class RecipientForm(forms.Form):
    name = TextField(label=_("Name"), max_length=300, help_text=_("As documents name it under Kính gửi or Nơi nhận."))
    organ_id = TextField(
        label=_("Organ identifier"),
        max_length=LONGEST_ORGAN_ID,
        required=False,
        validators=[IS_ORGAN_ID],
        help_text=_("Mã định danh, needed for the document exchange."),
    )
    leads = forms.BooleanField(
        label=_("The superior that receives reports"),
        required=False,
        help_text=_("A report follows what this recipient answers, whatever the others do."),
    )
    where = forms.ChoiceField(
        label=_("Where it is"),
        choices=[("", _("not known")), *Recipient.Where.choices],
        required=False,
        help_text=_("Routes may depend on it. Left unknown, it is filled in where the organ identifier tells."),
    )
    shares = forms.ChoiceField(
        label=_("What a report brings it"),
        choices=Recipient.Shares.choices,
        required=False,
        help_text=_(
            "Figures go as a file beside the document, from which the recipient can consolidate them. The trail goes "
            "with them: by it the recipient checks that nothing was changed since it was signed."
        ),
    )


class NewChannelForm(forms.Form):
    """Of what kind the channel is to be."""

    kind = forms.ChoiceField(label=_("Channel"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind, Channel.Kind(kind).label) for kind in TYPED]  # type: ignore[attr-defined]


class ChannelForm(forms.Form):
    """What a channel of `kind` needs to know. A secret that is kept is not shown, and stays where it is left blank."""

    def __init__(self, *args: Any, kind: str, kept: Channel | None = None, **options: Any) -> None:
        options.setdefault("initial", dict(kept.address) if kept else {})
        super().__init__(*args, **options)
        self.kind = kind
        for field in KINDS[kind].FIELDS:
            self.fields[field.name] = _field(field, is_kept=bool(kept and kept.sealed))

    def clean_port(self) -> str:
        typed: str = self.cleaned_data["port"]
        if not typed.isascii() or not typed.isdecimal() or len(typed) > 5 or not 0 < int(typed) < 65536:
            raise ValidationError(gettext("A port is a number from 1 to 65535."))
        return typed

    def clean_directory(self) -> str:
        typed: str = self.cleaned_data["directory"]
        if ".." in typed.split("/") or (self.kind == Channel.Kind.FOLDER and typed.startswith((".", "/"))):
            raise ValidationError(gettext("A folder is named from the one that is meant for it, without “..”."))
        return typed

    def clean_url(self) -> str:
        return address_of(self.cleaned_data["url"])


def address_of(typed: str) -> str:
    """The address of an exchange as it is kept. Raises ValidationError for what is none."""
    try:
        parts = urlsplit(typed)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fit = False
    if not fit or parts.username or parts.query or parts.fragment:
        raise ValidationError(gettext("An address begins with https:// and holds no user name, ? or #."))
    return typed.rstrip("/")


def _field(field: Field, *, is_kept: bool) -> forms.Field:
    help_text: Any = field.help_text
    if field.secret and is_kept:
        help_text = _("Kept, and not shown. Leave it blank to keep it.")
    widget: forms.Widget = forms.Textarea(attrs={"rows": 4}) if field.lines else forms.TextInput()
    if field.secret and not field.lines:
        widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    checks = [CHECKS[field.name]] if field.name in CHECKS else []
    made = TextField(
        label=field.label,
        help_text=help_text,
        required=field.required and not (field.secret and is_kept),
        initial=field.initial,
        widget=widget,
        max_length=10_000 if field.lines else 300,
        validators=checks,
    )
    return made


class ByHandForm(forms.Form):
    """When, how and to whom a document was taken, with the receipt."""

    day = DayField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    how = TextField(
        label=_("How"), max_length=200, help_text=_("As by messenger, by post, or in the recipient's system.")
    )
    to_whom = TextField(label=_("Handed to"), max_length=200)
    receipt = forms.FileField(
        label=_("Scan of the receipt"), required=False, help_text=_("A PDF or a picture (PNG, JPEG), 20 MB at most.")
    )

    @property
    def at(self) -> datetime:
        """The moment, which is one of Vietnam."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=ZONE)
