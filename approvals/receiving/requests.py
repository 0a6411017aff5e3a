"""What a scope asks its senders to report: one in this installation is told at once, another when it asks for news."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from approvals.channels import answers
from approvals.channels.seam import ASKED, ASKED_ON_PLAN, Asked
from approvals.clock import ZONE, now
from approvals.edxml.messages import Letter, Organ, Signer
from approvals.models import MessageKey, ReportRequest, Sender


def ask(
    senders: Iterable[Sender], *, identity: UUID, title: str, brief: str, due_at: datetime, on_plan: bool = False
) -> None:
    """Ask each of them for the same, with the plan's indicators where `on_plan`. In the caller's transaction, which
    asks who may. `due_at` is the first instant that is late; a sender is told the last whole day before it.
    """
    at = now()
    told: dict[str, Any] = {"title": title, "brief": brief, "due_at": due_at, "on_plan": on_plan}
    rows = [ReportRequest(sender=row, identity=identity, token=uuid4(), at=at, **told) for row in senders]
    for row in rows:
        if row.sender.origin is not None:
            row.taken_at = at
            asked = Asked(str(identity), str(row.token), title, brief, last_day_of(row), on_plan)
            answers.open_asked(row.sender.origin, asked)
    ReportRequest.objects.bulk_create(rows)


def letter_of(row: ReportRequest, own: MessageKey) -> Letter:
    """The message that asks, as the other installation reads it."""
    organ, sender = Organ(own.organ_id, own.organ_id), row.sender
    return Letter(
        document_id=str(row.identity),
        sender=organ,
        receivers=[Organ(sender.organ_id, sender.name)],
        number=str(row.pk),
        notation="YC",
        place=own.organ_id,
        issued_on=row.at.astimezone(ZONE).date(),
        kind=("1", "", ASKED_ON_PLAN if row.on_plan else ASKED),
        subject=row.title,
        content=row.brief,
        due_on=last_day_of(row),
        signer=Signer(name=own.organ_id),
    )


def last_day_of(row: ReportRequest) -> date:
    """The last whole day that is in time, in Vietnam."""
    return row.due_at.astimezone(ZONE).date() - timedelta(days=1)


def note_taken(row: ReportRequest) -> None:
    """The sender has it. Idempotent."""
    ReportRequest.objects.filter(pk=row.pk, taken_at=None).update(taken_at=now())
