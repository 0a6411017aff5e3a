"""Figures by mailed workbooks, read by IMAP. A mail is believed where DKIM proves its sender, whom a source names, and
the workbook bears the code of that source. What was read is moved to Taken or Refused.
"""

import hashlib
import imaplib
import logging
import random
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from workflows.models import FigureDelivery, FigureSource

from . import actions
from .content import LARGEST, Unfit
from .content import read as read_content
from .signed import NotNow, Unproven, require_signature, sender_of

logger = logging.getLogger(__name__)

LARGEST_MAIL = 4 * LARGEST  # bytes; what is attached grows by a third on its way
AT_ONCE = 30  # mails of one look
WAIT = 24 * 60 * 60  # seconds that DNS has for an answer about the sender of a mail
WAITING = r"\Flagged"
TIMEOUT = 30  # seconds
TAKEN, REFUSED = "Taken", "Refused"


def ask() -> None:
    """Have the mailbox read, where one is set. One that cannot be read is an incident, and is read again after that."""
    if settings.FIGURES_MAILBOX and FigureSource.objects.filter(stopped_at=None).exclude(senders=[]).exists():
        outbox.put_again("mailbox", "mailbox", scope=_scope())


def _scope() -> int:
    """The first ward that is mailed figures: its people learn of a mailbox that cannot be read."""
    source = FigureSource.objects.filter(stopped_at=None).exclude(senders=[]).select_related("unit").earliest("pk")
    return source.unit.root_id


def read(_message: OutboxMessage) -> None:
    """Outbox handler for `mailbox`: the mails that wait in it. Idempotent: what was taken once is only moved.

    Raises NotPossible where the mailbox does not answer or refuses its password.
    """
    with override("vi"), _opened() as box:
        for uid in _next(box):
            _handle(box, uid)


def _next(box: imaplib.IMAP4) -> list[str]:
    """The mails of one look: those that wait for DNS come after all others, and any of them where they are many."""
    new, waiting = (_found(box, which) for which in ("UNFLAGGED", "FLAGGED"))
    left = max(AT_ONCE - len(new), 0)
    return [*new[:AT_ONCE], *random.sample(waiting, min(left, len(waiting)))]


def _found(box: imaplib.IMAP4, which: str) -> list[str]:
    _status, found = box.uid("search", "UNDELETED", which)
    return found[0].decode().split() if found and found[0] else []


def _handle(box: imaplib.IMAP4, uid: str) -> None:
    """One mail. What DNS cannot say now waits for the next look, at most a day. Where the mail makes this fail, and it
    may be anybody's, it goes to Refused, so that those behind it are read; a database that fails is another matter.
    """
    raw, age = _fetched(box, uid)
    try:
        taken = bool(raw) and take_in(raw, last=age > WAIT)
    except NotNow as error:
        logger.warning("A mail with figures waits: %s", error)
        box.uid("store", uid, "+FLAGS", WAITING)
        return
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        logger.exception("A mail with figures is refused: it cannot be read")
        taken = False
    _move(box, uid, TAKEN if taken else REFUSED)


def take_in(raw: bytes, *, last: bool = False) -> bool:
    """The figures of one mail; whether they were taken. Who is no sender of a source gets no answer, and a mail in the
    name of one that does not prove itself is an incident, and answered to nobody. Raises NotNow, unless this is the
    `last` time that DNS is asked.
    """
    mail = message_from_bytes(raw, policy=policy.default)
    try:
        sender = sender_of(mail)
    except Unproven as error:
        logger.warning("A mail with figures is refused: %s", error)
        return False
    theirs = [each for each in _in_use() if sender in each.senders]
    if not theirs:
        logger.warning("A mail with figures is refused: %r is no sender of a source", sender)
        return False
    name, content = _workbook_of(mail)
    try:
        proven = hashlib.sha256(require_signature(raw, sender)).hexdigest()
    except (Unproven, NotNow) as error:
        if isinstance(error, NotNow) and not last:
            raise
        incident = _("A mail in the name of %(sender)s was not believed: %(why)s") % {"sender": sender, "why": error}
        actions.refuse(theirs[0], [incident], file=content, way=FigureDelivery.Way.MAIL, name=name)
        return False
    if FigureDelivery.objects.filter(source__in=theirs, mail_sha256=proven, taken=False).exists():
        logger.warning("A mail with figures was refused before: %s", sender)
        return False
    return _taken_of(theirs, name, content, {"sender": sender, "mail_sha256": proven})


