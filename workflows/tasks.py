import logging

from celery import shared_task

from approvals.files import scanning
from approvals.files import store as files
from approvals.verification import folders
from units.notices import actions as notices
from units.notices.push import actions as push
from workflows.cases import reconciliation, stranded
from workflows.cases.attached import actions as attached
from workflows.cases.attached import bytes as attached_files
from workflows.dashboard import actions as dashboard
from workflows.periods import by_clock
from workflows.reminders import actions as reminders
from workflows.sources import folders as figures
from workflows.sources import mailbox
from workflows.unit_reports.deliveries import actions as deliveries
from workflows.unit_reports.on_behalf import taking_in
from workflows.webhooks import actions as webhooks

from .routes.underway import overdue

logger = logging.getLogger(__name__)


@shared_task(name="workflows.open_periods")
def open_periods() -> None:
    """Open every period whose time has come, and take in what came for one before it was open. Idempotent."""
    for reason in by_clock.open_due():
        logger.warning(reason)
    deliveries.look()


@shared_task(name="workflows.reconcile")
def reconcile() -> None:
    """Bring open tasks back in step with states, and files with the rows that name them."""
    reconciliation.reconcile()
    stranded.look()
    if not folders.reconcile(thorough=False).numbers:
        attached_files.drop_orphans()
    attached_files.report_missing(thorough=False)


@shared_task(name="workflows.pass_in_silence")
def pass_in_silence() -> None:
    """Do what steps whose time is over say: remind, tell another office, go on without an opinion. Idempotent.

    The name is that of earlier releases, which asked for the last alone; it stands in queues.
    """
    overdue.ring()


@shared_task(name="workflows.accept_due")
def accept_due() -> None:
    """Accept at its due time what the office typed for units and nobody of the office may accept. Idempotent."""
    taking_in.accept_due()


@shared_task(name="workflows.tell_webhooks")
def tell_webhooks() -> None:
    """Ask for what addresses outside are to be told of the trail. Idempotent."""
    webhooks.follow_trail()


@shared_task(name="workflows.remind")
def remind() -> None:
    """Give the reminders that are due, and ask for the mails of the day and for what browsers show. Idempotent."""
    reminders.tell_due()
    notices.mail_the_day()
    push.ask_for_new()


@shared_task(name="workflows.let_go")
def let_go() -> None:
    """Close the incidents of cases that nobody could take on and somebody can again, and open those of cases that
    wait for nobody since a term has run out. Idempotent.
    """
    stranded.let_go()
    stranded.look_where_terms_ended()


@shared_task(name="workflows.scan_kept")
def scan_kept() -> None:
    """Scan what no scanner has judged yet, as long as it answers. Idempotent."""
    for sha256 in attached_files.to_scan() if scanning.is_set() else ():
        try:
            attached.scan_kept(sha256)
        except files.FileFault as fault:
            logger.warning("The file %s cannot be scanned: %s", sha256, fault.fault)
        except scanning.ScannerAway as away:
            logger.warning("The scanner does not answer: %s", away)
            return


@shared_task(name="workflows.mail_dashboards")
def mail_dashboards() -> None:
    """Ask for the weekly mails of how wards stand. Idempotent."""
    dashboard.mail_the_week()


@shared_task(name="workflows.read_figures")
def read_figures() -> None:
    """Take in the figures that systems of units left in their folders, and have the mailbox read. Idempotent."""
    figures.read_all()
    mailbox.ask()
