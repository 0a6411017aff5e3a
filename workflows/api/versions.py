"""Stale writes: the ETag of what was read, and the header If-Match by which a call says what it has seen."""

from typing import Annotated

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header
from ninja.errors import HttpError

TELLS = gettext_noop("The ETag that came with what was read: something newer is not overwritten")
Seen = Annotated[str, Header("", alias="If-Match", description=TELLS)]


def tag(response: HttpResponse, version: int) -> None:
    response["ETag"] = f'"{version}"'


def seen(given: str, version: int) -> int:
    """The version that the caller has read. Raises HttpError where none is named, and where there is a newer one."""
    text = given.strip().removeprefix("W/").strip('"')
    if not text:
        raise HttpError(428, _("Send the ETag of what you have read as If-Match."))
    if text != str(version):
        raise HttpError(412, _("This has changed since you read it. Read it again, then decide."))
    return version
