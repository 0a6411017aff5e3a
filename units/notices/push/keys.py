"""The key by which push services know this installation (VAPID, RFC 8292): made of SECRET_KEY, so that none is kept.

Another SECRET_KEY makes another: browsers then have to switch notices on again.
"""

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)


def vapid() -> Vapid02:
    seed = HKDF(SHA256(), 48, salt=None, info=b"units.notices.push").derive(settings.SECRET_KEY.encode())
    number = int.from_bytes(seed, "big") % (ORDER - 1) + 1
    return Vapid02(private_key=ec.derive_private_key(number, ec.SECP256R1()))


def public_key() -> str:
    """As browsers take it: the point, in base64url."""
    point = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
