"""A process of its own that hands over what waits, and is killed there: `killed.py WHERE OUTGOING_DIR`."""

import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from approvals.channels import delivery  # noqa: E402
from approvals.channels.kinds import vxp  # noqa: E402
from approvals.models import OutboxMessage  # noqa: E402


def die(*_given: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(where: str, outgoing: str) -> None:
    settings.OUTGOING_DIR, settings.DOCUMENTS_DIR = Path(outgoing), Path(os.environ["DOCUMENTS"])
    if where == "before":
        vxp.send = die  # type: ignore[assignment]
    if where == "after":
        delivery._note_sent = die  # type: ignore[assignment]
    message = OutboxMessage.objects.get(topic="dispatch")
    message.tries = 1
    delivery.deliver(message)


main(*sys.argv[1:])
