"""A digest signed with a key in memory."""

import asyncio
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore


def signed(digest: bytes, key: Any, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]) -> bytes:
    """The CMS (PAdES baseline B) over this SHA-256 digest, with the chain in it."""
    store = SimpleCertificateStore()
    store.register_multiple(_asn1(each) for each in chain)
    private = PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    signer = SimpleSigner(signing_cert=_asn1(certificate), signing_key=private, cert_registry=store)
    cms: bytes = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()
    return cms


def _asn1(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))
