"""Pairing with another organ: a one-use code is handed over by people, then the installations exchange certificates."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Sender
from approvals.scopes import Right, scopes
from approvals.statements import lock
from approvals.trail import chain as trail

from . import keys

CODE_FOR = timedelta(days=7)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def invite(
    scope: int, *, by: Any, organ: str, name: str, organ_id: str, due_day: int, member: int | None = None
) -> tuple[Sender, str]:
    """Set up an organ that sends here, and the one-use code that it types: told once. `organ` is this scope's own
    identifier, `member` the scope below it that stands for the sender. Raises NotPossible, PermissionDenied.
    """
    require_keeper(scope, by)
    with transaction.atomic():
        if Sender.objects.filter(scope=scope, organ_id=organ_id, ended_at=None).exists():
            raise NotPossible(_("An organ with the identifier %(organ)s is set up already.") % {"organ": organ_id})
        keys.of_scope(scope, organ)
        row = Sender.objects.create(scope=scope, name=name, organ_id=organ_id, due_day=due_day, member=member)
        values = {"name": name, "organ_id": organ_id}
        _record(row, "add_sender", by=by, changes={field: [None, value] for field, value in values.items()})
        return row, _new_code(row)


@transaction.atomic
def invite_all(
    scope: int, *, by: Any, organ: str, due_day: int, organs: Sequence[tuple[str, str]]
) -> list[tuple[Sender, str]]:
    """As `invite` for many organs, by (identifier, name): all of them or, where one cannot be, none."""
    return [
        invite(scope, by=by, organ=organ, name=name, organ_id=organ_id, due_day=due_day) for organ_id, name in organs
    ]


def invite_anew(sender: Sender, *, by: Any) -> str:
    """Another one-use code: what was paired before holds until it is used. Raises PermissionDenied."""
    with transaction.atomic():
        row = _kept(sender, by)
        _record(row, "invite_sender", by=by)
        return _new_code(row)


def end(sender: Sender, *, by: Any) -> Sender:
    """Take nothing more from an organ."""
    with transaction.atomic():
        row = _kept(sender, by)
        row.ended_at, row.token, row.code, row.code_until = now(), "", "", None
        row.save(update_fields=["ended_at", "token", "code", "code_until"])
        _record(row, "end_sender", by=by)
        return row


def pair(code: str, *, organ_id: str, certificate: str) -> tuple[Sender, str]:
    """What the other installation asks with the code: its certificate is kept, and an access code is given, told once.

    Raises NotPossible for a code that was used, ran out or is none, and for another organ than it was given to.
    """
    try:
        certificate = keys.alone(certificate)
    except ValueError as error:
        raise NotPossible(_("This is no certificate.")) from error
    with transaction.atomic():
        row = _invited(code, organ_id)
        token = token_urlsafe(32)
        row.certificate, row.token, row.paired_at, row.origin = certificate, digest(token), now(), None
        row.code, row.code_until = "", None
        row.save(update_fields=["certificate", "token", "paired_at", "origin", "code", "code_until"])
        _record(row, "pair_sender", by=None, changes={"message_key": [None, keys.fingerprint(certificate)]})
        return row, token


@transaction.atomic
def join(code: str, *, organ_id: str, origin: int) -> Sender:
    """The same within this installation: `origin` is the scope that sends. Raises NotPossible as `pair` does, and where
    the code is the scope's own.
    """
    row = _invited(code, organ_id)
    if row.scope == origin:
        raise NotPossible(_("The code was made by this office itself: it is for whoever sends to it."))
    row.origin, row.paired_at, row.certificate, row.token = origin, now(), "", ""
    row.code, row.code_until = "", None
    row.save(update_fields=["origin", "paired_at", "certificate", "token", "code", "code_until"])
    _record(row, "pair_sender", by=None)
    return row


def _invited(code: str, organ_id: str) -> Sender:
    """The sender that a code was made for, locked."""
    found = Sender.objects.filter(code=digest(code), code_until__gt=now(), ended_at=None).first() if code else None
    row = lock(Sender, found.pk) if found else None
    if row is None or row.code != digest(code):
        raise NotPossible(_("The code was used, has run out, or is none. Ask whoever gave it for another."))
    if row.organ_id != organ_id:
        raise NotPossible(_("The code was given to another organ: %(organ)s.") % {"organ": row.organ_id})
    return row


def _new_code(row: Sender) -> str:
    code = token_urlsafe(15)
    row.code, row.code_until = digest(code), now() + CODE_FOR
    row.save(update_fields=["code", "code_until"])
    return code


def _kept(sender: Sender, by: Any) -> Sender:
    row = lock(Sender, sender.pk)
    require_keeper(row.scope, by)
    if row.ended_at:
        raise NotPossible(_("Nothing is taken from %(sender)s any more.") % {"sender": row})
    return row


def require_keeper(scope: int, person: Any) -> None:
    """Raises PermissionDenied for whoever does not keep the scope's channels."""
    if scope not in set(scopes(person, Right.KEEP_CHANNELS)):
        raise PermissionDenied


def _record(row: Sender, action: str, *, by: Any, changes: dict[str, list[Any]] | None = None) -> None:
    trail.record_and_save(row, action, by=by, scope=row.scope, changes=changes or {})
