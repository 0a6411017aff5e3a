from celery import shared_task

from approvals.clock import now

from . import actions, calendar_days, reconciliation
from .models import ReportKind
from .schedule import codes_open_on


@shared_task(name="workflows.open_periods")
def open_periods() -> None:
    """Open every period whose time has come. Twice is once."""
    calendar = calendar_days.current()
    for kind in ReportKind.objects.select_related("ward"):
        for code in codes_open_on(kind.schedule, now(), calendar, since=kind.opens_from):
            actions.open_period(kind, code)


@shared_task(name="workflows.reconcile")
def reconcile() -> None:
    """Bring open tasks back in step with states."""
    reconciliation.reconcile()
