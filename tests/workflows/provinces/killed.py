"""A process of its own that works off what waits, and is killed there: `killed.py WHERE`."""

import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from approvals.channels import delivery  # noqa: E402
from approvals.models import OutboxMessage  # noqa: E402
from approvals.receiving import actions as receiving  # noqa: E402


def die(*_given: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


PLACES = {
    "before_it_is_taken": (receiving, "take_in", "dispatch", delivery.deliver),
    "before_it_is_noted": (delivery, "_note_sent", "dispatch", delivery.deliver),
    "before_the_answer_is_noted": (receiving, "note_taken", "answers", delivery.ask),
}


def main(where: str) -> None:
    settings.DOCUMENTS_DIR = Path(os.environ["DOCUMENTS"])
    room, name, topic, handler = PLACES[where]
    setattr(room, name, die)
    message = OutboxMessage.objects.filter(topic=topic, done_at=None).latest("pk")
    message.tries = 1
    handler(message)


main(*sys.argv[1:])
