"""Writing beside a case, and striking what one wrote. It decides nothing, and no document says it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import AlreadyDone, NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from units.models import Person, Unit
from workflows.cases.inputs.texts import required_text
from workflows.cases.moves import locked_beside, note
from workflows.flows import row_held
from workflows.models import Case, CaseMessage, MessageStrike

from .reading import readers_in

LONGEST = 2000


def write(case: Case, *, by: Person, text: str, units: Iterable[Unit] = ()) -> CaseMessage:
    """Write beside the case, in whatever state it is. The people of `units` who may read it are told.

    Raises NotPossible where nothing is written, it is too long, or nobody in one of the units may read the case.
    """
    text, addressed = required_text(text), list(units)
    if len(text) > LONGEST:
        raise NotPossible(_("Write at most %(most)d letters; nothing was sent.") % {"most": LONGEST})
    with transaction.atomic(), one_cursor(), row_held():
        row = locked_beside(case, by=by)
        at = now()
        _refuse_unheard(row, addressed, at)
        message = CaseMessage.objects.create(subject_kind=row.kind, subject_id=row.pk, text=text, person=by, at=at)
        changes: dict[str, list[Any]] = {"message": [None, _digest(text)]}
        if addressed:
            message.units.set(addressed)
            changes["told"] = [None, ", ".join(unit.short_name for unit in addressed)]
            outbox.put_all([_mail(row, message)])
        note(row, "discuss", by=by, changes=changes)
        return message


def strike(message: CaseMessage, case: Case, *, by: Person) -> None:
    """Take back what one wrote beside the case: it stays readable, struck through. Raises PermissionDenied for what
    another wrote.
    """
    if message.person_id != by.pk:
        raise PermissionDenied
    with transaction.atomic(), one_cursor(), row_held():
        row = locked_beside(case, by=by)
        if MessageStrike.objects.filter(message=message).exists():
            raise AlreadyDone(_("You have struck this message already."))
        MessageStrike.objects.create(message=message, at=now())
        note(row, "strike_message", by=by, changes={"message": [_digest(message.text), None]})


def _refuse_unheard(row: Case, units: Iterable[Unit], at: Any) -> None:
    for unit in units:
        if not readers_in(unit, row, at):
            sentence = _("Nobody in %(unit)s may read this, so they cannot be told: untick it, then send.")
            raise NotPossible(sentence % {"unit": unit.short_name})


def _mail(row: Case, message: CaseMessage) -> dict[str, Any]:
    return outbox.message(
        "mail",
        f"mail-message-{message.pk}",
        scope=row.scope,
        event="mentioned",
        kind=row.kind,
        pk=row.pk,
        message=message.pk,
        report=str(row),
        path=f"/cases/{row.kind}/{row.pk}/discussion/",
        reason=f"{message.person}: {message.text}",
    )


def _digest(text: str) -> str:
    """The SHA-256 by which the trail knows the words."""
    return hashlib.sha256(text.encode()).hexdigest()
