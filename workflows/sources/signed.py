"""Whether a mail is proven to come from the domain of its sender: DKIM (RFC 6376), by a current algorithm, over the
whole body, by the very domain of its one From.
"""

import logging
import re
from base64 import b64decode
from email.message import EmailMessage
from email.utils import getaddresses
from ipaddress import ip_address

import dkim
import dns.exception
import dns.name
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

ALGORITHMS = (b"rsa-sha256", b"ed25519-sha256")
LEAST_BITS = 1024  # of an RSA key
COVERED = {b"from", b"subject", b"content-type"}
MOST_SIGNATURES = 10
TIMEOUT = 10  # seconds


class Unproven(Exception):
    """Nobody can say who sent it; the translated sentence says why."""


class NotNow(Exception):
    """The key of the domain cannot be asked for at the moment."""


def sender_of(mail: EmailMessage) -> str:
    """The one address in From, in small letters. Raises Unproven."""
    try:
        found = [address for _name, address in getaddresses(list(map(str, mail.get_all("From", [])))) if address]
    except Exception as error:  # the parser of headers fails in many ways: IndexError, AttributeError
        raise Unproven(_("The mail must have one sender.")) from error
    if len(found) != 1 or found[0].count("@") != 1:
        raise Unproven(_("The mail must have one sender."))
    return found[0].casefold()


def require_signature(raw: bytes, sender: str) -> bytes:
    """What names this mail among those of its sender, however often it is sent: its Message-ID where that is signed,
    otherwise the signature.

    Raises Unproven unless a signature of the sender's domain holds; NotNow where DNS does not answer.
    """
    domain = sender.rpartition("@")[2].encode()
    try:
        message = dkim.DKIM(raw, minkey=LEAST_BITS, timeout=TIMEOUT)
    except dkim.DKIMException as error:
        raise Unproven(_("The mail cannot be read: %(error)s") % {"error": error}) from error
    signatures = [value for name, value in message.headers if name.lower() == b"dkim-signature"][:MOST_SIGNATURES]
    for place, value in enumerate(signatures):
        tags = _tags(value)
        if _is_fit(tags, domain) and _holds(message, place):
            return _named_by(message, tags)
    raise Unproven(_("The mail bears no valid DKIM signature of %(domain)s.") % {"domain": domain.decode()})


def _tags(signature: bytes) -> dict[bytes, bytes]:
    parts = (part.partition(b"=") for part in signature.split(b";"))
    return {name.strip(): re.sub(rb"\s+", b"", value) for name, _equals, value in parts}


def _covered(tags: dict[bytes, bytes]) -> set[bytes]:
    return set(tags.get(b"h", b"").lower().split(b":"))


def _is_fit(tags: dict[bytes, bytes], domain: bytes) -> bool:
    """By the domain itself, by a current algorithm, over all of the body (no `l=`) and over what is read here."""
    return (
        tags.get(b"d", b"").lower() == domain
        and tags.get(b"a", b"").lower() in ALGORITHMS
        and b"l" not in tags
        and _covered(tags) >= COVERED
    )


def _named_by(message: dkim.DKIM, tags: dict[bytes, bytes]) -> bytes:
    """Of a signature that holds. A second Message-ID would not be signed: then it is the signature as well."""
    found = [value.strip() for name, value in message.headers if name.lower() == b"message-id"]
    if b"message-id" in _covered(tags) and len(found) == 1 and found[0]:
        return bytes(found[0])
    return b64decode(tags[b"b"])


def _holds(message: dkim.DKIM, place: int) -> bool:
    try:
        return bool(message.verify(place, dnsfunc=_key_record))
    except NotNow:
        raise
    except dkim.DKIMException:
        return False
    except (ValueError, LookupError, TypeError, AttributeError):
        logger.warning("A DKIM signature cannot be read", exc_info=True)  # a stranger wrote it
        return False


def _key_record(name: bytes | str, timeout: float = TIMEOUT) -> bytes | None:
    """The TXT record; None where there is none, or this is no name. Raises NotNow where no server answers."""
    try:
        asked = dns.name.from_text(name.decode("ascii") if isinstance(name, bytes) else name)
    except (dns.exception.DNSException, UnicodeError, ValueError):
        return None
    try:
        answer = _resolver().resolve(asked, "TXT", lifetime=timeout, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return None
    except dns.exception.DNSException as error:
        raise NotNow(_("DNS does not answer: %(error)s") % {"error": error}) from error
    return b"".join(next(iter(answer)).strings)


def _resolver() -> dns.resolver.Resolver:
    """That of the machine, or the one that DKIM_RESOLVER names: "address:port"."""
    if not settings.DKIM_RESOLVER:
        return dns.resolver.Resolver()
    address, _colon, port = settings.DKIM_RESOLVER.rpartition(":")
    found = dns.resolver.Resolver(configure=False)
    found.nameservers, found.port = [str(ip_address(address))], int(port)
    return found
