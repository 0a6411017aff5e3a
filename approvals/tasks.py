import multiprocessing

from celery import shared_task

from .channels import delivery
from .outbox.worker import Worker
from .pages import calls, once, shown
from .search import actions as search
from .trail import checkpoints

DRAINS = 30.0  # seconds, so that the other tasks get their turn


@shared_task(name="approvals.drain")
def drain() -> None:
    """Work off the outbox, in the service profile. Beat calls it every two seconds; several at a time are safe."""
    multiprocessing.current_process().daemon = False  # of Celery's pool, it could not start processes
    Worker().run(seconds=DRAINS)


@shared_task(name="approvals.ask_channels")
def ask_channels() -> None:
    """Have exchanges asked what came back. Idempotent."""
    delivery.ask_channels()


@shared_task(name="approvals.checkpoint")
def checkpoint() -> None:
    """Fold what the trail gained into a checkpoint. Two at the same time make one."""
    checkpoints.make()


@shared_task(name="approvals.forget_answers")
def forget_answers() -> None:
    """Delete the answers to forms that nobody sends again, and the pages that show something once. Idempotent."""
    once.forget()
    shown.forget()
    calls.forget()


@shared_task(name="approvals.follow_search")
def follow_search() -> None:
    """Take into the search what is new or has changed since the last time. Idempotent."""
    search.follow()


@shared_task(name="approvals.compare_search")
def compare_search() -> None:
    """Compare all that can be found with what it tells of. Idempotent."""
    search.compare_all()
