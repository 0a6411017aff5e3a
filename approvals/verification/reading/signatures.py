"""Each signature of a file: whole, by whom, trusted, when, revoked or not. Nothing is fetched from anywhere."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, pem, x509
from asn1crypto.cms import ContentInfo
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel, SignatureStatus
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError

from .allowed import entry
from .facts import SignatureFacts

SIGNING = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
STAMPING = KeyUsageConstraints(extd_key_usage={"time_stamping"})
COVERS = {SignatureCoverageLevel.ENTIRE_FILE: "file", SignatureCoverageLevel.ENTIRE_REVISION: "revision"}
CERTIFICATES = (".pem", ".crt", ".cer", ".der")
ARMOURED = ("CERTIFICATE", "X509 CRL")


@dataclass
class Store:
    """The roots that the installation trusts, with what is known of revocation there and in the file."""

    roots: list[x509.Certificate]
    certificates: list[x509.Certificate]
    crls: list[crl.CertificateList]
    ocsps: list[ocsp.OCSPResponse]

    @classmethod
    def gather(cls, folders: Iterable[str], reader: PdfFileReader) -> "Store":
        """What the folders hold (PEM or DER), and what the file's own validation data hold. These never add a root."""
        paths = [path for folder in folders for path in sorted(Path(folder).iterdir())]
        roots = [each for path in paths if path.suffix in CERTIFICATES for each in unarmoured(path)]
        lists = [each for path in paths if path.suffix == ".crl" for each in unarmoured(path)]
        found = [x509.Certificate.load(each) for each in roots]
        known = [crl.CertificateList.load(each) for each in lists]
        store = cls([each for each in found if each.ca], [], known, [])
        if "/DSS" in reader.root:
            kept = DocumentSecurityStore.read_dss(reader)
            store.certificates = list(kept.load_certs())
            store.crls += [crl.CertificateList.load(each.get_object().data) for each in kept.crls]
            store.ocsps += [ocsp.OCSPResponse.load(each.get_object().data) for each in kept.ocsps]
        return store

    def context(self, moment: datetime | None, mode: str = "soft-fail") -> ValidationContext:
        return ValidationContext(
            trust_roots=self.roots, other_certs=self.certificates, crls=self.crls, ocsps=self.ocsps, moment=moment,
            revocation_mode=mode, retroactive_revinfo=True, allow_fetching=False,
        )  # fmt: skip


def unarmoured(path: Path) -> list[bytes]:
    """The DER blocks of a file that may be armoured as PEM."""
    content = path.read_bytes()
    if not pem.detect(content):
        return [content]
    return [block for name, _headers, block in pem.unarmor(content, multiple=True) if name in ARMOURED]


def facts(reader: PdfFileReader, store: Store) -> tuple[SignatureFacts, ...]:
    """All signatures and time stamps, in the order of their revisions.

    The newest stamp is judged now; what it covers is judged at its time, and so on back: so a file stays provable after
    its certificates have run out (PAdES B-LTA, ETSI EN 319 142-1).
    """
    moment: datetime | None = None
    found = []
    for embedded in reversed(reader.embedded_signatures):
        stamp = embedded.sig_object_type == "/DocTimeStamp"
        judged = (judge_stamp if stamp else judge_signature)(embedded, store, moment)
        status, at, _stamped = judged
        if stamp and status and status.trusted and status.valid and status.intact:
            moment = at
        found.append(facts_of(embedded, store, judged))
    return tuple(reversed(found))


Judged = tuple[SignatureStatus | None, datetime | None, bool]


def judge_stamp(embedded: EmbeddedPdfSignature, store: Store, moment: datetime | None) -> Judged:
    """A time stamp of the document; its own time is what it attests."""
    status: Any = _run(lambda: async_validate_pdf_timestamp(embedded, store.context(moment), skip_diff=True))
    return status, status.timestamp if status else None, True


def judge_signature(embedded: EmbeddedPdfSignature, store: Store, moment: datetime | None) -> Judged:
    """A signature: at the time of its own stamp, of a later one of the document, else at the time that it claims."""
    first: Any = _run(lambda: _validated(embedded, store, None, moment))
    if first is None:
        return None, embedded.self_reported_timestamp, False
    validity = first.timestamp_validity
    stamped = bool(validity and validity.valid and validity.intact and validity.trusted)
    at = validity.timestamp if stamped else moment or embedded.self_reported_timestamp
    return _run(lambda: _validated(embedded, store, at, moment)), at, stamped or moment is not None


