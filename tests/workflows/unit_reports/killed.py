"""A process of its own that accepts what is due, and is killed where that is asked for: `killed.py WHERE MOMENT`."""

import os
import signal
import sys
from datetime import datetime

import django

django.setup()

from django.conf import settings  # noqa: E402

from approvals import clock  # noqa: E402
from workflows.unit_reports.on_behalf import taking_in  # noqa: E402

settings.CLOCK_MAY_BE_SET = True


def die(*_given: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(where: str, moment: str) -> None:
    if where == "before":
        taking_in.record = die  # type: ignore[assignment]
    if where == "mails":
        taking_in.tell = die  # type: ignore[assignment]
    with clock.at(datetime.fromisoformat(moment)):
        taking_in.accept_due()
    die()


main(*sys.argv[1:])
