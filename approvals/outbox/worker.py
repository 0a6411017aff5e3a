"""Works off the outbox, each message in a process of its own: what hangs, crashes or eats memory costs one try of one
message, and holds up nothing but its own topic.

The parent runs no handler. It claims, renews leases, ends what takes too long, and hands back what a stop cuts off. A
process of its own can be ended wherever it hangs, which neither a thread nor a signal handler can promise.
"""

import logging
import multiprocessing
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from math import inf
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from approvals.models import OutboxMessage

from . import queue
from .processes import die_with

logger = logging.getLogger(__name__)

AT_ONCE = 2  # messages of one topic, so that one which hangs does not hold up the others
POLL = 1.0  # seconds between looks at the table
RENEWAL = 10.0  # seconds between renewals of a lease
LONGEST = 60.0  # seconds a handler may take, where settings.APPROVALS_TIME_LIMITS has nothing for its topic
GRACE = 3.0  # seconds that a stop leaves to what is running; the supervisor kills after ten
OUTAGE = 3.0  # seconds before the next look while the database is away

forking = multiprocessing.get_context("fork")


@dataclass
class Job:
    """A message and the process that works on it."""

    message: OutboxMessage
    process: ForkProcess
    begun: float = field(default_factory=time.monotonic)
    renewed: float = field(default_factory=time.monotonic)
    is_over_time: bool = False

    @property
    def limit(self) -> float:
        return settings.APPROVALS_TIME_LIMITS.get(self.message.topic, LONGEST)

    def failure(self) -> str:
        """Why its process ended without having confirmed or postponed the message."""
        if self.is_over_time:
            return _("It took longer than %(seconds)d seconds and was stopped.") % {"seconds": self.limit}
        return _("Its process ended with status %(status)d.") % {"status": self.process.exitcode}


class Worker:
    """Several may run at once, on several machines."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.stopping = False
        for handler in settings.APPROVALS_HANDLERS.values():
            import_string(handler)  # here once, instead of in each process

    def run(self, seconds: float = inf) -> None:
        """Work until TERM or INT. With `seconds`, until nothing is due; what is due after that time is left."""
        begun = time.monotonic()
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self.stopping:
                self.turn(claims=time.monotonic() - begun < seconds)
                if not self.jobs and seconds < inf:
                    break
        finally:
            self.end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def turn(self, *, claims: bool) -> None:
        """Look at every process, claim what there is room for, and wait until one ends or the next look is due."""
        self.end_overdue()
        try:
            self.collect()
            self.renew()
            while claims and not self.stopping and (message := queue.claim(self.full())):
                self.begin(message)
        except (DatabaseError, OSError) as error:
            logger.error("The outbox waits: %s", error)
            connections.close_all()
            time.sleep(OUTAGE)
        else:
            wait([job.process.sentinel for job in self.jobs], POLL)

    def full(self) -> list[str]:
        """The topics of which no more is begun now."""
        counts = Counter(job.message.topic for job in self.jobs)
        return [topic for topic, count in counts.items() if count >= AT_ONCE]

    def begin(self, message: OutboxMessage) -> None:
        connections.close_all()  # a connection does not survive being shared with a child
        process = forking.Process(target=_work, args=(message, os.getpid()))
        try:
            process.start()
        except OSError:
            queue.give_back(message)
            raise
        self.jobs.append(Job(message, process))

    def end_overdue(self) -> None:
        for job in self.jobs:
            if time.monotonic() - job.begun > job.limit:
                job.is_over_time = True
                job.process.kill()

    def collect(self) -> None:
        """What a process left undone when it ended is tried again, or becomes an incident."""
        for job in [job for job in self.jobs if not job.process.is_alive()]:
            if job.process.exitcode:
                logger.error("Outbox message %s: %s", job.message.key, job.failure())
                queue.postpone(job.message, job.failure())
            self.jobs.remove(job)

    def renew(self) -> None:
        """Renew leases. A process ends whose message was claimed by another, because its renewal came too late."""
        for job in self.jobs:
            if not job.is_over_time and time.monotonic() - job.renewed > RENEWAL:
                job.renewed = time.monotonic()
                if not queue.renew(job.message):
                    job.process.kill()

    def end(self) -> None:
        """What ends within the grace has ended by itself. The rest is killed, and its messages go back."""
        deadline = time.monotonic() + GRACE
        while any(job.process.is_alive() for job in self.jobs) and time.monotonic() < deadline:
            wait([job.process.sentinel for job in self.jobs if job.process.is_alive()], deadline - time.monotonic())
        for job in self.jobs:
            job.process.kill()
            job.process.join()
            try:
                queue.give_back(job.message)
            except DatabaseError as error:
                logger.error("Outbox message %s waits for its lease to run out: %s", job.message.key, error)
        self.jobs.clear()


def _work(message: OutboxMessage, parent: int) -> None:
    """The life of a child. Stop signals are for the parent, which gives the child time to finish."""
    die_with(parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    queue.work(message)
    connections.close_all()
