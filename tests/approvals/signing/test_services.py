"""A signing service outside, as a process of its own: a hash goes out, a CMS comes back."""

import base64
import json
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature

from approvals.clock import now
from approvals.signing import levels, revisions
from approvals.signing.appearance.looks import Stamp
from approvals.signing.errors import SigningFailed
from approvals.signing.services import SigningService
from tests import paper, signing


def ask(settings, folder, service: str) -> bytes:
    settings.SIGNING_TIMEOUT, settings.EXTERNAL_SIGNER_TOKEN = 2, "a-token"
    with signing.stand_in(service, folder) as settings.EXTERNAL_SIGNER_URL:
        stamp = Stamp(signing.SIGNER, now(), signing.FONT)
        return revisions.certify(paper.page(), SigningService("person", signing.SIGNER), stamp)


def test_a_service_outside_signs_by_the_digest_alone(settings, trusted):
    signed = ask(settings, trusted, "sign")
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    assert validate_pdf_signature(signature, levels.trust()).bottom_line
    asked = json.loads((trusted / "asked").read_text())
    assert set(asked) == {"role", "name", "digest_algorithm", "digest"}
    assert base64.b64decode(asked["digest"]) == signature.compute_digest()


@pytest.mark.parametrize(
    ("service", "words"),
    [("away", "503"), ("hang", "timed out"), ("other", "nội dung khác"), ("noise", "không phải chữ ký số")],
)
def test_whatever_else_it_does_is_an_outage_in_plain_words(settings, trusted, service, words):
    with pytest.raises(SigningFailed) as failed:
        ask(settings, trusted, service)
    assert words in str(failed.value)


def test_nobody_at_the_address_is_an_outage(settings):
    settings.EXTERNAL_SIGNER_URL, settings.EXTERNAL_SIGNER_TOKEN = "http://127.0.0.1:9/", ""
    with pytest.raises(SigningFailed):
        SigningService("person", signing.SIGNER).sign(b"0" * 32)


def test_the_answers_certificate_is_looked_at_as_a_stored_ones(settings, trusted):
    settings.SIGNING_TIMEOUT, settings.EXTERNAL_SIGNER_TOKEN = 2, ""
    other = signing.stand_in("sign", trusted, name="Người khác")
    with other as settings.EXTERNAL_SIGNER_URL, pytest.raises(SigningFailed) as failed:
        SigningService("person", signing.SIGNER).sign(b"0" * 32)
    assert "Người khác" in str(failed.value)
