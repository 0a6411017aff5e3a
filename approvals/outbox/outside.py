"""Posting to an address that a person typed: never to this machine or its network, unless a setting says so.

The name is resolved once, each of its addresses is judged, and the connection goes to the one that was judged: a name
that means another address a moment later leads nowhere else. A redirect is an answer, and not followed.
"""

import hashlib
import hmac
import socket
from collections.abc import Mapping
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError

from approvals.clock import now
from approvals.errors import NotPossible

TIMEOUT = urllib3.Timeout(connect=5, read=15)  # seconds
ANSWER_SHOWN = 300  # bytes
UNICAST = IPv6Network("2000::/3")  # the only part of IPv6 that is given out to the internet (RFC 4291, RFC 3513)
TRANSLATED = IPv6Network("64:ff9b::/96")  # leads to the IPv4 address in its last four bytes (RFC 6052)


class NotSent(NotPossible):
    """It did not arrive. Trying again may help, unless the address is refused."""


def refuse_address(url: str) -> None:
    """Raises NotSent where the address may not be posted to: no https, no host, or one of this network."""
    _judged(_parts(url))


def signed(secret: str, key: str, body: bytes, at: datetime | None = None) -> dict[str, str]:
    """The headers of a JSON body that is signed: HMAC-SHA256 by the secret over the moment, a dot and the body.

    `key` is the same at each try, so that the receiver takes it once.
    """
    moment = str(int((at or now()).timestamp()))
    signature = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
        "X-Trinh-Duyet-Time": moment,
        "X-Trinh-Duyet-Signature": f"sha256={signature}",
    }


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post to the address. Raises NotSent for an address that is refused, a service that is away, and any answer that
    is not of the 200s.
    """
    parts = _parts(url)
    address = str(_judged(parts))
    path = parts.path or "/"
    pool = _pool(parts, address)
    try:
        answer = pool.urlopen(
            "POST",
            f"{path}?{parts.query}" if parts.query else path,
            body=body,
            headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
            redirect=False,
            retries=False,
            assert_same_host=False,
            preload_content=False,
        )
        answered = answer.read(ANSWER_SHOWN)
    except (HTTPError, OSError) as error:
        raise NotSent(_("The service does not answer: %(error)s") % {"error": error}) from error
    finally:
        pool.close()
    if not 200 <= answer.status < 300:
        values = {"status": answer.status, "said": answered.decode(errors="replace")}
        raise NotSent(_("The service answered %(status)d: %(said)s") % values)


def _pool(parts: SplitResult, address: str) -> urllib3.HTTPConnectionPool:
    """To the address that was judged, under the name that was asked for."""
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(address, parts.port or 80, timeout=TIMEOUT)
    return urllib3.HTTPSConnectionPool(
        address,
        parts.port or 443,
        timeout=TIMEOUT,
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as error:
        raise NotSent(_("This is no address: %(url)s") % {"url": url}) from error
    plain = parts.scheme == "http" and settings.PRIVATE_ADDRESSES
    if not parts.hostname or parts.username is not None or not (parts.scheme == "https" or plain):
        raise NotSent(_("Write the whole address, beginning with https://, without a password in it."))
    return parts if parts.netloc.isascii() else _in_ascii(parts)


def _in_ascii(parts: SplitResult) -> SplitResult:
    """With the name of the host as name servers and HTTP know it (RFC 3490). Raises NotSent where it has none."""
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except UnicodeError as error:
        raise NotSent(_("This is no address: %(url)s") % {"url": parts.geturl()}) from error
    return parts._replace(netloc=host if parts.port is None else f"{host}:{parts.port}")


def _judged(parts: SplitResult) -> IPv4Address | IPv6Address:
    """The first address of the host. Raises NotSent where any of them may not be posted to, or there is none."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise NotSent(_("There is no such server: %(host)s") % {"host": parts.hostname}) from error
    addresses = [ip_address(each[4][0]) for each in found]
    if not settings.PRIVATE_ADDRESSES and not all(map(_is_public, addresses)):
        raise NotSent(_("%(host)s is an address within this network, and is refused.") % {"host": parts.hostname})
    return addresses[0]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    leads_to = address.ipv4_mapped or address.sixtofour
    if address in TRANSLATED:
        leads_to = IPv4Address(address.packed[-4:])
    if leads_to:
        return leads_to.is_global and not leads_to.is_multicast
    return address in UNICAST and address.is_global
