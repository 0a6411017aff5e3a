"""What a certificate says, and what it must say before anything is signed with it. Vietnamese sentences by gettext."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _

from approvals.clock import ZONE
from approvals.signing.errors import KeyRefused

LONGEST_NAME = 64


def common_name(certificate: x509.Certificate) -> str:
    """The name of whoever the certificate is for, in NFC."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return unicodedata.normalize("NFC", str(names[0].value)) if names else ""


def facts(certificate: x509.Certificate) -> dict[str, object]:
    """What is kept and shown of a certificate, as the columns of SigningKey and Signature."""
    return {
        "subject": certificate.subject.rfc4514_string()[:500],
        "issuer": certificate.issuer.rfc4514_string()[:500],
        "serial": f"{certificate.serial_number:x}",
        "fingerprint": certificate.fingerprint(SHA256()).hex(),
        "not_after": certificate.not_valid_after_utc,
    }


def check(certificate: x509.Certificate, *, names: Iterable[str], at: datetime) -> None:
    """Raise KeyRefused where it may not sign at that instant, or bears none of these names where any are given."""
    if at < certificate.not_valid_before_utc:
        raise KeyRefused(
            _("The certificate is not valid yet: only from %(day)s.") % _day(certificate.not_valid_before_utc)
        )
    if at > certificate.not_valid_after_utc:
        raise KeyRefused(
            _("The certificate expired on %(day)s. Add the key of a newer one.") % _day(certificate.not_valid_after_utc)
        )
    if is_revoked(certificate):
        raise KeyRefused(_("The certificate has been revoked by its issuer. Add the key of another one."))
    if not _may_sign(certificate):
        raise KeyRefused(_("The certificate is not meant for signing. Ask its issuer for one that is."))
    _check_owner(certificate, names)


def common_name_of(name: str) -> str:
    """The name as a certificate can bear it: X.520 allows 64, which cryptography counts in bytes of UTF-8."""
    return name.encode()[:LONGEST_NAME].decode(errors="ignore").strip()


def bears(found: str, name: str) -> bool:
    """Whether a certificate's common name is this one: whole, or cut to 64 letters or bytes as issuers do."""
    composed = unicodedata.normalize("NFC", name)
    cut = (composed, composed[:LONGEST_NAME], common_name_of(composed))
    return _plain(found) in {_plain(each) for each in cut}


def _check_owner(certificate: x509.Certificate, names: Iterable[str]) -> None:
    named, wanted = common_name(certificate), list(names)
    if wanted and not any(bears(named, name) for name in wanted):
        values = {"found": named, "wanted": " / ".join(wanted)}
        raise KeyRefused(_("The certificate belongs to “%(found)s”, not to “%(wanted)s”.") % values)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _day(instant: datetime) -> dict[str, str]:
    return {"day": f"{instant.astimezone(ZONE):%d/%m/%Y}"}


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def is_revoked(certificate: x509.Certificate) -> bool:
    """Whether a list in SIGNING_CRLS names it: files (PEM or DER) that the installation keeps fresh itself."""
    return any(
        revoked.issuer == certificate.issuer
        and revoked.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None
        for revoked in revocation_lists()
    )


def revocation_lists() -> Iterator[x509.CertificateRevocationList]:
    for path in sorted(Path(settings.SIGNING_CRLS).glob("*.crl")):
        content = path.read_bytes()
        read = x509.load_pem_x509_crl if content.startswith(b"-----") else x509.load_der_x509_crl
        yield read(content)


def trusted() -> tuple[bytes, ...]:
    """The roots (DER) in SIGNING_ROOTS that signatures are to lead to."""
    return tuple(_der(path) for path in sorted(Path(settings.SIGNING_ROOTS).glob("*.pem")))


def _der(path: Path) -> bytes:
    from_pem = x509.load_pem_x509_certificate(path.read_bytes())
    return from_pem.public_bytes(Encoding.DER)
