import logging
from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import get_user_by_username
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from approvals.clock import now
from approvals.outbox import mailing

from . import mails, tries
from .proof import older_factors

logger = logging.getLogger(__name__)

# By which kinds of second factor each of allauth's ways to prove oneself goes; a password is none.
WAYS: dict[str, set[str]] = {
    "reauthenticate": set(),
    "mfa_reauthenticate": {"totp", "recovery_codes"},
    "mfa_reauthenticate:webauthn": {"webauthn"},
}


class ClosedAdapter(DefaultAccountAdapter):
    """People are added by the ward's admin: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return str(user)

    def render_mail(self, template_prefix: str, email: Any, context: Any, headers: Any = None) -> EmailMessage:
        return super().render_mail(template_prefix, email, context, {**mailing.headers(), **(headers or {})})

    def set_password(self, user: Any, password: str) -> None:
        """The password alone: another request may have moved the head of the person's trail meanwhile."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """To the address as it is kept, not as it was typed: another may look the same to a database."""
        self._send_or_log("account/email/password_reset_key", user.email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if email := email or user.email:
            values = {"timestamp": now(), "ip": self.get_client_ip(self.request)}
            values["user_agent"] = self.get_http_user_agent(self.request)[:200]
            self._send_or_log(template_prefix, email, values | (context or {}))

    def _send_or_log(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What was changed stays changed, even where the mail that tells of it cannot leave."""
        try:
            self.send_mail(template_prefix, email, context)
        except OSError:  # refused connections and all of smtplib's own errors
            logger.exception("A mail about an account could not be sent")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever chose their password by a mailed link proves by a second factor of before, where they have one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not (user.is_authenticated and user.unvouched_since):
            return methods
        types = set(older_factors(user).values_list("type", flat=True))
        return [method for method in methods if WAYS[method["id"]] & types] or methods

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, username=user.username, password=password)
        return found is not None and found.pk == user.pk

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._login_failed_rl_usage = tries.spend(request, credentials["username"])
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """After the last try that a place has, the person reads of it: once an hour at most."""
        if tries.spend(request, credentials["username"], dry_run=True):
            return
        person = get_user_by_username(credentials["username"])
        if person and tries.may_tell(request, person):
            mails.tell_of_wrong_passwords(person, address=self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        response = super().post_login(request, user, **kwargs)
        tries.remember(request, response, user)
        return response


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
