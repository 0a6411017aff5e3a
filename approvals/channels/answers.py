"""Answers of receivers about what was sent to them. Each is processed once; one that cannot be right is an incident."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.edxml.messages import Status
from approvals.errors import PlainFault
from approvals.models import Channel, Dispatch, DispatchLine, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.pages.days import within_bounds
from approvals.statements import lock
from approvals.text.plain import one_line, plain_lines

from .seam import Answer, Asked

HISTORY = {
    Status.ASSIGNED: gettext_lazy("The receiver assigned it"),
    Status.WORKED_ON: gettext_lazy("The receiver works on it"),
    Status.DONE: gettext_lazy("The receiver is done with it"),
}
TOLD = {
    Status.DELIVERED: Dispatch.Standing.DELIVERED.label,
    Status.RECEIVED: Dispatch.Standing.RECEIVED.label,
    Status.REFUSED: Dispatch.Standing.REFUSED.label,
    **HISTORY,
}
FINAL = {Status.RECEIVED: Dispatch.Answer.RECEIVED, Status.REFUSED: Dispatch.Answer.REFUSED}


class AnswerFault(PlainFault):
    """An answer that cannot be right, and that a person has to look at."""


def take_in(answer: Answer | Asked, channel: Channel) -> None:
    """Note what the receiver tells. What cannot be right opens an incident, and leaves the dispatch as it is."""
    try:
        if isinstance(answer, Asked):
            return _asked(answer, channel)
        _taken_in(answer, channel)
    except AnswerFault as fault:
        content = asdict(answer)
        content |= {name: content[name].isoformat() for name in ("at", "due_on") if content.get(name)}
        scope = channel.recipient.scope
        key = f"answer-{channel.pk}-{answer.token}"[:120]
        payload = {"channel": channel.pk, "told": content, "case": channel.recipient.name, "path": "/channels/"}
        outbox.fail("answer", key, str(fault), scope=scope, **payload)


def take_in_again(message: OutboxMessage) -> None:
    """Outbox handler for `answer`, when its incident is tried again. Raises AnswerFault."""
    payload = message.payload["told"]
    channel = Channel.objects.select_related("recipient").get(pk=message.payload["channel"])
    if "due_on" in payload:
        return _asked(Asked(**payload | {"due_on": _day(payload["due_on"])}), channel)
    _taken_in(Answer(**payload | {"at": datetime.fromisoformat(payload["at"])}), channel)


def _asked(asked: Asked, channel: Channel) -> None:
    """The superior asks for a report, or changes what it asked for. Raises AnswerFault for anybody else, where there
    was something to change.
    """
    recipient, identity = channel.recipient, _uuid(asked.identity)
    if recipient.leads and asked.organ_id == recipient.organ_id and identity:
        _follow_asked(recipient.scope, identity, asked)
    elif not asked.change or OutboxMessage.objects.filter(key=f"asked-{recipient.scope}-{asked.identity}").exists():
        sentence = _("%(organ)s asks for a report, and is not the superior that receives reports: %(title)s.")
        raise AnswerFault(sentence % {"organ": asked.organ_id or "?", "title": asked.title})


def _follow_asked(scope: int, identity: UUID, asked: Asked) -> None:
    """Have what a superior asks for opened in this scope, or a change of it told there: the outbox's `asked`, once for
    each. Raises AnswerFault for what cannot be a request.
    """
    if not one_line(asked.title) or (asked.due_on and not within_bounds(asked.due_on)):
        sentence = _("%(organ)s asks for a report without a title, or by a day that cannot be: “%(title)s”, %(day)s.")
        day = asked.due_on.isoformat() if asked.due_on else ""
        raise AnswerFault(sentence % {"organ": asked.organ_id, "day": day, "title": asked.title})
    payload: dict[str, Any] = {"ward": scope, "identity": str(identity), "title": one_line(asked.title)[:150]}
    payload |= {"brief": plain_lines(asked.brief), "outline": asked.outline, "on_plan": asked.on_plan}
    payload |= {"due_on": asked.due_on.isoformat() if asked.due_on else ""}
    payload |= {"change": asked.change, "reason": plain_lines(asked.reason)}
    key = f"asked-{scope}-{identity}" + (f"-{asked.token}"[:50] if asked.change else "")
    if not OutboxMessage.objects.filter(key=key).exists():
        outbox.put("asked", key, scope=scope, case=asked.title, path="/periods/", **payload)


@transaction.atomic
def _taken_in(answer: Answer, channel: Channel) -> None:
    row = _dispatch_of(answer, channel)
    _refuse_other_number(row, answer)
    line = {"what": DispatchLine.What.TOLD, "channel": channel, "code": answer.code, "text": _text(answer)}
    _line, is_new = DispatchLine.objects.get_or_create(
        dispatch=row, token=answer.token, defaults=line | {"at": answer.at}
    )
    if is_new:
        _apply(row, answer)


def _refuse_other_number(row: Dispatch, answer: Answer) -> None:
    """Raises AnswerFault where the receiver has told already that it received the document, under another number."""
    if answer.code != Status.RECEIVED or not answer.reference:
        return
    told = row.lines.filter(code=Status.RECEIVED).exclude(token=answer.token)
    if row.answer_reference and row.answer_reference != answer.reference[:100] and told.exists():
        values = {"dispatch": row, "first": row.answer_reference, "second": answer.reference}
        raise AnswerFault(
            _("%(dispatch)s was received under two numbers: %(first)s, now %(second)s. Ask the receiver.") % values
        )


def _dispatch_of(answer: Answer, channel: Channel) -> Dispatch:
    """The dispatch that it tells of, locked: one that was sent by this channel's recipient's ways."""
    if not answer.code:
        raise AnswerFault(_("A message came that cannot be read: %(error)s") % {"error": answer.reason})
    found = Dispatch.objects.filter(identity=_uuid(answer.identity), addressee=channel.recipient_id).first()
    if found is None:
        sentence = _("A status came for a document that was never sent to %(recipient)s: %(identity)s.")
        raise AnswerFault(sentence % {"recipient": channel.recipient, "identity": answer.identity})
    if channel.recipient.organ_id and answer.organ_id != channel.recipient.organ_id:
        sentence = _("A status for %(dispatch)s came from another organ than its recipient: %(organ)s.")
        raise AnswerFault(sentence % {"dispatch": found, "organ": answer.organ_id or "?"})
    row = lock(Dispatch, found.pk)
    if row.begun_at is None and row.sent_at is None:
        raise AnswerFault(_("A status came for %(dispatch)s, which was not sent yet.") % {"dispatch": found})
    return row


def _apply(row: Dispatch, answer: Answer) -> None:
    """The statuses of QCVN 102:2016/BTTTT, each by what it changes."""
    if answer.code == Status.DELIVERED:
        _delivered(row, answer)
    elif answer.code in FINAL:
        _answered(row, answer)
    elif answer.code == Status.AGREED and row.document.recalled_at:
        row.deleted_at, row.deletion_reference = answer.at, answer.reference
        row.save(update_fields=["deleted_at", "deletion_reference"])
    elif answer.code not in HISTORY:
        values = {"dispatch": row, "code": answer.code, "reason": answer.reason}
        if answer.code == Status.DISAGREED:
            raise AnswerFault(_("The receiver does not take %(dispatch)s back: %(reason)s") % values)
        raise AnswerFault(_("A status came for %(dispatch)s that is not to be expected: %(code)s %(reason)s") % values)


def _delivered(row: Dispatch, answer: Answer) -> None:
    """The first time counts; one that is told after the answer tells what was known."""
    if row.delivered_at is None:
        row.delivered_at, row.sent_at = answer.at, row.sent_at or answer.at
        row.save(update_fields=["delivered_at", "sent_at"])
        if not row.answer:
            announce(row)


def _answered(row: Dispatch, answer: Answer) -> None:
    final = FINAL[Status(answer.code)]
    if row.answer and row.answer != final:
        values = {"dispatch": row, "first": row.get_answer_display(), "second": final.label}
        raise AnswerFault(
            _("A second answer to %(dispatch)s differs from the first: %(first)s, now %(second)s.") % values
        )
    if row.answer:
        return
    if final == Dispatch.Answer.REFUSED and not answer.reason:
        raise AnswerFault(_("%(dispatch)s was refused without a reason: ask the receiver.") % {"dispatch": row})
    row.answer, row.answered_at = final, answer.at
    row.answer_reference, row.answer_reason = answer.reference[:100], answer.reason
    row.sent_at = row.sent_at or answer.at
    row.save(update_fields=["answer", "answered_at", "answer_reference", "answer_reason", "sent_at"])
    announce(row)
    if row.answer == Dispatch.Answer.REFUSED and not row.leads:
        outbox.fail("refused", f"refused-{row.pk}", _refused(row), scope=row.document.scope, **named(row))


def announce(row: Dispatch) -> None:
    """Have the case follow the dispatch that leads: the outbox's `followed`."""
    if row.leads:
        outbox.put("followed", key_of(row, row.standing), scope=row.document.scope, **named(row))


def key_of(row: Dispatch, standing: str) -> str:
    """The key of the outbox's row that lets the case follow this standing."""
    return f"followed-{row.pk}-{standing}"


def named(row: Dispatch) -> dict[str, Any]:
    """How rows of the outbox name a dispatch, and how the page of incidents does."""
    return {"dispatch": row.pk, "case": str(row), "path": f"/documents/{row.document_id}/"}


def _text(answer: Answer) -> str:
    known = str(TOLD[Status(answer.code)]) if answer.code in TOLD else ""
    return ". ".join(dict.fromkeys(part for part in (known, answer.reference, answer.reason) if part))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def still_refused(message: OutboxMessage) -> None:
    """Outbox handler for `refused`, when its incident is tried again. Raises AnswerFault: a person settles it."""
    dispatch = Dispatch.objects.select_related("document").get(pk=message.payload["dispatch"])
    raise AnswerFault(_refused(dispatch))


def _refused(row: Dispatch) -> str:
    sentence = _("%(recipient)s refused %(code)s: %(reason)s Send it anew once that is set right, or say why not.")
    return sentence % {"recipient": row.recipient, "code": row.document.code, "reason": row.answer_reason}
