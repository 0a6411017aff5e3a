"""Every write to documents that other organs send (store, receive, refuse, queue the status for the sender), and to
what they are asked to report.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.channels import answers
from approvals.channels.receipts import refuse_malware
from approvals.channels.seam import Asked
from approvals.clock import now
from approvals.edxml.messages import Business, Letter, Status, StatusMessage
from approvals.errors import NotPossible
from approvals.files import contents
from approvals.files import store as files
from approvals.models import Arrival, ArrivalStatus, Channel, MessageKey, OutboxMessage, ReportRequest, Sender
from approvals.outbox import queue as outbox
from approvals.registry import Registry
from approvals.scopes import Right, scopes
from approvals.statements import lock
from approvals.text.plain import one_line, plain_lines
from approvals.trail import chain as trail
from approvals.trail.refusals import newest_event, too_late

from .requests import last_day_of

LONGEST = 100  # letters of a document's identity
# What rooms above do once a document arrived, in its transaction.
ON_ARRIVAL: Registry[Callable[[Arrival], None]] = Registry()


def take_in(sender: Sender, letter: Letter) -> Arrival | None:
    """Keep what a message brings. Idempotent: what comes twice is one document. A recall is noted, and agreed to here
    where no report of a member rests on it; None where it recalls what never came. Raises NotPossible for a message
    without a document, and for another document under an identity that is here.
    """
    if letter.business == Business.RECALL:
        return _note_recall(sender, letter.document_id, letter.reason)
    if letter.business == Business.UPDATE:
        raise NotPossible(_("An issued document is not updated here: recall it, or send one in its place."))
    _refuse_unfit(sender, letter)
    known = sender.arrivals.filter(identity=letter.document_id).first()
    if known is None:
        return _arrive(sender, letter, _store(letter))
    _refuse_other(known, letter)
    return known


def _refuse_other(known: Arrival, letter: Letter) -> None:
    """Raises NotPossible where another document comes under the identity of one that is here: nobody may take it for
    the one that was answered.
    """
    kept = [each["sha256"] for each in known.files[:1]]
    if letter.attached and kept != [files.digest(BytesIO(letter.attached[0].content))]:
        sentence = _("Another document came under the identity of %(code)s. Send it as a document of its own.")
        raise NotPossible(sentence % {"code": known.code})


def take_back(sender: Sender, message: StatusMessage) -> Arrival | None:
    """The sender asks by a status to have a document back: as its recall. Raises NotPossible for another status."""
    if message.code != Status.TAKE_BACK:
        raise NotPossible(_("A sender tells no status but 13, by which it asks for a document back."))
    return _note_recall(sender, message.about.document_id, message.description)


def _refuse_unfit(sender: Sender, letter: Letter) -> None:
    """Raises NotPossible where the letter is not to this scope, or its identity is longer than what is kept of it."""
    if len(letter.document_id) > LONGEST:
        raise NotPossible(_("The identity of the document is longer than %(most)d letters.") % {"most": LONGEST})
    own = MessageKey.objects.get(scope=sender.scope).organ_id
    if own not in [receiver.organ_id for receiver in letter.receivers]:
        raise NotPossible(
            _("The message is to another organ: documents for %(organ)s are taken here.") % {"organ": own}
        )


def _store(letter: Letter) -> list[dict[str, str]]:
    """The enclosed files, kept; the document itself is the first and a PDF. Nothing is kept where one holds malware, or
    the scanner that is set does not answer: the sender tries again.
    """
    for each in letter.attached:
        refuse_malware(BytesIO(each.content))
    kept = [
        {
            "name": one_line(each.name)[:200],
            "kind": contents.kind_of(BytesIO(each.content)),
            "sha256": files.store(BytesIO(each.content)),
        }
        for each in letter.attached
    ]
    if not kept or kept[0]["kind"] != "pdf":
        raise NotPossible(_("The message brings no PDF document."))
    return kept


@transaction.atomic
def _arrive(sender: Sender, letter: Letter, kept: list[dict[str, str]]) -> Arrival:
    lock(Sender, sender.pk)  # of a document and the one in its place, which come at once, the second knows the first
    named = [each.document_id for each in letter.replaces] if letter.business == Business.REPLACE else []
    values = {
        "scope": sender.scope,
        "code": f"{letter.number.zfill(2)}/{letter.notation}"[:60],
        "issued_on": letter.issued_on,
        "abstract": one_line(letter.subject)[:500],
        "period": one_line(letter.content)[:200],
        "signer": one_line(letter.signer.name)[:200],
        "files": kept,
        "replaces": sender.arrivals.filter(identity__in=named).order_by("-pk").first() if named else None,
        "in_place_of": named,
        "arrived_at": now(),
    }
    row, made = Arrival.objects.get_or_create(sender=sender, identity=letter.document_id, defaults=values)
    if made:
        _record(row, "arrive", by=None, target=row.state, changes={"sha256": [None, kept[0]["sha256"]]})
        _tell(row, Status.DELIVERED)
        outbox.put("arrived", f"arrived-{row.pk}", scope=row.scope, arrival=row.pk)
        _follow(row)
        if row.replaces and row.replaces.state == Arrival.State.ARRIVED:
            _note_replaced(row.replaces, row)
        elif later := _came_before(row):
            later.replaces = row
            later.save(update_fields=["replaces"])
            _note_replaced(row, later)
        for tell in ON_ARRIVAL.values():
            tell(row)
    else:  # it came at the same time
        _refuse_other(row, letter)
    return row


def _came_before(row: Arrival) -> Arrival | None:
    """The newest of the sender's documents that was sent in place of this one and overtook it on its way."""
    others = row.sender.arrivals.filter(pk__lt=row.pk, recalled_at=None, replaces=None).exclude(in_place_of=[])
    standing = others.exclude(state=Arrival.State.REFUSED).order_by("-pk")
    return next((each for each in standing if row.identity in each.in_place_of), None)


