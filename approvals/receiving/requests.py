"""What a scope asks its senders to report, as a message tells it (actions.py: `ask`)."""

from datetime import date, timedelta

from approvals.channels.seam import ASKED, ASKED_ON_PLAN, OUTLINE
from approvals.clock import ZONE
from approvals.edxml.messages import Attached, Business, Letter, Organ, Signer
from approvals.models import MessageKey, ReportRequest

BUSINESS = {
    ReportRequest.Change.NONE: Business.NEW,
    ReportRequest.Change.MOVED: Business.UPDATE,
    ReportRequest.Change.WITHDRAWN: Business.RECALL,
}


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
        due_on=None if row.change == ReportRequest.Change.WITHDRAWN else last_day_of(row),
        signer=Signer(name=own.organ_id),
        attached=[Attached(OUTLINE, "application/json", row.outline.encode())] if row.outline else [],
        business=BUSINESS[ReportRequest.Change(row.change)],
        reason=row.reason,
    )


def last_day_of(row: ReportRequest) -> date:
    """The last whole day that is in time, in Vietnam."""
    return row.due_at.astimezone(ZONE).date() - timedelta(days=1)
