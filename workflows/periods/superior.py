"""What a ward's superior asks for: the ward's own period opens for it, by the code of its own requests."""

from datetime import date, datetime, timedelta
from uuid import UUID

from approvals.clock import now
from approvals.models import OutboxMessage
from approvals.pages.days import midnight
from units.models import Unit
from workflows.models import ReportingPeriod

from .actions import reporting_units
from .requests import ask_for_report

LEAST = timedelta(hours=1)  # between the units' due time and the ward's


def open_asked(message: OutboxMessage) -> None:
    """Outbox handler for `asked`: payload `ward`, `identity`, `title`, `brief`, `on_plan`, and `due_on`, the last day
    in time. All units of the ward are asked; its office waives those that it does not concern. Idempotent. Raises
    NotPossible where the ward cannot open it, as without a plan for the year: an incident says so.
    """
    asked = message.payload
    ward, request = Unit.objects.get(pk=asked["ward"]), UUID(asked["identity"])
    if ReportingPeriod.objects.filter(ward=ward, request=request).exists():
        return
    due = midnight(date.fromisoformat(asked["due_on"]) + timedelta(days=1))
    told = {"title": asked["title"], "brief": asked["brief"], "on_plan": asked["on_plan"]}
    units = list(reporting_units(ward.pk))
    ask_for_report(ward, by=None, units=units, unit_due_at=half_way(due), ward_due_at=due, request=request, **told)


def half_way(due: datetime) -> datetime:
    """When the units are due, on the full hour: half of the time is theirs, half the ward's."""
    middle = now() + (due - now()) / 2
    return min(middle.replace(minute=0, second=0, microsecond=0), due - LEAST)
