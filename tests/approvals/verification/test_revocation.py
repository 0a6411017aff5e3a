"""Revocation as the file itself proves it: an answer of the issuer's (OCSP, RFC 6960) among its validation data."""

from io import BytesIO

import pytest
from asn1crypto.ocsp import OCSPResponse
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import SimpleSigner
from pyhanko.sign.validation.dss import DocumentSecurityStore

from approvals.verification.reading.pdf import read

from . import certificates, samples


@pytest.fixture
def roots(tmp_path):
    """The installation's root without any list of its own."""
    folder = certificates.home().publish(tmp_path / "roots", samples.SIGNED_AT)
    (folder / "root.crl").unlink()
    return [str(folder)]


@pytest.fixture(scope="module")
def organ() -> SimpleSigner:
    """Its certificate names where the issuer answers; nobody asks there."""
    return certificates.home().issue("Ban Chỉ đạo phường Minh Xuân", ocsp="http://127.0.0.1:9/")


@pytest.fixture(scope="module")
def issued(organ) -> bytes:
    return samples.sealed(samples.certified(samples.blank()), organ)


def answer(signer: SimpleSigner, revoked: bool) -> bytes:
    """The issuer's answer about the signer's certificate, given when it signed."""
    authority = certificates.home()
    certificate = x509.load_der_x509_certificate(signer.signing_cert.dump())
    status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    builder = ocsp.OCSPResponseBuilder().add_response(
        certificate,
        authority.certificate,
        hashes.SHA256(),
        status,
        samples.SIGNED_AT,
        certificates.UNTIL,
        certificates.SINCE if revoked else None,
        x509.ReasonFlags.key_compromise if revoked else None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, authority.certificate)
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def answered(pdf: bytes, signer: SimpleSigner, revoked: bool) -> bytes:
    """The file with that answer in its document security store."""

    def add(writer: IncrementalPdfFileWriter) -> None:
        DocumentSecurityStore.supply_dss_in_writer(writer, None, ocsps=[OCSPResponse.load(answer(signer, revoked))])

    return samples.changed(pdf, add)


def revocation(pdf: bytes, roots: list[str]) -> str:
    return read(BytesIO(pdf), roots).signature("organ").revocation


def test_without_a_list_or_an_answer_nothing_is_known(roots, issued):
    assert revocation(issued, roots) == "unknown"


@pytest.mark.parametrize(("revoked", "told"), [(False, "good"), (True, "revoked")])
def test_the_answer_that_lies_in_the_file_is_read(roots, issued, organ, revoked, told):
    assert revocation(answered(issued, organ, revoked), roots) == told
