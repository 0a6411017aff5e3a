"""What becomes of a request whose exception nobody caught. These pages ask neither database nor session."""

import errno
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

AWAY = (OperationalError, InterfaceError, RedisError, BrokerError)
EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.EROFS}
RETRY_AFTER = 30  # seconds
SECRETS = ("password", "passphrase", "code", "credential")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A wrong host, too many fields, what cannot be parsed."""
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where something that the product needs is away, with what was typed, to be sent again; else 500."""
    error = sys.exc_info()[1]
    if is_away(error):
        page = render_to_string("503.html", _kept(request))
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return HttpResponse(render_to_string("500.html"), status=500)


def is_away(error: BaseException | None) -> bool:
    """Whether database, Redis, disk or file handles are away, rather than the product at fault."""
    return isinstance(error, AWAY) or (isinstance(error, OSError) and error.errno in EXHAUSTED)


def _kept(request: HttpRequest) -> dict[str, object]:
    """The page's address and what was posted to it, but for secrets and files.

    The token against forgery is the one that came with it: whoever had none still has none.
    """
    posted = _posted(request)
    typed = [(name, value) for name, values in posted.lists() if not _is_secret(name) for value in values]
    return {
        "address": escape_leading_slashes(request.get_full_path()),
        "typed": typed,
        "with_file": request.content_type == "multipart/form-data",
        "secret": any(map(_is_secret, posted)),
    }


def _posted(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return QueryDict()


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRETS)
