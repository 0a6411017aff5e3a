"""Keys for the demo and for rehearsals: a certificate authority of our own, named as a demo in every certificate.

What it signs is worth nothing outside, and says so: in the certificates, in the seal.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw, ImageFont

from approvals.files.store import write

from .certificates import common_name_of

WORTHLESS = "DEMO - không có giá trị pháp lý"
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
BLUE, RED = (20, 50, 160, 255), (205, 20, 30, 255)
CLEAR = (255, 255, 255, 0)
Key = ec.EllipticCurvePrivateKey
AnyKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class DemoAuthority:
    """Its certificate, and the key that signs for it."""

    certificate: x509.Certificate
    key: Key

    def certified(
        self, name: str, key: AnyKey, valid: Span = (FROM, UNTIL), *, stamps: bool = False
    ) -> x509.Certificate:
        """A certificate for signing in this name, or with `stamps` for time stamps."""
        builder = _builder(name, key, self.certificate.subject, valid)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        if stamps:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        return builder.add_extension(_usage(signs=True), critical=True).sign(self.key, SHA256())

    def key_file(self, name: str, passphrase: str, valid: Span = (FROM, UNTIL)) -> bytes:
        """A new key in this name as a PKCS#12 file, with the authority's certificate beside its own."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.certified(name, key, valid)
        locked = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [self.certificate], locked)

    def revocations(self, *serials: int) -> bytes:
        """The list (DER) of the certificates with these serial numbers that it has revoked."""
        dated = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        builder = dated.last_update(FROM).next_update(UNTIL)
        for serial in serials:
            revoked = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(FROM + timedelta(days=1))
            builder = builder.add_revoked_certificate(revoked.build())
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.DER)


def authority(folder: Path) -> DemoAuthority:
    """The authority kept in this folder (`root.pem`, `root.key`, `root.crl`): made when first asked for."""
    certificate, key = folder / "root.pem", folder / "root.key"
    if not certificate.exists():
        _found(folder)
    loaded = load_pem_private_key(key.read_bytes(), None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise TypeError(key)
    return DemoAuthority(x509.load_pem_x509_certificate(certificate.read_bytes()), loaded)


def _found(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder("Tổ chức chứng thực DEMO", key, None, (FROM, UNTIL))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    founded = DemoAuthority(builder.add_extension(_usage(signs=False), critical=True).sign(key, SHA256()), key)
    write(folder / "root.key", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    write(folder / "root.crl", founded.revocations())
    write(folder / "root.pem", founded.certificate.public_bytes(Encoding.PEM))


def _builder(name: str, key: AnyKey, issuer: x509.Name | None, valid: Span) -> x509.CertificateBuilder:
    common = common_name_of(name)
    names = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, WORTHLESS), (NameOID.COMMON_NAME, common))
    subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in names])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer or subject)
    builder = builder.not_valid_before(valid[0]).not_valid_after(valid[1]).public_key(key.public_key())
    known = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return builder.serial_number(x509.random_serial_number()).add_extension(known, critical=False)


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Of a person or an organ that signs documents, or of an authority that signs certificates."""
    other = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_cert_sign=not signs, crl_sign=not signs, **other
    )


def signature_image(name: str, font: Path) -> bytes:
    """A name as if written by hand: blue, on nothing."""
    face = ImageFont.truetype(str(font), 110)
    left, top, right, bottom = face.getbbox(name)
    image = Image.new("RGBA", (int(right - left) + 60, int(bottom - top) + 80), CLEAR)
    draw = ImageDraw.Draw(image)
    draw.text((30 - left, 20 - top), name, font=face, fill=BLUE)
    draw.line((40, image.height - 28, image.width - 20, image.height - 44), fill=BLUE, width=5)
    return _png(image.rotate(3, expand=True, resample=Image.Resampling.BICUBIC))


def seal_image(name: str, font: Path) -> bytes:
    """A round red seal that says DEMO; 36 mm at 300 dots an inch."""
    side = 426
    image = Image.new("RGBA", (side, side), CLEAR)
    draw = ImageDraw.Draw(image)
    for gap, width in ((4, 9), (26, 3), (96, 3)):
        draw.ellipse((gap, gap, side - gap, side - gap), outline=RED, width=width)
    draw.text((side / 2, side / 2), "DEMO", font=ImageFont.truetype(str(font), 62), fill=RED, anchor="mm")
    face = ImageFont.truetype(str(font), 24)
    for place, letter in enumerate(name.upper()[:40]):
        _around(image, letter, face, degrees=200 - place * 220 / max(len(name[:40]), 1))
    return _png(image)


def _around(image: Image.Image, letter: str, face: ImageFont.FreeTypeFont, *, degrees: float) -> None:
    """A letter upright on the ring; 90 degrees is the top, as on paper."""
    tile = Image.new("RGBA", image.size, CLEAR)
    half = image.width / 2
    ImageDraw.Draw(tile).text((half, 60), letter, font=face, fill=RED, anchor="mm")
    image.alpha_composite(tile.rotate(degrees - 90, resample=Image.Resampling.BICUBIC))


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
