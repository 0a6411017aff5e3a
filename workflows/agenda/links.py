"""The address of a person's calendar feed: the row's id, signed here. Nothing that opens it is stored."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from workflows.models import CalendarFeed

SIGNER = signing.Signer(sep=".", salt="workflows.calendar_feed", algorithm="sha256")


def id_in(token: str) -> int:
    """The id of the feed that the token opens; 0, which no feed has, for one that this installation never gave."""
    try:
        return int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return 0


def address_of(feed: CalendarFeed) -> str:
    return f"{settings.SITE_URL}{reverse('calendar_feed', args=[SIGNER.sign(str(feed.pk))])}"
