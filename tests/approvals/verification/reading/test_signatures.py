"""Signatures taken away, added, permitting too much, foreign, expired or revoked."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field

from approvals.verification.checks.result import Result
from approvals.verification.reading.pdf import read
from tests.approvals.verification import certificates, samples

from .attacks import caught, result, signature_taken_away, wrong


def form_taken_away(writer):
    del writer.root["/AcroForm"]
    writer.update_root()


@pytest.mark.parametrize("change", [signature_taken_away, form_taken_away], ids=lambda change: change.__name__)
def test_a_signature_that_is_taken_away_is_missed(looked, change):
    reading = looked(samples.changed(samples.issued(), change))
    assert "person" in reading.lost
    assert result(reading) == Result.FAIL


def test_a_further_signature_in_a_field_of_its_own_is_caught(looked):
    writer = IncrementalPdfFileWriter(BytesIO(samples.issued()))
    append_signature_field(writer, SigFieldSpec("other", on_page=0, box=(100, 690, 200, 720)))
    other = PdfSignatureMetadata(field_name="other", subfilter=SigSeedSubFilter.PADES)
    reading = looked(samples.signed(writer, other, certificates.foreign().issue("Người lạ"), None))
    assert wrong(reading) & {"field", "annotation"}
    assert result(reading) == Result.FAIL


def test_a_file_cut_off_after_the_first_signature_lacks_the_seal(looked):
    issued = samples.issued()
    cut = issued[: issued.index(b"%%EOF", issued.index(b"/DocMDP")) + 6]
    reading = looked(cut)
    assert [each.field for each in reading.signatures] == ["person"]
    assert result(reading) == Result.FAIL


@pytest.mark.parametrize("permits", [{"certify": False}, {"docmdp_permissions": MDPPerm.ANNOTATE}], ids=str)
def test_a_first_signature_that_permits_more_fails(looked, permits):
    reading = looked(samples.sealed(samples.certified(samples.blank(), **permits)))
    assert wrong(reading) == set()
    assert result(reading) == Result.FAIL


def test_archive_data_may_grow_but_not_change(looked):
    def emptied(writer):
        writer.root["/DSS"]["/Certs"] = generic.ArrayObject()
        writer.update_container(writer.root["/DSS"])

    assert "archive" in wrong(looked(samples.changed(samples.issued(archive=True), emptied)))


def test_a_foreign_certificate_is_not_trusted(looked):
    stranger = certificates.foreign().issue("Vũ Xuân Quỳnh")
    reading = looked(samples.sealed(samples.certified(samples.blank(), stranger)))
    assert not reading.signature("person").trusted
    assert reading.signature("organ").trusted
    assert result(reading) == Result.UNKNOWN


def test_a_signature_that_leaves_out_a_part_of_the_file_is_caught(looked):
    """The universal signature forgery: a byte range whose gap is wider than the signature."""
    issued = samples.issued()
    start = issued.rindex(b"/ByteRange")
    forged = issued[:start] + issued[start:].replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1)
    assert caught(looked, forged)


def test_a_document_without_signatures_proves_nothing(looked):
    assert result(looked(samples.blank())) == Result.UNKNOWN


def test_a_certificate_that_had_expired_or_was_revoked_fails(looked, tmp_path):
    authority = certificates.Authority("Chứng thực thứ hai")
    past = authority.issue("Vũ Xuân Quỳnh", until=certificates.SINCE.replace(year=2021))
    revoked = authority.issue("Vũ Xuân Quỳnh")
    authority.revoked.append((revoked.signing_cert.serial_number, certificates.SINCE.replace(month=6)))
    roots = [str(authority.publish(tmp_path / "roots", samples.SIGNED_AT))]
    for signer in (past, revoked):
        pdf = samples.sealed(samples.certified(samples.blank(), signer))
        assert result(read(BytesIO(pdf), roots)) == Result.FAIL