def _taken_of(theirs: list[FigureSource], name: str, content: bytes, by: dict[str, str]) -> bool:
    """The workbook of a mail whose sender is proven, by the source whose code is in it."""
    way = FigureDelivery.Way.MAIL
    if not content:
        why = _("The mail must bring one workbook (.xlsx) of at most %(most)d MB.") % {"most": LARGEST >> 20}
        return actions.refuse(theirs[0], [why], file=content, way=way, name=name, **by).taken
    try:
        code = read_content(content).code
    except Unfit as refusal:
        return actions.refuse(theirs[0], refusal.sentences, file=content, way=way, name=name, **by).taken
    named = next((each for each in theirs if each.code == code), None)
    if named is None:
        why = _("The workbook bears no code of a source that is sent from this address: take the one of the page.")
        return actions.refuse(theirs[0], [why], file=content, way=way, name=name, **by).taken
    return actions.receive(named, content, way=way, name=name, **by).taken


def _in_use() -> list[FigureSource]:
    return list(FigureSource.objects.filter(stopped_at=None).exclude(senders=[]).select_related("unit", "person"))


def _workbook_of(mail: EmailMessage) -> tuple[str, bytes]:
    """The name and the content of the one workbook; no content where there is none, or are several."""
    found = [
        (part.get_filename() or "", cast(bytes, part.get_payload(decode=True) or b""))
        for part in mail.walk()
        if not part.is_multipart() and (part.get_filename() or "").casefold().endswith(".xlsx")
    ]
    if len(found) != 1 or len(found[0][1]) > LARGEST:
        return str(mail.get("Subject", ""))[:200] or _("a mail"), b""
    return found[0]


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    """The mailbox of FIGURES_MAILBOX, with its two folders. Raises NotPossible."""
    parts = urlsplit(settings.FIGURES_MAILBOX)
    try:
        box = _connected(parts.scheme, parts.hostname or "", parts.port)
        try:
            box.login(unquote(parts.username or ""), unquote(parts.password or ""))
            for name in (TAKEN, REFUSED):
                box.create(name)
            status, _answer = box.select(unquote(parts.path.strip("/")) or "INBOX")
            if status != "OK":
                raise NotPossible(_("There is no such folder in the mailbox of figures."))
            yield box
        finally:
            box.shutdown()
    except imaplib.IMAP4.error as error:
        raise NotPossible(_("The mailbox of figures refuses: %(error)s") % {"error": error}) from error
    except OSError as error:
        raise NotPossible(_("The mailbox of figures does not answer: %(error)s") % {"error": error}) from error


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
    return imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)


def _fetched(box: imaplib.IMAP4, uid: str) -> tuple[bytes, float]:
    """The mail as it came, and how many seconds ago; nothing of one that is too large, which is not fetched at all."""
    _status, answer = box.uid("fetch", uid, "(RFC822.SIZE INTERNALDATE)")
    head = next((line for line in answer or () if isinstance(line, bytes) and b"RFC822.SIZE" in line), b"")
    came, size = imaplib.Internaldate2tuple(head), re.search(rb"RFC822\.SIZE (\d+)", head)
    age = time.time() - time.mktime(came) if came else 0.0
    if not size or int(size[1]) > LARGEST_MAIL:
        logger.warning("A mail with figures is refused: %s bytes", size and size[1].decode())
        return b"", age
    _status, parts = box.uid("fetch", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), b""), age


def _move(box: imaplib.IMAP4, uid: str, folder: str) -> None:
    status, _answer = box.uid("copy", uid, folder)
    if status != "OK":
        raise NotPossible(_("A mail cannot be moved to the folder %(folder)s.") % {"folder": folder})
    box.uid("store", uid, "+FLAGS", r"(\Deleted)")
    box.expunge()
