"""The link by which a unit without an account confirms what the office entered for it.

It is the report's id and the moment since when something waits, under the installation's signature: nothing that opens
it is stored, and what is entered after a confirmation has a link of its own.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import now
from workflows.models import UnitReport

SIGNER = signing.Signer(sep=".", salt="workflows.confirm_on_behalf", algorithm="sha256")
LIFE = timedelta(days=62)


def token_of(report: UnitReport) -> str:
    """Of a report in which something waits to be confirmed."""
    if report.unconfirmed_since is None:
        raise ValueError("Nothing waits to be confirmed.")
    return SIGNER.sign(f"{report.pk}-{_micros(report.unconfirmed_since)}")


def opened(token: str) -> tuple[int, datetime] | None:
    """The report's id and the moment that the token names; None for one that was never given, or is too old."""
    try:
        pk, micros = SIGNER.unsign(token).split("-")
    except (signing.BadSignature, ValueError):
        return None
    since = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(micros))
    return (int(pk), since) if now() < since + LIFE else None


def address_of(report: UnitReport) -> str:
    return f"{settings.SITE_URL}{reverse('on_behalf_link', args=[token_of(report)])}"


def to_paste(report: UnitReport) -> str:
    """What the office pastes into a message to the unit."""
    words = _(
        "%(ward)s has entered the figures of %(report)s as you told them. Please read and confirm them: %(address)s"
    )
    return words % {"ward": report.ward.name, "report": report, "address": address_of(report)}


def _micros(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)
