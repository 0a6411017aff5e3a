from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.signing.errors import KeyRefused
from approvals.signing.signers import StoredKey

from .actions import KeyFile
from .safe import FILE_LIMIT, IMAGE_LIMIT

DEMO_PASSPHRASE = "demo"


class PassphraseField(forms.CharField):
    """The passphrase of a key: typed for one signature, never shown again."""

    def __init__(self, **options: Any) -> None:
        hidden = forms.PasswordInput(attrs={"autocomplete": "off"})
        options.setdefault("label", _("Passphrase of the signing key"))
        super().__init__(max_length=200, strip=False, widget=hidden, **options)
        if settings.DEMO:
            self.help_text = _("In the demo it is “demo”.")


class PassphraseForm(forms.Form):
    """Unlocks a key as it is checked, and holds it as `key`; without `unlock` it asks for nothing.

    A form that is valid has its key: what is wrong with the passphrase or the key is said at the field.
    """

    passphrase = PassphraseField()

    def __init__(self, *args: Any, unlock: Callable[[str], StoredKey] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unlock = unlock
        self.key: StoredKey | None = None
        if unlock is None:
            del self.fields["passphrase"]

    def clean_passphrase(self) -> str:
        if self.unlock:
            try:
                self.key = self.unlock(self.cleaned_data["passphrase"])
            except KeyRefused as refused:
                raise forms.ValidationError(refused.message) from None
        return ""


class KeyForm(forms.Form):
    """A key to keep: its file, its passphrase, and an image."""

    file = forms.FileField(
        label=_("Key file (.p12, .pfx)"), help_text=_("The PKCS#12 file with the certificate and its key.")
    )
    passphrase = PassphraseField()
    image = forms.FileField(
        label=_("Image (PNG)"),
        required=False,
        help_text=_("A PNG with a transparent background, 1 MB at most. Without it the name and the time are shown."),
    )

    def clean_file(self) -> bytes:
        return self._content("file", FILE_LIMIT, gettext("The file is larger than a key file can be. Choose another."))

    def clean_image(self) -> bytes:
        if not self.cleaned_data["image"]:
            return b""
        return self._content("image", IMAGE_LIMIT, gettext("The image is larger than 1 MB. Choose a smaller one."))

    def _content(self, name: str, limit: int, refusal: str) -> bytes:
        upload = self.cleaned_data[name]
        if upload.size > limit:
            raise forms.ValidationError(refusal)
        content: bytes = upload.read()
        return content

    @property
    def key_file(self) -> KeyFile:
        cleaned = self.cleaned_data
        return KeyFile(cleaned["file"], cleaned["passphrase"], cleaned["image"])
