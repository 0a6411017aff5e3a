from celery import shared_task

from . import outbox


@shared_task(name="approvals.drain")
def drain() -> None:
    """Work off the outbox. Beat calls it every two seconds; twice at once is safe."""
    outbox.drain()
