"""How long a signature lasts (ETSI EN 319 142-1): B-B, B-T with a time stamp, B-LTA with all that checks need."""

import asyncio
from io import BytesIO
from typing import Any

import aiohttp
from asn1crypto import crl, x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, ValueErrorWithMessage
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation import async_add_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from approvals.models import Signature

from .errors import SigningFailed
from .keys import certificates
from .services import no_time_stamp, time_stamper


def level() -> str:
    """The level that this installation's settings give."""
    if settings.SIGN_FOR_LONG:
        return Signature.Level.LTA
    return Signature.Level.T if settings.TSA_URL else Signature.Level.B


def trust(**options: Any) -> ValidationContext:
    """What signatures are checked against: the installation's roots and revocation lists; nothing is fetched unless
    `allow_fetching` says so.
    """
    roots = [x509.Certificate.load(root) for root in certificates.trusted()]
    lists = [crl.CertificateList.load(each.public_bytes(Encoding.DER)) for each in certificates.revocation_lists()]
    return ValidationContext(trust_roots=roots, crls=lists, **options)


def for_long(pdf: bytes) -> bytes:
    """The file with the certificates and revocation lists of all its signatures, and a time stamp over all of it.

    As it is where SIGN_FOR_LONG is not set. Raises SigningFailed.
    """
    stamper = time_stamper()
    if not settings.SIGN_FOR_LONG or stamper is None:
        return pdf
    try:
        return asyncio.run(asyncio.wait_for(_for_long(pdf, stamper), 3 * settings.SIGNING_TIMEOUT))
    except (PathError, ValidationError, ValueErrorWithMessage, SigningError, PdfError) as error:
        words = _("What a later check needs could not be put together: %(error)s")
        raise SigningFailed(words % {"error": error}) from error
    except (TimestampRequestError, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise no_time_stamp(error) from error


async def _for_long(pdf: bytes, stamper: TimeStamper) -> bytes:
    for number in range(len(PdfFileReader(BytesIO(pdf)).embedded_regular_signatures)):
        signed = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[number]
        context = trust(allow_fetching=True, revocation_mode="soft-fail")
        output = await async_add_validation_info(signed, context)
        pdf = output.getvalue()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    context = trust(allow_fetching=True, revocation_mode="soft-fail")
    stamped = await PdfTimeStamper(stamper).async_timestamp_pdf(writer, "sha256", context)
    return stamped.getvalue()
