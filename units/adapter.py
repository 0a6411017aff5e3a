import logging
from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class ClosedAdapter(DefaultAccountAdapter):
    """People are added by the ward's admin: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return str(user)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What was changed stays changed, even where the mail that tells of it cannot leave."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:  # refused connections and all of smtplib's own errors
            logger.exception("A mail about an account's change could not be sent")


class SealedAdapter(DefaultMFAAdapter):
    """Keeps the secrets of apps and recovery codes encrypted in the database, under SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where SECRET_KEY was replaced and the old one is not among SECRET_KEY_FALLBACKS."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(secret))) for secret in secrets])


def _derived(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factors").derive(secret.encode())
