"""What a ward's superior asks for: the ward's own period opens for it, by the code of its own requests. The ward's
office is told when the superior cancels it or moves its day; it cancels or moves its own period itself.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.models import OutboxMessage, ReportRequest, Sender
from approvals.outbox import queue as outbox
from approvals.pages.days import midnight
from approvals.receiving import actions as receiving
from units.models import Unit
from workflows.cases.mails import mail
from workflows.models import ReportingPeriod, WardReport
from workflows.outlines.transfer import files
from workflows.pure.calendar import last_day

from .actions import reporting_units
from .requests import ask_for_report

LEAST = timedelta(hours=1)  # between the units' due time and the ward's


def open_asked(message: OutboxMessage) -> None:
    """Outbox handler for `asked`: payload `ward`, `identity`, `title`, `brief`, `on_plan`, `due_on`, the last day in
    time, and `outline`, a file of one where it asks by one. All units of the ward are asked; its office waives those
    that it does not concern. Idempotent. Raises NotPossible where the ward cannot open it, as without a plan for the
    year: an incident says so. What the superior has cancelled meanwhile is not opened.
    """
    asked = message.payload
    ward, request = Unit.objects.get(pk=asked["ward"]), UUID(asked["identity"])
    known = ReportingPeriod.objects.filter(request=request)
    superiors = ReportRequest.objects.filter(identity=request).values("sender__scope")
    if known.filter(ward=ward).exists() or known.filter(ward__in=superiors, cancelled_at__isnull=False).exists():
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


def cancelled(period: ReportingPeriod, reason: str) -> None:
    """In the transaction that cancels a superior's period: whoever has not heard of it is asked no more, and the office
    of each ward of this installation is told. None of it where no wards were asked.
    """
    if period.request is None:
        return
    receiving.withdraw(period.ward_id, period.request)
    with override("vi"):
        words = _(
            "Your superior asks for this no more: %(reason)s Cancel the period on its page where nobody needs it."
        )
    _tell_offices(period, period.request, "superior_cancelled", words % {"reason": ended(reason)})


def moved(period: ReportingPeriod, reason: str) -> None:
    """In the transaction that moves the due times of a superior's period: as `cancelled`."""
    if period.request is None:
        return
    receiving.move_request(period.ward_id, period.request, due_at=period.unit_due_at)
    with override("vi"):
        words = _("Your superior expects it by %(day)s: %(reason)s Change the due times of the period on its page.")
    day = f"{last_day(period.unit_due_at):%d/%m/%Y}"
    _tell_offices(period, period.request, "superior_moved", words % {"day": day, "reason": ended(reason)})


def ended(reason: str) -> str:
    """With a point at its end."""
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def _tell_offices(period: ReportingPeriod, request: UUID, event: str, words: str) -> None:
    asked = Sender.objects.filter(scope=period.ward_id, requests__identity=request).exclude(origin=None)
    own = WardReport.objects.with_names().filter(replaced_by=None, ward__in=asked.values("origin"))
    wanted = [
        mail(report, event, "review_reports", report.ward_id, words=words)
        for report in own.filter(period__request=request, period__cancelled_at=None)
    ]
    for row in wanted:
        row["key"] = f"{row['key']}-{uuid4().hex}"
    outbox.put_all(wanted)
