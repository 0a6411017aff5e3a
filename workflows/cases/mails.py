"""Mails that a move causes: one outbox row, written in its transaction, which becomes a row for each recipient.

Each of these is worded and sent by itself, so that a crash or a refused address doubles or holds up no other.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils.translation import override

from approvals.models import OutboxMessage
from approvals.outbox import mailing
from approvals.outbox import queue as outbox
from approvals.registry import Registry, Text
from units import grants
from units.models import ByMail, Person
from units.notices import actions as notices
from workflows.models import Difficulty, Verb
from workflows.models.cases import Case

from .rules import deciders
from .types import TYPES

TO_WRITERS = ("sent_back", "returned_examined", "returned_before_issue")
SUBJECTS: Registry[Text] = Registry()  # by the event; each room registers those of what it does
ASKED = {
    "awaiting": Verb.APPROVE,
    "opinion": Verb.OPINION,
    "examination": Verb.EXAMINE,
}  # what is asked of those who decide the open steps
# By the event, who reads of a case: where no right names them. Each room registers its own.
ADDRESSEES: Registry[Callable[[Any], Iterable[Person]]] = Registry()
# By the event, who reads what the row itself says of it.
NAMED_BY_ROW: Registry[Callable[[dict[str, Any]], Iterable[Person]]] = Registry()
ADDRESSEES.add({event: partial(deciders, verb=verb) for event, verb in ASKED.items()})


def tell(report: Case, event: str, codename: str, unit_id: int, *, words: str = "") -> None:
    """Tell those who hold the right `codename` on the unit what happened to the report, once this commits.

    `words` are those of the person who caused it; the report's reason where none are given.
    """
    outbox.put_all([mail(report, event, codename, unit_id, words=words)])


def mail(report: Case, event: str, codename: str, unit_id: int, *, words: str = "") -> dict[str, Any]:
    """What `tell` asks the outbox for."""
    return outbox.message(
        "mail",
        f"mail-{report.kind}-{report.pk}-{report.trail_seq}-{event}",
        scope=report.scope,
        event=event,
        kind=report.kind,
        pk=report.pk,
        report=str(report),
        path=report.get_absolute_url(),
        codename=codename,
        unit=unit_id,
        reason=words or report.reason,
    )


def tell_stranded(report: Case, why: str) -> None:
    """Tell those who administer the ward, and those who coordinate, that nobody can take the report's next step."""
    wanted = [mail(report, "stranded", right, report.ward_id, words=why) for right in ("administer", "review_reports")]
    for row, right in zip(wanted, ("administer", "review_reports"), strict=True):
        row["key"] = f"{row['key']}-{right}-{uuid4().hex}"
    outbox.put_all(wanted)


def mail_about(item: Difficulty, event: str, to: tuple[str, int], words: str) -> dict[str, Any]:
    """What the outbox is asked for of a difficulty: `to` is the right, and the unit on which its readers hold it."""
    codename, unit_id = to
    return outbox.message(
        "mail",
        f"mail-difficulty-{item.pk}-{item.trail_seq}",
        scope=item.scope,
        event=event,
        report=str(item),
        path=f"/difficulties/{item.pk}/",
        codename=codename,
        unit=unit_id,
        reason=words,
    )


def recipients(payload: dict[str, Any]) -> Iterable[Person]:
    """Who is to read a mail, as things stand now; `people` are ids of those whom no right names any more."""
    if named := NAMED_BY_ROW.get(payload["event"]):
        return named(payload)
    if people := payload.get("people"):
        return Person.objects.filter(pk__in=people, is_active=True)
    if addressees := ADDRESSEES.get(payload["event"]):
        kind = payload.get("kind", "wardreport")  # rows of earlier releases name none: only a ward's report had steps
        return addressees(TYPES[kind].model._default_manager.get(pk=payload["pk"]))
    return [*grants.holders(payload["codename"], payload["unit"]), *_co_drafters(payload)]


def _co_drafters(payload: dict[str, Any]) -> Iterable[Person]:
    """Who was named to write the case too, of what comes back to its writers."""
    if payload["event"] not in TO_WRITERS or "kind" not in payload:
        return ()
    case = TYPES[payload["kind"]].model._default_manager.filter(pk=payload["pk"]).first()
    return case.co_drafters if case else ()


def address(message: OutboxMessage) -> None:
    """Outbox handler for `mail`: a notice, and a row `letter` for each who holds the right now; where a case awaits a
    decision or an opinion, for each who may decide its open steps. Idempotent; whoever shares an address gets one
    letter, and whoever wants one mail a day none.
    """
    people = {person.pk: person for person in recipients(message.payload)}
    with override("vi"):
        put = [_notice(person, message) for person in people.values()]
    readers = {people[row["person_id"]].email: row["person_id"] for row in put if row["by_mail"] == ByMail.OWN}
    letters = [
        outbox.message("letter", f"{message.key}-to-{pk}", scope=message.scope, **message.payload, person=pk)
        for pk in readers.values()
    ]
    notices.put_missing(put)
    OutboxMessage.objects.bulk_create([OutboxMessage(**letter) for letter in letters], ignore_conflicts=True)


def _notice(person: Person, message: OutboxMessage) -> dict[str, Any]:
    payload = message.payload
    subject, *words = _told(payload)
    text = f"{subject.rstrip('.')}. {words[0]}" if words else subject
    key = f"{message.key}-to-{person.pk}"
    return notices.notice(person, key, scope=message.scope, text=text, path=payload["path"], mail=True)


def _told(payload: dict[str, Any]) -> list[str]:
    """What happened, and with what words: not again what the case is called by already, as a difficulty by its text."""
    report, reason = payload["report"], payload["reason"]
    if report.rstrip(" …") and reason.startswith(report.rstrip(" …")):
        report, reason = reason, ""
    subject = str(SUBJECTS[payload["event"]] % {"report": report})
    return [subject, reason] if reason else [subject]


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `letter`: one mail to one person, in Vietnamese, if it still concerns them.

    The Message-ID is made of the outbox key, so a second delivery after a crash is recognised as the same mail.
    """
    payload = message.payload
    reader = next((person for person in recipients(payload) if person.pk == payload["person"]), None)
    if reader is None or not reader.email:
        return
    with override("vi"):
        subject = str(SUBJECTS[payload["event"]] % {"report": payload["report"]})
        text = "\n\n".join(_told(payload))
        mailing.send(reader.email, message.key, subject, [(text, payload["path"])])
