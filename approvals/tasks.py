from celery import shared_task

from . import checkpoints, once, outbox


@shared_task(name="approvals.drain")
def drain() -> None:
    """Work off the outbox. Beat calls it every two seconds; twice at once is safe."""
    outbox.drain()


@shared_task(name="approvals.checkpoint")
def checkpoint() -> None:
    """Fold what the trail gained into a checkpoint. Twice at once makes one."""
    checkpoints.make()


@shared_task(name="approvals.forget_answers")
def forget_answers() -> None:
    """Delete the answers to forms that nobody sends again. Idempotent."""
    once.forget()
