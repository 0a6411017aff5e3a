"""Services outside: a signing service (docs/signing.md) and a time-stamp service (RFC 3161). Both may be away."""

import asyncio
import base64
import hashlib
import json
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

import aiohttp
from asn1crypto import cms, x509
from cryptography.x509 import Certificate, load_der_x509_certificate
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from approvals.clock import now

from .appearance.fields import PERSON
from .errors import KeyRefused, SigningFailed
from .keys import certificates

ANSWER_LIMIT = 200_000


class NoRedirect(HTTPRedirectHandler):
    """A digest goes to the address that was configured, and nowhere else."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


@dataclass
class SigningService:
    """Asks EXTERNAL_SIGNER_URL to sign a digest; `name` is who shall sign, `role` person or organ."""

    role: str
    name: str
    kind: str = "external"
    image: bytes = b""
    signed: cms.SignedData | None = field(default=None, repr=False)

    def sign(self, digest: bytes) -> bytes:
        """Raises SigningFailed where the service is away, or its answer is no signature on this digest."""
        answer = _asked(self.role, self.name, digest)
        self.signed = _checked(answer, digest)
        self._check_certificate()
        return answer

    def _check_certificate(self) -> None:
        """As a stored key's: of whoever shall sign, valid, not revoked."""
        names = [self.name] if self.role == PERSON else []
        try:
            certificates.check(self.certificate, names=names, at=now())
        except KeyRefused as refused:
            raise SigningFailed(refused.message) from refused

    @property
    def certificate(self) -> Certificate:
        return load_der_x509_certificate(signer_certificate(self.signed).dump())


def _asked(role: str, name: str, digest: bytes) -> bytes:
    question = {"role": role, "name": name, "digest_algorithm": "sha256", "digest": base64.b64encode(digest).decode()}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.EXTERNAL_SIGNER_TOKEN}"}
    request = Request(settings.EXTERNAL_SIGNER_URL, json.dumps(question).encode(), headers)
    try:
        with build_opener(NoRedirect).open(request, timeout=settings.SIGNING_TIMEOUT) as response:
            return base64.b64decode(json.loads(response.read(ANSWER_LIMIT))["cms"], validate=True)
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise SigningFailed(
            _("The signing service did not sign: %(error)s") % {"error": _fault_words(error)}
        ) from error


def _checked(answer: bytes, digest: bytes) -> cms.SignedData:
    """The signed data, where it is a signature on this digest and nothing else."""
    try:
        signed = cms.ContentInfo.load(answer, strict=True)["content"]
        (signer,) = signed["signer_infos"]
        intact, valid = validate_sig_integrity(signer, signer_certificate(signed), "data", digest)
    except Exception as error:  # whatever a foreign service sent: anything may be wrong with it
        raise SigningFailed(_("The signing service answered with something that is no signature.")) from error
    if not (intact and valid):
        raise SigningFailed(_("The signing service signed something else than this document."))
    return signed


def signer_certificate(signed: cms.SignedData) -> x509.Certificate:
    """The certificate in it that belongs to the signature."""
    wanted = signed["signer_infos"][0]["sid"].chosen
    found = [each.chosen for each in signed["certificates"] if each.name == "certificate"]
    return next(each for each in found if each.serial_number == wanted["serial_number"].native)


def time_stamper() -> HTTPTimeStamper | None:
    """The time-stamp service of TSA_URL; None where none is set."""
    return HTTPTimeStamper(settings.TSA_URL, timeout=settings.SIGNING_TIMEOUT) if settings.TSA_URL else None


def time_stamped(signature: bytes) -> bytes:
    """The CMS with a time stamp over its signature (PAdES B-T); as it is where there is no service."""
    stamper = time_stamper()
    if stamper is None:
        return signature
    content = cms.ContentInfo.load(signature)
    signer = content["content"]["signer_infos"][0]
    token = time_stamp(stamper, hashlib.sha256(signer["signature"].native).digest())
    signer["unsigned_attrs"] = cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", token)])
    return content.dump(force=True)


def time_stamp(stamper: HTTPTimeStamper, digest: bytes) -> cms.ContentInfo:
    """A token over this SHA-256 digest. Raises SigningFailed."""
    try:
        return asyncio.run(asyncio.wait_for(stamper.async_timestamp(digest, "sha256"), settings.SIGNING_TIMEOUT))
    except (TimestampRequestError, aiohttp.ClientError, OSError, ValueError, TimeoutError) as error:
        raise no_time_stamp(error) from error


def no_time_stamp(error: Exception) -> SigningFailed:
    return SigningFailed(_("The time-stamp service did not answer: %(error)s") % {"error": _fault_words(error)})


def _fault_words(error: Exception) -> str:
    return str(error) or type(error).__name__
