"""What is done with recipients, channels and dispatches. All re-read the row under its lock and return it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Channel, Dispatch, DispatchLine, Document, MessageKey, Recipient
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from approvals.register.querysets import documents_to_keep
from approvals.scopes import Right, scopes
from approvals.statements import lock
from approvals.trail import chain as trail

from . import answers, secrets
from .names import key_of, once_each, where_of
from .ways import module_of


@dataclass(frozen=True)
class Addressed:
    """A recipient as a document names it, and who that is where somebody has set it up, with its channels in order."""

    name: str
    recipient: Recipient | None = None
    leads: bool = False

    @property
    def channels(self) -> list[Channel]:
        return self.recipient.in_use if self.recipient else []  # type: ignore[attr-defined]

    @property
    def first(self) -> str:
        """The channel that is tried first, in words."""
        return str(self.channels[0] if self.channels else Channel.Kind.FOLDER.label)


def addressed(scope: int, to: Sequence[str], copies: Sequence[str] = ()) -> list[Addressed]:
    """Whom a document goes to, each once: whom it addresses, and of those who get a copy whoever has a channel.

    The case follows the first that is marked as the superior, else the first. Two queries.
    """
    in_use = Channel.objects.filter(ended_at=None).order_by("place", "pk")
    known = {
        each.key: each
        for each in Recipient.objects.filter(scope=scope).prefetch_related(
            Prefetch("channels", queryset=in_use, to_attr="in_use")
        )
    }
    found = [(name, known.get(key_of(name))) for name in once_each(list(to))]
    own = {key_of(name) for name, _row in found}
    copied = [(name, known.get(key_of(name))) for name in once_each(list(copies)) if key_of(name) not in own]
    found += [(name, row) for name, row in copied if row and row.in_use]
    leading = next((name for name, row in found if row and row.leads), found[0][0] if found else "")
    return [Addressed(name, row, leads=name == leading) for name, row in found]


def dispatch(
    document: Document,
    to: Sequence[Addressed],
    *,
    by: Any,
    files: Sequence[Mapping[str, Any]] = (),
    due_at: datetime | None = None,
) -> None:
    """Note that the issued document is to go to each of these, with `files` (name, SHA-256 and kind); the outbox's
    `dispatch` hands it over. In the caller's transaction. `due_at` is the first instant at which whoever leads has it
    late.

    Raises NotPossible where it is recalled, or where a recipient is set up without a channel.
    """
    register.refuse_recalled(document)
    if unreachable := [each.name for each in to if each.recipient and not each.channels]:
        sentence = _("There is no channel to %(names)s. The administrator gives one on the page Channels.")
        raise NotPossible(sentence % {"names": ", ".join(unreachable)})
    at = now()
    rows = Dispatch.objects.bulk_create(
        Dispatch(
            document=document,
            recipient=each.name,
            addressee=each.recipient,
            identity=uuid4(),
            leads=each.leads,
            files=list(files),
            requested_at=at,
            requested_by=by,
            due_at=due_at if each.leads else None,
        )
        for each in to
    )
    outbox.put_all(
        [outbox.message("dispatch", f"dispatch-{row.pk}", scope=document.scope, **answers.named(row)) for row in rows]
    )


def record_by_hand(dispatch: Dispatch, *, by: Any, at: datetime, how: str, to_whom: str, receipt: str = "") -> Dispatch:
    """Note that somebody took the document to its recipient: when, how, to whom, with the scanned `receipt` (the
    SHA-256 of a file kept below FILES_DIR). Raises NotPossible, PermissionDenied.
    """
    with transaction.atomic():
        document = lock(Document, dispatch.document_id)
        if not documents_to_keep(by).filter(pk=document.pk).exists():
            raise PermissionDenied
        row = lock(Dispatch, dispatch.pk)
        if row.sent_at or document.recalled_at or not (row.channel and row.channel.kind == Channel.Kind.BY_HAND):
            raise NotPossible(
                _("This is not waiting to be taken there by hand. Open the document to see how it stands.")
            )
        if not row.requested_at.replace(second=0, microsecond=0) <= at <= now():
            raise NotPossible(_("It was taken there between the sending and now: correct the time."))
        row.begun_at = row.sent_at = at
        row.save(update_fields=["begun_at", "sent_at"])
        text = _("%(how)s; handed to %(person)s") % {"how": how, "person": to_whom}
        values = {"what": DispatchLine.What.SENT, "text": text, "file": receipt, "by": by}
        DispatchLine.objects.create(dispatch=row, channel=row.channel, at=at, **values)
        changes = {"recipient": [None, row.recipient], "how": [None, text]}
        changes |= {"sha256": [None, receipt]} if receipt else {}
        trail.record_and_save(document, "take_there", by=by, scope=document.scope, changes=changes)
        answers.announce(row)
        return row


def add_recipient(
    scope: int, *, by: Any, name: str, organ_id: str = "", leads: bool = False, shares: str = "", where: str = ""
) -> Recipient:
    """Set up whom documents of the scope go to, as they name it. A blank `where` is filled in where its identifier
    tells. Raises NotPossible, PermissionDenied.
    """
    _refuse_unless_keeper(scope, by)
    where = where or _where(scope, organ_id, leads=leads)
    values = {"name": name, "organ_id": organ_id, "leads": leads, "shares": shares, "where": where}
    row = Recipient(scope=scope, key=key_of(name), **values)
    with transaction.atomic():
        _refuse_double(row)
        row.save(force_insert=True)
        _record(row, "add_recipient", by=by, changes={field: [None, value] for field, value in values.items() if value})
    return row


def change_recipient(
    recipient: Recipient,
    *,
    by: Any,
    name: str,
    organ_id: str,
    leads: bool,
    shares: str | None = None,
    where: str | None = None,
) -> Recipient:
    """Change it; `shares` and `where` stay as they are where they are None. A blank `where` is filled in as above."""
    with transaction.atomic():
        row = _kept(recipient, by)
        values = {"name": name, "organ_id": organ_id, "leads": leads}
        values["shares"] = row.shares if shares is None else shares
        values["where"] = (row.where if where is None else where) or _where(row.scope, organ_id, leads=leads)
        changes = {
            field: [getattr(row, field), value] for field, value in values.items() if getattr(row, field) != value
        }
        for field, value in values.items():
            setattr(row, field, value)
        row.key = key_of(name)
        _refuse_double(row)
        if changes:
            row.save(update_fields=["key", *values])
            _record(row, "change_recipient", by=by, changes=changes)
        return row


def _where(scope: int, organ_id: str, *, leads: bool) -> str:
    """Where a recipient of this identifier is; blank where that does not tell."""
    keys = MessageKey.objects.filter(scope=scope).values_list("organ_id", flat=True)
    superiors = Recipient.objects.filter(scope=scope, leads=True).values_list("organ_id", flat=True)
    return where_of(organ_id, leads=leads, own=[*keys, *superiors] if organ_id and not leads else ())


def where_are(scope: int, names: Sequence[str]) -> dict[str, str]:
    """Where each of these is that is set up as a recipient of the scope, by its key; blank where nobody has said. One
    query.
    """
    known = Recipient.objects.filter(scope=scope, key__in=[key_of(name) for name in names])
    return dict(known.values_list("key", "where"))


def add_channel(recipient: Recipient, kind: str, *, by: Any, values: Mapping[str, str]) -> Channel:
    """Give the recipient another channel, the last in order. `values` are those of its kind's fields."""
    with transaction.atomic():
        row = _kept(recipient, by)
        last = row.channels.aggregate(last=Max("place"))["last"] or 0
        channel = Channel(recipient=row, kind=kind, place=last + 1)
        _fill(channel, values)
        channel.save(force_insert=True)
        _record(row, "add_channel", by=by, changes=_changes_of(channel))
        return channel