def _note_replaced(row: Arrival, by: Arrival) -> None:
    note_faults(row, [_("%(code)s came in its place.") % {"code": by.code}])


@transaction.atomic
def _note_recall(sender: Sender, identity: str, reason: str) -> Arrival | None:
    found = sender.arrivals.filter(identity=identity).first()
    if found is None:
        return None
    row = lock(Arrival, found.pk)
    if row.recalled_at is None:
        row.recalled_at = now()
        row.save(update_fields=["recalled_at"])
        _record(row, "recall_arrival", by=None, reason=plain_lines(reason))
        if row.sender.member is None:
            _tell(row, Status.AGREED)
        _follow(row)
    return row


@transaction.atomic
def agree(arrival: Arrival) -> None:
    """Tell the sender that its recall is agreed to: of a document that brought a report of a member, once its figures
    are out of it. Idempotent.
    """
    row = lock(Arrival, arrival.pk)
    if row.recalled_at and not row.statuses.filter(code=Status.AGREED).exists():
        _tell(row, Status.AGREED)


@transaction.atomic
def note_checks(arrival: Arrival, *, verdict: str, checks: list[dict[str, str]]) -> None:
    """What its signatures prove. Of the outbox, and without an event: it can be derived anew from the file."""
    row = lock(Arrival, arrival.pk)
    row.verdict, row.checks = verdict, checks
    row.save(update_fields=["verdict", "checks"])


@transaction.atomic
def note_faults(arrival: Arrival, faults: Sequence[str]) -> None:
    """Why it cannot be received as it is, a sentence each; none where nothing was found, or is found no more."""
    row = lock(Arrival, arrival.pk)
    row.faults = list(faults)
    row.save(update_fields=["faults"])


def note_taken(status: ArrivalStatus) -> None:
    """The sender has it. Idempotent."""
    ArrivalStatus.objects.filter(pk=status.pk, taken_at=None).update(taken_at=now())


def ask(
    senders: Iterable[Sender],
    *,
    identity: UUID,
    title: str,
    brief: str,
    due_at: datetime,
    on_plan: bool = False,
    outline: str = "",
) -> None:
    """Ask each of them for the same, with the plan's indicators where `on_plan`, and by an `outline` (a file; blank for
    none). In the caller's transaction, which asks who may. `due_at` is the first instant that is late; a sender is told
    the last whole day before it.

    One of this installation hears it by its own channel, as another does: for one whose superior this is not, or not
    any more, that is an incident or nothing.
    """
    at = now()
    values: dict[str, Any] = {"title": title, "brief": brief, "due_at": due_at, "on_plan": on_plan, "outline": outline}
    rows = [ReportRequest(sender=row, identity=identity, token=uuid4(), at=at, **values) for row in senders]
    for row in rows:
        if row.sender.origin is not None:
            row.taken_at = at
            _ask_here(row)
    ReportRequest.objects.bulk_create(rows)


def withdraw(scope: int, identity: UUID, *, reason: str) -> None:
    """Ask for it no more: everybody who was asked is told. In the caller's transaction, which asks who may."""
    _change(scope, identity, ReportRequest.Change.WITHDRAWN, reason=reason)


def move_request(scope: int, identity: UUID, *, due_at: datetime, reason: str) -> None:
    """Ask for it by another day: everybody who was asked is told. In the caller's transaction, which asks who may."""
    _change(scope, identity, ReportRequest.Change.MOVED, reason=reason, due_at=due_at)


def _change(scope: int, identity: UUID, change: ReportRequest.Change, **values: Any) -> None:
    """Each request as a new message: a sender may have read the earlier one and not said so yet."""
    requests = ReportRequest.objects.filter(sender__scope=scope, identity=identity, sender__ended_at=None)
    rows, at = list(requests.select_related("sender").order_by("pk")), now()
    for row in rows:
        row.token, row.change, row.taken_at = uuid4(), change, at if row.sender.origin is not None else None
        for name, value in values.items():
            setattr(row, name, value)
    ReportRequest.objects.bulk_update(rows, ["token", "change", "taken_at", *values])
    for row in rows:
        if row.sender.origin is not None:
            _ask_here(row)


