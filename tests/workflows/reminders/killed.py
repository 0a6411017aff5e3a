"""A process of its own that gives reminders, and is killed where that is asked for: `killed.py WHERE MOMENT`."""

import os
import signal
import sys
from datetime import datetime

import django

django.setup()

from django.conf import settings  # noqa: E402

from approvals import clock  # noqa: E402
from approvals.outbox import mailing, queue  # noqa: E402
from workflows.reminders import actions  # noqa: E402

settings.CLOCK_MAY_BE_SET = True


def die(*_given: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(where: str, moment: str) -> None:
    if where == "before":
        actions.insert_many = die  # type: ignore[assignment]
    if where == "ledger":
        actions.notices.put_all = die  # type: ignore[assignment]
    if where == "notices":
        actions.outbox.put_all = die  # type: ignore[assignment]
    with clock.at(datetime.fromisoformat(moment)):
        actions.tell_due()
    if where == "after":
        die()
    if where == "mail":
        mailing.EmailMultiAlternatives.send = die  # type: ignore[method-assign]
        queue.drain()


main(*sys.argv[1:])
