"""Every mail that the product sends by itself: its head, and its text as plain words and as HTML."""

from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def headers(key: str = "") -> dict[str, str]:
    """A Message-ID, the same at each try where a `key` is given, and the mark that no person wrote it (RFC 3834)."""
    return {"Message-ID": f"<{key or uuid4().hex}@{host()}>", "Auto-Submitted": "auto-generated"}


def host() -> str:
    """A domain that exists: the sender's, else that of the site; where neither is set the sender's all the same."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    site = urlsplit(settings.SITE_URL).hostname or ""
    return site if "." not in sender and "." in site and not site[-1].isdigit() else sender


def send(
    to: str,
    key: str,
    subject: str,
    lines: Sequence[tuple[str, str]],
    attached: Sequence[tuple[str, bytes, str]] = (),
) -> None:
    """One mail to one address, in the language that is active: each line with the path of the page where it is read,
    or blank; `attached` are files with their name, content and type. Nothing where there is no address.
    """
    if not to:
        return
    subject = " ".join(subject.split())
    linked = [(text, settings.SITE_URL + path if path else "") for text, path in lines]
    plain = [
        part
        for text, url in linked
        for part in (text, _("Open it here: %(address)s") % {"address": url} if url else "")
    ]
    mail = EmailMultiAlternatives(
        subject=subject,
        body="\n\n".join(part for part in plain if part),
        to=[to],
        headers=headers(key),
    )
    mail.attach_alternative(render_to_string("approvals/mail.html", {"subject": subject, "lines": linked}), "text/html")
    for name, content, kind in attached:
        mail.attach(name, content, kind)
    mail.send()
