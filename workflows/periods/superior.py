"""What a ward's superior asks for: the ward's own period opens for it, by the code of its own requests. The ward's
office is told when the superior cancels it or moves its day; it cancels or moves its own period itself.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.models import OutboxMessage, ReportRequest
from approvals.outbox import queue as outbox
from approvals.pages.days import midnight
from approvals.receiving import actions as receiving
from units.models import Unit
from workflows.cases.mails import mail
from workflows.cases.moves import locked_row, note
from workflows.models import ReportingPeriod, WardReport
from workflows.outlines.transfer import files

from .actions import reporting_units
from .requests import ask_for_report

LEAST = timedelta(hours=1)  # between the units' due time and the ward's


def open_asked(message: OutboxMessage) -> None:
    """Outbox handler for `asked`: payload `ward`, `identity`, `title`, `brief`, `on_plan`, `due_on`, the last day in
    time, and `outline`, a file of one where it asks by one; for what the superior changes since also `change` and
    `reason`. All units of the ward are asked; its office waives those that it does not concern. Idempotent. Raises
    NotPossible where the ward cannot open it, as without a plan for the year: an incident says so. What the superior
    has withdrawn meanwhile is not opened.
    """
    if message.payload.get("change"):
        _changed(message.payload, message.key)
    elif not _is_withdrawn(message.payload):
        _opened(message.payload)


def _is_withdrawn(asked: dict[str, Any]) -> bool:
    changes = OutboxMessage.objects.filter(topic="asked", key__startswith=f"{key_of(asked)}-")
    return changes.filter(payload__change=ReportRequest.Change.WITHDRAWN).exists()


def _opened(asked: dict[str, Any]) -> None:
    ward, request = Unit.objects.get(pk=asked["ward"]), UUID(asked["identity"])
    if ReportingPeriod.objects.filter(request=request, ward=ward).exists():
        return
    due = midnight(date.fromisoformat(asked["due_on"]) + timedelta(days=1))
    told = {"title": asked["title"], "brief": asked["brief"], "on_plan": asked["on_plan"]}
    told["asks"] = files.read(outline.encode()) if (outline := asked.get("outline")) else None
    units = list(reporting_units(ward.pk))
    ask_for_report(ward, by=None, units=units, unit_due_at=half_way(due), ward_due_at=due, request=request, **told)


def half_way(due: datetime) -> datetime:
    """When the units are due, on the full hour: half of the time is theirs, half the ward's."""
    middle = now() + (due - now()) / 2
    return min(middle.replace(minute=0, second=0, microsecond=0), due - LEAST)


def _changed(asked: dict[str, Any], key: str) -> None:
    """Tell the office that its superior withdrew the request or moved its day, and note it beside its own report. One
    that was never opened is opened by a later day, and by a withdrawal no more.
    """
    own = WardReport.objects.with_names().filter(ward=asked["ward"], replaced_by=None)
    report = own.filter(period__request=UUID(asked["identity"])).first()
    if report is None:
        if asked["change"] == ReportRequest.Change.WITHDRAWN:
            outbox.settle(key_of(asked), by=None)
        else:
            _opened(asked)
    elif report.period.cancelled_at is None:
        _tell_office(report, asked, key)


def _tell_office(report: WardReport, asked: dict[str, Any], key: str) -> None:
    """Once for each message."""
    event, words = _words_of(asked)
    with transaction.atomic():
        row = locked_row(report)
        if OutboxMessage.objects.filter(key=f"{key}-told").exists():
            return
        note(row, event, by=None, reason=asked["reason"], changes=_changes_of(asked))
        told = mail(row, event, "review_reports", row.ward_id, words=words)
        outbox.put_all([told | {"key": f"{key}-told"}])


def _words_of(asked: dict[str, Any]) -> tuple[str, str]:
    """The event, and what the office reads: in Vietnamese, as mails are."""
    reason = ended(asked["reason"])
    with override("vi"):
        if asked["change"] == ReportRequest.Change.WITHDRAWN:
            words = _(
                "Your superior asks for this no more: %(reason)s Cancel the period on its page where nobody needs it."
            )
            return "superior_cancelled", words % {"reason": reason}
        words = _("Your superior expects it by %(day)s: %(reason)s Change the due times of the period on its page.")
        return "superior_moved", words % {"day": f"{date.fromisoformat(asked['due_on']):%d/%m/%Y}", "reason": reason}


def _changes_of(asked: dict[str, Any]) -> dict[str, list[Any]] | None:
    moved = asked["change"] == ReportRequest.Change.MOVED
    return {"superior_day": [None, asked["due_on"]]} if moved else None


def key_of(asked: dict[str, Any]) -> str:
    """The key of the outbox's row that opens what is asked."""
    return f"asked-{asked['ward']}-{asked['identity']}"


def cancelled(period: ReportingPeriod, reason: str) -> None:
    """In the transaction that cancels a superior's period: each ward that was asked hears that. None where no wards
    were asked.
    """
    if period.request:
        receiving.withdraw(period.ward_id, period.request, reason=reason)


def moved(period: ReportingPeriod, reason: str) -> None:
    """In the transaction that moves the due times of a superior's period: as `cancelled`."""
    if period.request:
        receiving.move_request(period.ward_id, period.request, due_at=period.unit_due_at, reason=reason)


def ended(reason: str) -> str:
    """With a point at its end."""
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
