"""The second step and the proof by it: django-allauth's forms (settings.MFA_FORMS), with tries that count by place."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa import adapter as mfa_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkeys
from django.core.exceptions import ValidationError

from units.models import Person

from . import mails, tries

REFUSED = (ValidationError, KeyError, TypeError, ValueError)  # the last three: no passkey's answer at all


@contextmanager
def counted(person: Person) -> Iterator[None]:
    """One of the tries of this place; what is right costs none. Raises ValidationError where none is left.

    After the last one the person reads of it: once an hour at most.
    """
    request = context.request
    usage = tries.spend_code(request, person)
    if usage is None:
        raise get_adapter().validation_error("too_many_login_attempts")
    try:
        yield
    except REFUSED as error:
        if not tries.spend_code(request, person, dry_run=True) and tries.may_tell(request, person, of="codes"):
            mails.tell_of_wrong_codes(person, address=tries.get_ip(request))
        if isinstance(error, ValidationError):
            raise
        raise mfa_adapter.get_adapter().validation_error("incorrect_code") from error
    usage.rollback()


class AuthenticateForm(forms.AuthenticateForm):
    def clean_code(self) -> str:
        with counted(self.user):
            code: str = super().clean_code()
            return code


class ReauthenticateForm(forms.ReauthenticateForm):
    def clean_code(self) -> str:
        with counted(self.user):
            code: str = super().clean_code()
            return code


class AuthenticatePasskeyForm(passkeys.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with counted(self.user):
            return super().clean_credential()


class ReauthenticatePasskeyForm(passkeys.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with counted(self.user):
            return super().clean_credential()