def _validated(embedded: EmbeddedPdfSignature, store: Store, at: datetime | None, stamp_at: datetime | None) -> Any:
    return async_validate_pdf_signature(
        embedded, store.context(at), store.context(stamp_at), key_usage_settings=SIGNING, skip_diff=True
    )


def _run(make: Callable[[], Any]) -> SignatureStatus | None:
    """The status, or None where the signature is too broken to be judged."""
    try:
        return asyncio.run(make())
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError):
        return None


def facts_of(embedded: EmbeddedPdfSignature, store: Store, judged: Judged) -> SignatureFacts:
    """The facts of one signature, as it was judged."""
    status, at, stamped = judged
    certificate = embedded.signer_cert
    stamp = embedded.sig_object_type == "/DocTimeStamp"
    trusted = bool(status and status.trusted)
    revocation, revoked_at = revocation_of(embedded, store, judged)
    return SignatureFacts(
        field=embedded.field_name,
        stamp=stamp,
        revision=embedded.signed_revision,
        subject=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.sha256.hex(),
        not_after=certificate.not_valid_after.isoformat(),
        at=at.isoformat() if at else "",
        stamped=stamped,
        intact=bool(status and status.intact and status.valid),
        contiguous=contiguous(embedded),
        covers=COVERS.get(status.coverage, "") if status else "",  # type: ignore[attr-defined]
        trusted=trusted,
        problem=problem_of(status),
        revocation=revocation,
        revoked_at=revoked_at,
        root=name_of(status.validation_path.first.subject) if status and status.validation_path else "",
        permits=embedded.docmdp_level.value if embedded.docmdp_level else 0,
        reason=str(entry(embedded.sig_object, "/Reason", "")),
        level=level_of(embedded, stamped),
    )


def problem_of(status: SignatureStatus | None) -> str:
    """Why the certificate is not trusted, in AdES's own word (ETSI EN 319 102-1), or nothing."""
    if status is None:
        return "FORMAT_FAILURE"
    return "" if status.trusted or not status.trust_problem_indic else status.trust_problem_indic.standard_name


def revocation_of(embedded: EmbeddedPdfSignature, store: Store, judged: Judged) -> tuple[str, str]:
    """What the lists at hand say of the certificate at its time: good, revoked (and since when) or unknown."""
    status, at, _stamped = judged
    if status and status.revocation_details:
        return "revoked", status.revocation_details.revocation_date.isoformat()
    context = store.context(at, "require")
    validator = CertificateValidator(embedded.signer_cert, embedded.other_embedded_certs, validation_context=context)
    try:
        asyncio.run(validator.async_validate_usage(set()))
    except RevokedError as revoked:
        return "revoked", revoked.revocation_dt.isoformat()
    except (ValidationError, PathError):
        return "unknown", ""
    return "good", ""


def name_of(name: x509.Name) -> str:
    return str(name.native.get("common_name") or name.human_friendly)


def contiguous(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signed bytes are the whole revision but the signature's own string, filled up with noughts alone."""
    start, length, after, _rest = (*map(int, embedded.byte_range), 0, 0, 0, 0)[:4]
    stream = embedded.reader.stream
    stream.seek(length)
    gap = stream.read(max(0, min(after - length, 4 * len(embedded.pkcs7_content) + 16)))
    hexadecimal = gap[1:-1]
    return (
        len(embedded.byte_range) == 4
        and start == 0
        and (gap[:1], gap[-1:]) == (b"<", b">")
        and all(each in b"0123456789abcdefABCDEF" for each in hexadecimal)
        and bytes.fromhex(hexadecimal.decode()) == embedded.pkcs7_content
        and not any(embedded.pkcs7_content[len(ContentInfo.load(embedded.pkcs7_content, strict=False).dump()) :])
    )


def level_of(embedded: EmbeddedPdfSignature, stamped: bool) -> str:
    """The PAdES level: plain, with a time stamp, with validation data, with a time stamp over these."""
    later = [
        each
        for each in embedded.reader.embedded_timestamp_signatures
        if each.signed_revision > embedded.signed_revision
    ]
    if "/DSS" in embedded.reader.root and later:
        return "B-LTA"
    if "/DSS" in embedded.reader.root and stamped:
        return "B-LT"
    return "B-T" if stamped else "B-B"
