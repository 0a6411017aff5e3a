"""The seam: whoever turns the digest of a file into a signature. A stored key, a service outside, or nobody.

Which one an installation has says the setting SIGNER. A signer gives a CMS over the digest (PAdES baseline B); a time
stamp is added to it here where TSA_URL is set, so that all kinds reach the same levels.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from asn1crypto import x509
from pyhanko.sign.signers.pdf_cms import ExternalSigner, SimpleSigner

NO_ONE = ExternalSigner(signing_cert=None, cert_registry=None)  # prepares a file; never asked to sign


class Signer(Protocol):
    """Signs a digest; `image` is the PNG of the signature or the seal, where there is one."""

    @property
    def kind(self) -> str: ...

    @property
    def image(self) -> bytes: ...

    def sign(self, digest: bytes) -> bytes:
        """The CMS (DER) over this SHA-256 digest. Raises SigningFailed."""

    def certificate(self) -> x509.Certificate:
        """Whose signature it was: known once `sign` has been called."""


@dataclass(frozen=True)
class StoredKey:
    """A key in memory, unlocked for one signature; its printed form hides it."""

    signer: SimpleSigner = field(repr=False)
    image: bytes = field(default=b"", repr=False)
    kind: str = "stored"

    def sign(self, digest: bytes) -> bytes:
        signed = asyncio.run(self.signer.async_sign(digest, "sha256", use_pades=True))
        return signed.dump()

    def certificate(self) -> x509.Certificate:
        return self.signer.signing_cert
