"""The web application behind a proxy: the client is whom the proxy names.

Reads TRUSTED_PROXIES: the addresses from which a proxy connects (127.0.0.1 and ::1), or `*` where nobody else can.
"""

from collections.abc import Iterable
from typing import Any

from deploy.settings import env
from deploy.wsgi import application as pages

TRUSTED: list[str] = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"])
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A trusted proxy is believed: of several addresses the last, which it saw itself. What others claim is dropped."""
    if TRUSTED == ["*"] or environ["REMOTE_ADDR"] in TRUSTED:
        client = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        environ["REMOTE_ADDR"] = client or environ["REMOTE_ADDR"]
    else:
        for name in FORWARDED:
            environ.pop(name, None)
    return pages(environ, start_response)