def change_channel(channel: Channel, *, by: Any, values: Mapping[str, str]) -> Channel:
    """Change what a channel goes by. A secret that is left blank stays as it is."""
    with transaction.atomic():
        row, recipient = _own(channel, by)
        _fill(row, values)
        row.tried_at, row.tried_fault = None, ""
        row.save(update_fields=["address", "sealed", "tried_at", "tried_fault"])
        _record(recipient, "change_channel", by=by, changes=_changes_of(row))
        return row


def prefer_channel(channel: Channel, *, by: Any) -> Channel:
    """Put a channel first in order."""
    with transaction.atomic():
        row, recipient = _own(channel, by)
        others = recipient.channels.filter(ended_at=None).exclude(pk=row.pk).order_by("place", "pk")
        for place, each in enumerate([row, *others], 1):
            each.place = place
            each.save(update_fields=["place"])
        _record(recipient, "prefer_channel", by=by, changes=_changes_of(row))
        return row


def end_channel(channel: Channel, *, by: Any) -> Channel:
    """Use a channel no more; its secrets are thrown away. What is on its way by it goes by the next in order."""
    with transaction.atomic():
        row, recipient = _own(channel, by)
        row.ended_at, row.sealed = now(), b""
        row.save(update_fields=["ended_at", "sealed"])
        _record(recipient, "end_channel", by=by, changes=_changes_of(row))
        return row


def try_channel(channel: Channel, *, by: Any) -> None:
    """Have it tried, by the outbox: what came of it stands on the page of channels in a moment."""
    with transaction.atomic():
        row, recipient = _own(channel, by)
        row.tried_at, row.tried_fault = None, ""
        row.save(update_fields=["tried_at", "tried_fault"])
        outbox.put("try_channel", f"try-channel-{row.pk}-{uuid4().hex}", scope=recipient.scope, channel=row.pk)


def _fill(channel: Channel, values: Mapping[str, str]) -> None:
    fields = {field.name: field for field in module_of(channel).FIELDS}
    channel.address = {name: values[name] for name, field in fields.items() if not field.secret and name in values}
    given = {name: values[name] for name, field in fields.items() if field.secret and values.get(name)}
    if given:
        channel.sealed = secrets.sealed(given)


def _changes_of(channel: Channel) -> dict[str, list[Any]]:
    """What the trail tells of a channel: never a secret."""
    where = ", ".join(channel.shown)
    return {"channel": [None, f"{channel.get_kind_display()}: {where}" if where else channel.get_kind_display()]}


def _own(channel: Channel, by: Any) -> tuple[Channel, Recipient]:
    recipient = _kept(channel.recipient, by)
    row = lock(Channel, channel.pk)
    if row.ended_at:
        raise NotPossible(_("This channel is not used any more. Open the page Channels again."))
    return row, recipient


def _kept(recipient: Recipient, by: Any) -> Recipient:
    row = lock(Recipient, recipient.pk)
    _refuse_unless_keeper(row.scope, by)
    return row


def _refuse_unless_keeper(scope: int, person: Any) -> None:
    if not scopes(person, Right.KEEP_CHANNELS).filter(pk=scope).exists():
        raise PermissionDenied


def _refuse_double(row: Recipient) -> None:
    if Recipient.objects.filter(scope=row.scope, key=row.key).exclude(pk=row.pk).exists():
        raise NotPossible(_("“%(name)s” is set up already: change that one.") % {"name": row.name})


def _record(row: Recipient, action: str, *, by: Any, changes: dict[str, list[Any]]) -> None:
    trail.record_and_save(row, action, by=by, scope=row.scope, changes=changes)
