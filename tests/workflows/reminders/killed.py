"""A process of its own that gives reminders, and is killed where that is asked for: `killed.py WHERE MOMENT [FILE]`.

The Message-ID of a mail that left before it died is left in the FILE.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from approvals import clock  # noqa: E402
from approvals.outbox import mailing, queue  # noqa: E402
from workflows.reminders import actions  # noqa: E402

settings.CLOCK_MAY_BE_SET = True


def die(*_given: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(where: str, moment: str, file: str = "") -> None:
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
    if where == "left":
        whole = mailing.EmailMultiAlternatives.send

        def send_and_die(mail: mailing.EmailMultiAlternatives) -> None:
            whole(mail)
            Path(file).write_text(mail.message()["Message-ID"], encoding="utf-8")
            die()

        mailing.EmailMultiAlternatives.send = send_and_die  # type: ignore[assignment, method-assign]
        queue.drain()


main(*sys.argv[1:])
