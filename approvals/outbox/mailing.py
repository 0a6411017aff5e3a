"""What every mail that the product sends by itself has in its head."""

from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings


def headers(key: str = "") -> dict[str, str]:
    """A Message-ID, the same at each try where a `key` is given, and the mark that no person wrote it (RFC 3834)."""
    return {"Message-ID": f"<{key or uuid4().hex}@{host()}>", "Auto-Submitted": "auto-generated"}


def host() -> str:
    """A domain that exists: the sender's, else that of the site; where neither is set the sender's all the same."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    site = urlsplit(settings.SITE_URL).hostname or ""
    return site if "." not in sender and "." in site and not site[-1].isdigit() else sender
