"""The tests' own certificate authority with a person, an organ and a time-stamp service, and a foreign authority."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from approvals.signing.signers import StoredKey

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)


class Authority:
    """A root with its certificate revocation list; `issue` gives a signer."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        self.certificate = self._sign(
            self._builder(self.name, self.key.public_key(), SINCE, UNTIL)
            .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
            .add_extension(usage, critical=True)
        )
        self.revoked: list[tuple[int, datetime]] = []

    def issue(
        self, name: str, *, since: datetime = SINCE, until: datetime = UNTIL, stamps: bool = False, ocsp: str = ""
    ) -> SimpleSigner:
        """A signer whose certificate bears `name`; `stamps` makes it a time-stamp service's, `ocsp` is the address at
        which the issuer answers for it.
        """
        key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        builder = self._builder(subject, key.public_key(), since, until).add_extension(usage, critical=True)
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        if ocsp:
            asked = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp))
            builder = builder.add_extension(x509.AuthorityInformationAccess([asked]), critical=False)
        return self._signer(self._sign(builder), key)

    def crl(self, at: datetime) -> bytes:
        """The list of revoked certificates as DER, made at `at`."""
        builder = x509.CertificateRevocationListBuilder(self.name, at, UNTIL)
        for serial, when in self.revoked:
            entry = x509.RevokedCertificateBuilder(serial, when).build()
            builder = builder.add_revoked_certificate(entry)
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        signed = builder.add_extension(identifier, critical=False).sign(self.key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.DER)

    def stamper(self, at: datetime) -> DummyTimeStamper:
        """A time-stamp service whose clock stands at `at`."""
        signer = self.issue("Dịch vụ dấu thời gian", stamps=True)
        return DummyTimeStamper(signer.signing_cert, signer.signing_key, signer.cert_registry, fixed_dt=at)

    def publish(self, folder: Path, at: datetime) -> Path:
        """Write the root and its list into `folder`, as an installation keeps them."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "root.pem").write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        (folder / "root.crl").write_bytes(self.crl(at))
        return folder

    def _builder(self, subject, public, since, until) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder(self.name, subject, public, x509.random_serial_number(), since, until)
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        own = x509.SubjectKeyIdentifier.from_public_key(public)
        return builder.add_extension(identifier, critical=False).add_extension(own, critical=False)

    def _sign(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        return builder.sign(self.key, hashes.SHA256())

    def _signer(
        self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    ) -> SimpleSigner:
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        chain = SimpleCertificateStore.from_certs([_asn1(certificate), _asn1(self.certificate)])
        return SimpleSigner(_asn1(certificate), keys.PrivateKeyInfo.load(private), chain)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def stored(signer: SimpleSigner) -> StoredKey:
    """The signer's key as the product keeps one, unlocked."""
    key = serialization.load_der_private_key(signer.signing_key.dump(), None)
    return StoredKey(key, x509.load_der_x509_certificate(signer.signing_cert.dump()), (home().certificate,))


@cache
def home() -> Authority:
    return Authority("Chứng thực thử nghiệm")


@cache
def foreign() -> Authority:
    return Authority("Chứng thực nước ngoài")


@cache
def person() -> SimpleSigner:
    return home().issue("Vũ Xuân Quỳnh")


@cache
def organ() -> SimpleSigner:
    return home().issue("Ban Chỉ đạo phường Minh Xuân")
