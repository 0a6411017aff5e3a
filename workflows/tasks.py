import logging

from celery import shared_task

from approvals.clock import now
from approvals.errors import NotPossible

from . import actions, calendar_days, reconciliation
from .models import ReportKind
from .schedule import codes_open_on

logger = logging.getLogger(__name__)


@shared_task(name="workflows.open_periods")
def open_periods() -> None:
    """Open every period whose time has come. Twice is once."""
    calendar = calendar_days.current()
    for kind in ReportKind.objects.select_related("ward"):
        for code in codes_open_on(kind.schedule, now(), calendar, since=kind.opens_from):
            try:
                actions.open_period(kind, code)
            except NotPossible as reason:
                logger.warning("%s %s of %s is not opened: %s", kind.code, code, kind.ward, reason)


@shared_task(name="workflows.reconcile")
def reconcile() -> None:
    """Bring open tasks back in step with states."""
    reconciliation.reconcile()
