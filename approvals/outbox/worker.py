"""Works off the outbox in processes that work on one message at a time each: what hangs, crashes or eats memory costs
one try of one message, and holds up nothing but its own topic.

The parent runs no handler, and hands each message to a process that has just done one, else to a new one. It claims,
renews leases, ends what takes too long, and hands back what a stop cuts off. A process of its own can be ended wherever
it hangs, which neither a thread nor a signal handler can promise.
"""

import logging
import multiprocessing
import os
import resource
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from multiprocessing.connection import Connection, wait
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
KEPT_FOR, GROWN = 100, 64 * 1024  # messages, and KB of memory more than at first, after which a process is not kept

forking = multiprocessing.get_context("fork")


@dataclass
class Job:
    """A process, and the message that it works on: None while it waits for its next, down the `line`. One that is
    dismissed gets none.
    """

    message: OutboxMessage | None
    process: ForkProcess
    line: Connection
    begun: float = field(default_factory=time.monotonic)
    renewed: float = field(default_factory=time.monotonic)
    is_over_time: bool = False
    is_dismissed: bool = False

    @property
    def limit(self) -> float:
        return settings.APPROVALS_TIME_LIMITS.get(self.message.topic, LONGEST) if self.message else inf

    def failure(self) -> str:
        """Why its process ended without having confirmed or postponed the message."""
        if self.is_over_time:
            return _("It took longer than %(seconds)d seconds and was stopped.") % {"seconds": self.limit}
        return _("Its process ended with status %(status)d.") % {"status": self.process.exitcode}

    def heard(self) -> None:
        """Note that the message is done, where its process has said so."""
        try:
            if self.message and self.line.poll():
                self.is_dismissed = self.is_dismissed or not self.line.recv()
                self.message = None
        except (EOFError, OSError):  # it died: `collect` says of what
            return

    def take(self, message: OutboxMessage) -> bool:
        """Hand the waiting process its next message. False where it is gone."""
        try:
            self.line.send(message)
        except OSError:
            return False
        self.message, self.begun = message, time.monotonic()
        self.renewed = self.begun
        return True

    def dismiss(self) -> None:
        """Have it end once it has done what it works on."""
        if not self.is_dismissed:
            self.is_dismissed = True
            with suppress(OSError):
                self.line.send(None)


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
            for job in self.jobs:
                if job.message is None:
                    job.dismiss()
        except (DatabaseError, OSError) as error:
            logger.error("The outbox waits: %s", error)
            connections.close_all()
            time.sleep(OUTAGE)
        else:
            busy = [job.line for job in self.jobs if job.message and not job.process.exitcode]
            wait([*busy, *(job.process.sentinel for job in self.jobs)], POLL)

    def full(self) -> list[str]:
        """The topics of which no more is begun now."""
        counts = Counter(job.message.topic for job in self.jobs if job.message)
        return [topic for topic, count in counts.items() if count >= AT_ONCE]

    def begin(self, message: OutboxMessage) -> None:
        waiting = (job for job in self.jobs if job.message is None and not job.is_dismissed)
        if not any(job.take(message) for job in waiting):
            self.jobs.append(self._started(message))

    def _started(self, message: OutboxMessage) -> Job:
        connections.close_all()  # a connection does not survive being shared with a child
        line, other_end = forking.Pipe()
        process = forking.Process(target=_work, args=(message, os.getpid(), other_end))
        try:
            process.start()
        except OSError:
            queue.give_back(message)
            line.close()
            raise
        finally:
            other_end.close()
        return Job(message, process, line)

    def end_overdue(self) -> None:
        for job in self.jobs:
            if time.monotonic() - job.begun > job.limit:
                job.is_over_time = True
                job.process.kill()

    def collect(self) -> None:
        """What a process left undone when it ended is tried again, or becomes an incident."""
        for job in list(self.jobs):
            is_alive = job.process.is_alive()
            job.heard()
            if is_alive:
                continue
            if job.message and job.process.exitcode:
                logger.error("Outbox message %s: %s", job.message.key, job.failure())
                queue.postpone(job.message, job.failure())
            job.line.close()
            self.jobs.remove(job)

    def renew(self) -> None:
        """Renew leases. A process ends whose message was claimed by another, because its renewal came too late."""
        for job in self.jobs:
            if job.message and not job.is_over_time and time.monotonic() - job.renewed > RENEWAL:
                job.renewed = time.monotonic()
                if not queue.renew(job.message):
                    job.process.kill()

    def end(self) -> None:
        """What ends within the grace has ended by itself. The rest is killed, and its messages go back."""
        for job in self.jobs:
            job.dismiss()
        deadline = time.monotonic() + GRACE
        while any(job.process.is_alive() for job in self.jobs) and time.monotonic() < deadline:
            wait([job.process.sentinel for job in self.jobs if job.process.is_alive()], deadline - time.monotonic())
        for job in self.jobs:
            job.heard()
            job.process.kill()
            job.process.join()
            job.line.close()
            try:
                if job.message:
                    queue.give_back(job.message)
            except DatabaseError as error:
                logger.error("Outbox message %s waits for its lease to run out: %s", job.message, error)
        self.jobs.clear()


def _work(message: OutboxMessage | None, parent: int, line: Connection) -> None:
    """The life of a child: this message, then those that come down the line, each answered once it is done, with
    whether another may come. Stop signals are for the parent, which gives the child time to finish.
    """
    die_with(parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    at_first, count = _memory(), 0
    while message:
        queue.work(message)
        count += 1
        takes_more = count < KEPT_FOR and _memory() - at_first < GROWN
        line.send(takes_more)
        message = line.recv() if takes_more else None
    connections.close_all()


def _memory() -> int:
    """KB, the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
