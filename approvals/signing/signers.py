"""The interface of signers, which turn the digest of a file into a signature: a stored key, a service outside, or none.

Which one an installation has says the setting SIGNER. A signer gives a CMS over the digest (PAdES baseline B); a time
stamp is added to it in `revisions` where TSA_URL is set, so that all kinds reach the same levels.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from cryptography import x509

from approvals.lazy import lazy_import

stored = lazy_import("approvals.signing.stored")


class Signer(Protocol):
    """Signs a digest; `image` is the PNG of the signature or the seal, where there is one."""

    @property
    def kind(self) -> str: ...

    @property
    def image(self) -> bytes: ...

    @property
    def certificate(self) -> x509.Certificate:
        """Whose signature it is: known once `sign` has been called."""

    def sign(self, digest: bytes) -> bytes:
        """The CMS (DER) over this SHA-256 digest. Raises SigningFailed."""


@dataclass(frozen=True)
class StoredKey:
    """A key in memory, unlocked for one signature; its printed form hides it."""

    key: Any = field(repr=False)
    certificate: x509.Certificate = field(repr=False)
    chain: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    image: bytes = field(default=b"", repr=False)
    kind: str = "stored"

    def sign(self, digest: bytes) -> bytes:
        """The CMS over this digest."""
        signed: bytes = stored.signed(digest, self.key, self.certificate, self.chain)
        return signed