def _ask_here(row: ReportRequest) -> None:
    own = MessageKey.objects.get(scope=row.sender.scope).organ_id
    told: dict[str, Any] = {"title": row.title, "brief": row.brief, "on_plan": row.on_plan, "outline": row.outline}
    told |= {"organ_id": own, "due_on": last_day_of(row), "change": row.change, "reason": row.reason}
    asked = Asked(str(row.identity), str(row.token), **told)
    channels = channels_of(row.sender).select_related("recipient")
    channel = channels.filter(recipient__scope=row.sender.origin or 0).order_by("-recipient__leads", "pk").first()
    if channel:
        answers.take_in(asked, channel)


def channels_of(sender: Sender) -> QuerySet[Channel]:
    """By which one of this installation sends here."""
    return Channel.objects.filter(kind=Channel.Kind.HERE, address__sender=str(sender.pk), ended_at=None)


def note_request_taken(row: ReportRequest) -> None:
    """The sender has it. Idempotent."""
    ReportRequest.objects.filter(pk=row.pk, taken_at=None).update(taken_at=now())


def receive(arrival: Arrival, *, by: Any, reference: str = "") -> Arrival:
    """Receive the document; `reference` is its number in the register of documents received, which the sender reads."""
    with transaction.atomic():
        row = _waiting(arrival, by, "receive_arrival")
        if row.sender.member is not None and _is_unread(row):
            raise NotPossible(_("Its figures are being compared. Try again in a moment."))
        if row.faults:
            values = {"faults": " ".join(row.faults)}
            raise NotPossible(_("It cannot be received as it is: %(faults)s Refuse it with that reason.") % values)
        row.reference = one_line(reference)[:100]
        return _decide(row, Arrival.State.RECEIVED, "receive_arrival", by=by, code=Status.RECEIVED, text=row.reference)


def _is_unread(row: Arrival) -> bool:
    """Whether the outbox still has to look at what it brings."""
    keys = (f"brought-{row.pk}-{Arrival.State.ARRIVED}", f"brought-{row.pk}-anew")
    return OutboxMessage.objects.filter(key__in=keys, done_at=None).exists()


def refuse(arrival: Arrival, *, by: Any, reason: str) -> Arrival:
    """Refuse the document: the sender reads the reason, and sends another in its place."""
    reason = plain_lines(reason)
    with transaction.atomic():
        row = _waiting(arrival, by, "refuse_arrival")
        if not reason:
            raise NotPossible(_("Say why it is refused: whoever sent it corrects it by that."))
        row.reason = reason
        return _decide(row, Arrival.State.REFUSED, "refuse_arrival", by=by, code=Status.REFUSED, text=reason)


def require_answerer(arrival: Arrival, by: Any) -> None:
    """Raises PermissionDenied for whoever may not answer it, whatever its state."""
    if arrival.scope not in set(scopes(by, Right.RECEIVE)):
        raise PermissionDenied


def _waiting(arrival: Arrival, by: Any, action: str) -> Arrival:
    """The row, locked, which waits for an answer that is the person's to give."""
    row = lock(Arrival, arrival.pk)
    require_answerer(row, by)
    refuse_unless_waiting(row, by, action)
    return row


def refuse_unless_waiting(row: Arrival, by: Any, action: str) -> None:
    """Raises NotPossible where it was answered or recalled, with who answered it."""
    if row.state != Arrival.State.ARRIVED or row.recalled_at:
        sentence = _("%(code)s is not waiting for an answer any more.") % {"code": row.code}
        raise too_late(newest_event(row), action, by=by, sentence=sentence)


def _decide(row: Arrival, state: Arrival.State, action: str, *, by: Any, code: str, text: str) -> Arrival:
    before, row.state = row.state, state
    row.decided_at, row.decided_by = now(), by
    row.save(update_fields=["state", "decided_at", "decided_by", "reference", "reason"])
    _record(row, action, by=by, source=before, target=row.state, reason=row.reason)
    _tell(row, code, text)
    _follow(row)
    return row


def _tell(row: Arrival, code: str, text: str = "") -> None:
    """A sender of this installation hears it in a moment, another when it asks."""
    ArrivalStatus.objects.create(arrival=row, token=uuid4(), code=code, text=text, at=now())
    if row.sender.origin is not None:
        for channel in channels_of(row.sender):
            outbox.put_again("answers", f"answers-{channel.pk}", scope=row.sender.origin, channel=channel.pk)


def _follow(row: Arrival) -> None:
    """Have the report of the member that stands for its sender follow it: the outbox's `brought`."""
    if row.sender.member is not None:
        standing = "recalled" if row.recalled_at else row.state
        outbox.put("brought", f"brought-{row.pk}-{standing}", scope=row.scope, arrival=row.pk)


def _record(row: Arrival, action: str, *, by: Any, **details: Any) -> None:
    trail.record_and_save(row, action, by=by, scope=row.scope, **details)
