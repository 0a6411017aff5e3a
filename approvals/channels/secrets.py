"""Secrets of channels, encrypted at rest with a key derived from SIGNING_SECRET (else SECRET_KEY)."""

import base64
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from .seam import NotTaken


def sealed(secrets: Mapping[str, str]) -> bytes:
    return _safe().encrypt(json.dumps(dict(secrets)).encode()) if secrets else b""


def opened(kept: bytes) -> dict[str, str]:
    """Raises NotTaken where they were encrypted under another secret of the installation."""
    if not kept:
        return {}
    try:
        secrets: dict[str, str] = json.loads(_safe().decrypt(kept))
    except InvalidToken as error:
        sentence = _("The password or key of this channel can no longer be opened. Enter it again.")
        raise NotTaken(sentence) from error
    return secrets


def _safe() -> MultiFernet:
    kept = (settings.SIGNING_SECRET, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(secret)) for secret in kept if secret])


def _derived(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"trinh-duyet channels").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
