import logging
from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from approvals import mailing

logger = logging.getLogger(__name__)


class ClosedAdapter(DefaultAccountAdapter):
    """People are added by the ward's admin: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return str(user)

    def render_mail(self, template_prefix: str, email: Any, context: Any, headers: Any = None) -> EmailMessage:
        return super().render_mail(template_prefix, email, context, {**mailing.headers(), **(headers or {})})

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What was changed stays changed, even where the mail that tells of it cannot leave."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:  # refused connections and all of smtplib's own errors
            logger.exception("A mail about an account's change could not be sent")


class SealedAdapter(DefaultMFAAdapter):
    """Keeps the secrets of apps and recovery codes encrypted in the database, under SECRET_KEY."""

    def is_mfa_enabled(self, user: Any, types: list[str] | None = None) -> bool:
        """Whether the person has a second factor of these types: read once a request, but where pages change it."""
        if user.is_anonymous:
            return False
        held = user.__dict__.get("second_factors")
        if held is None:
            held = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
            if not context.request.path.startswith("/account/"):
                user.__dict__["second_factors"] = held
        return bool(held if types is None else held & set(types))

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where SECRET_KEY was replaced and the old one is not among SECRET_KEY_FALLBACKS."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(secret))) for secret in secrets])


def _derived(secret: Any) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factors").derive(secret.encode())
