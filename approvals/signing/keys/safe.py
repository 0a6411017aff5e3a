"""Keys kept here: a PKCS#12 file of a person or an organ, encrypted at rest, opened for one signature.

The passphrase is typed each time and never kept; the file is encrypted once more with a key derived from
SIGNING_SECRET (else SECRET_KEY), so that a copy of the database alone opens nothing.
"""

import base64
import logging
from collections.abc import Iterable
from io import BytesIO

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from approvals.clock import now
from approvals.models import SigningKey
from approvals.signing.errors import KeyRefused
from approvals.signing.signers import StoredKey

from . import certificates

FILE_LIMIT = 100_000  # bytes of a PKCS#12 file
IMAGE_LIMIT = 1_000_000  # bytes of an image
PIXELS = 4_000_000

logger = logging.getLogger(__name__)


def unlock(key: SigningKey, passphrase: str, *, names: Iterable[str] = ()) -> StoredKey:
    """The key, ready for one signature, in one of these names where any are given. Raises KeyRefused."""
    try:
        content = _safe().decrypt(bytes(key.sealed))
    except InvalidToken as error:
        logger.exception("Signing key %s was encrypted under another secret", key.pk)
        raise KeyRefused(_("The key kept here can no longer be opened. Add it again.")) from error
    return opened(content, passphrase, names=names, image=bytes(key.image))


def opened(content: bytes, passphrase: str, *, names: Iterable[str] = (), image: bytes = b"") -> StoredKey:
    """The key in a PKCS#12 file, its certificate checked. Raises KeyRefused."""
    if len(content) > FILE_LIMIT or not _is_pkcs12(content):
        raise KeyRefused(_("This is no PKCS#12 file. Choose the file ending in .p12 or .pfx."), "file")
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError as error:
        raise KeyRefused(_("The passphrase does not open this key. Type it again."), "passphrase") from error
    if key is None or certificate is None:
        raise KeyRefused(_("The file holds no key with its certificate. Choose another."), "file")
    certificates.check(certificate, names=names, at=now())
    return StoredKey(key, certificate, tuple(chain), image)


def _is_pkcs12(content: bytes) -> bool:
    """A sequence that begins with version 3 (RFC 7292), whatever the passphrase."""
    return content[:1] == b"\x30" and b"\x02\x01\x03" in content[:8]


def sealed(content: bytes) -> bytes:
    """The file as it is kept."""
    return _safe().encrypt(content)


def _safe() -> MultiFernet:
    secrets = (settings.SIGNING_SECRET, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets if secret])


def _derived(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"trinh-duyet signing keys").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)


def checked_image(content: bytes) -> bytes:
    """The same bytes where they are a PNG that may be drawn. Raises KeyRefused."""
    if len(content) > IMAGE_LIMIT:
        raise KeyRefused(_("The image is larger than 1 MB. Choose a smaller one."), "image")
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            if image.width * image.height > PIXELS:
                raise KeyRefused(_("The image has too many pixels. 2000 × 2000 are the most."), "image")
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise KeyRefused(_("The image is no PNG. Choose a PNG with a transparent background."), "image") from error
    return content
