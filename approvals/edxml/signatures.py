"""The enveloped signature of a message (XML-DSig): made by RSA or ECDSA with SHA-256, never with SHA-1."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lxml import etree
from signxml import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConfiguration,
    SignatureMethod,
    XMLSigner,
    XMLVerifier,
)
from signxml.exceptions import InvalidInput, SignXMLException

from .messages import NAMESPACE

HEADER = f"{{{NAMESPACE}}}edXMLEnvelope/{{{NAMESPACE}}}edXMLHeader"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
CANONICAL = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
METHODS = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    }
)
DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
EXPECTED = SignatureConfiguration(signature_methods=METHODS, digest_algorithms=DIGESTS)
OUTDATED = "sha1"


class Verdict(StrEnum):
    """What a signature is worth. One by SHA-1 proves nothing, nor does one that nobody's certificate explains."""

    NONE = "none"
    VALID = "valid"
    INSUFFICIENT = "insufficient"
    BROKEN = "broken"


@dataclass(frozen=True)
class Checked:
    """The verdict, and what was signed: read that alone, and nothing else of the message."""

    verdict: Verdict
    signed: Any = None


class KeyFault(ValueError):
    """The key or the certificate of messages cannot be read, or they are no pair."""


def _parser() -> Any:
    """A file of 8 MB and more is a text of 10 MB in a message; reading.py bounds what comes from outside."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class _Signer(XMLSigner):
    """Reads what it signs as `check` does."""

    @property
    def parser(self) -> Any:
        return _parser()


def sign(tree: Any, key: str, certificate: str, *, within: str | None = HEADER) -> Any:
    """The tree with its signature at the end of the header, or of the element at the path `within`, of the tree itself
    for None; `key` and `certificate` are PEM. Raises KeyFault.
    """
    try:
        opened = load_pem_private_key(key.encode(), None)
        holder = x509.load_pem_x509_certificate(certificate.encode())
    except (ValueError, TypeError) as error:
        raise KeyFault(str(error)) from error
    if opened.public_key() != holder.public_key():
        raise KeyFault("the key is not that of the certificate")
    method = SignatureMethod.RSA_SHA256 if hasattr(opened, "decrypt") else SignatureMethod.ECDSA_SHA256
    holds = tree if within is None else tree.find(within)
    placed = etree.SubElement(holds, SIGNATURE, nsmap={"ds": "http://www.w3.org/2000/09/xmldsig#"})
    placed.set("Id", "placeholder")
    signer = _Signer(signature_algorithm=method, digest_algorithm=DigestAlgorithm.SHA256, c14n_algorithm=CANONICAL)
    return signer.sign(tree, key=opened, cert=[holder])


def check(content: bytes, trusted: str, *, within: str | None = HEADER) -> Checked:
    """What the signature of a message is worth, `within` as it was signed. `trusted` is the PEM of the certificate that
    its sender was paired with; without one it is insufficient at best.
    """
    tree = etree.fromstring(content, _parser())
    signature = tree.find(SIGNATURE if within is None else f"{within}/{SIGNATURE}")
    if signature is None:
        return Checked(Verdict.NONE)
    if OUTDATED in _methods(signature) or not trusted:
        return Checked(Verdict.INSUFFICIENT)
    try:
        found = XMLVerifier().verify(content, x509_cert=trusted, expect_config=EXPECTED, parser=_parser())
    except (SignXMLException, InvalidInput, ValueError, TypeError):
        return Checked(Verdict.BROKEN)
    one = found[0] if isinstance(found, list) else found
    if one.signed_xml is None or one.signed_xml.tag != tree.tag:
        return Checked(Verdict.BROKEN)
    etree.strip_tags(one.signed_xml, etree.Comment, etree.ProcessingInstruction)  # a text is cut short where one stands
    return Checked(Verdict.VALID, one.signed_xml)


def _methods(signature: Any) -> str:
    """The addresses of its algorithms, in small letters."""
    named = (each.get("Algorithm", "") for each in signature.iter() if "Method" in etree.QName(each).localname)
    return " ".join(named).lower()
