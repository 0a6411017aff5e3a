"""Time stamps: B-T and B-LTA against a service on this machine; its outage, and its silence."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature, validate_pdf_timestamp

from approvals.models import Document
from approvals.signing import levels, revisions
from approvals.signing.appearance.looks import Stamp
from approvals.signing.errors import SigningFailed
from tests import paper, signing
from workflows.documents.pdf.filling import fills_of

LINE = Document(number=5, symbol="BC-BCĐ", year=2026, issued_on=date(2026, 11, 9))


@pytest.fixture
def time_stamps(settings, trusted):
    settings.SIGNING_TIMEOUT = 10
    with signing.stand_in("stamp", trusted) as settings.TSA_URL:
        yield


def sealed() -> bytes:
    at = datetime.now(UTC)
    certified = revisions.certify(paper.page(), signing.stored(), Stamp(signing.SIGNER, at, signing.FONT))
    organ = signing.stored(signing.ORGAN)
    return revisions.seal(certified, fills_of(LINE), organ, Stamp("Ban Chỉ đạo", at, signing.FONT))


def test_with_a_time_stamp_service_each_signature_bears_a_time_stamp(time_stamps):
    for signature in PdfFileReader(BytesIO(sealed())).embedded_signatures:
        status = validate_pdf_signature(signature, levels.trust())
        assert status.bottom_line
        assert status.timestamp_validity.valid
        assert status.timestamp_validity.trusted
    assert levels.level() == "B-T"


def test_for_long_keeping_all_that_a_later_check_needs_is_in_the_file(time_stamps, settings):
    settings.SIGN_FOR_LONG = True
    document = levels.for_long(sealed())
    reader = PdfFileReader(BytesIO(document))
    store = DocumentSecurityStore.read_dss(reader)
    assert (len(store.crls) >= 1, len(store.certs) >= 3) == (True, True)
    (stamp,) = reader.embedded_timestamp_signatures
    status = validate_pdf_timestamp(stamp, levels.trust())
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    statuses = [validate_pdf_signature(each, levels.trust()) for each in reader.embedded_regular_signatures]
    assert [status.bottom_line for status in statuses] == [True, True]
    assert levels.level() == "B-LTA"


def test_without_the_setting_nothing_is_added():
    assert levels.for_long(paper.page()) == paper.page()
    assert levels.level() == "B-B"


@pytest.mark.parametrize("service", ["away", "hang"])
def test_a_time_stamp_service_that_is_away_or_silent_is_an_outage(settings, trusted, service):
    settings.SIGNING_TIMEOUT = 2
    with signing.stand_in(service, trusted) as settings.TSA_URL, pytest.raises(SigningFailed) as failed:
        sealed()
    assert "dấu thời gian" in str(failed.value)
