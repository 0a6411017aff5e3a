"""Keys for messages: a self-signed certificate for each scope, known to the other side by its fingerprint."""

from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from approvals.channels import secrets
from approvals.clock import now
from approvals.models import MessageKey

VALID_FOR = timedelta(days=3650)


@dataclass(frozen=True)
class Pair:
    """A key and its certificate, both PEM."""

    key: str
    certificate: str


def made(organ_id: str) -> Pair:
    """A new pair: ECDSA on P-256, with SHA-256."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, organ_id)])
    at = now()
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(at - timedelta(days=1))
    certificate = built.not_valid_after(at + VALID_FOR).sign(key, SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return Pair(pem, certificate.public_bytes(Encoding.PEM).decode())


def of_scope(scope: int, organ_id: str) -> MessageKey:
    """The scope's key, made when it is first asked for."""
    row = MessageKey.objects.filter(scope=scope).first()
    if row is None:
        pair = made(organ_id)
        values = {"organ_id": organ_id, "certificate": pair.certificate, "sealed": secrets.sealed({"key": pair.key})}
        row, _made = MessageKey.objects.get_or_create(scope=scope, defaults=values | {"made_at": now()})
    return row


def opened(row: MessageKey) -> Pair:
    """Raises NotTaken where it was encrypted under another secret of the installation."""
    return Pair(secrets.opened(bytes(row.sealed))["key"], row.certificate)


def alone(certificate: str) -> str:
    """The certificate as PEM, without what stands around it. Raises ValueError for none."""
    return x509.load_pem_x509_certificate(certificate.encode()).public_bytes(Encoding.PEM).decode()


def fingerprint(certificate: str) -> str:
    """The SHA-256 of a certificate in groups of four digits, as two people compare it. Raises ValueError for none."""
    found = x509.load_pem_x509_certificate(certificate.encode()).fingerprint(SHA256()).hex()
    return " ".join(found[place : place + 4] for place in range(0, len(found), 4))
