"""A process of its own that sends notices to browsers, and is killed where that is asked for: `killed.py WHERE`."""

import os
import signal
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402

from approvals.outbox import queue  # noqa: E402
from units.models import PushSubscription  # noqa: E402
from units.notices.push import actions, delivery  # noqa: E402

settings.PRIVATE_ADDRESSES = True


def die(*_given: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(where: str) -> None:
    if where == "asking":
        PushSubscription.objects.bulk_update = die  # type: ignore[method-assign]
    actions.ask_for_new()
    if where == "sending":
        delivery.webpush = die  # type: ignore[assignment]
    if where == "sent":
        send = delivery.webpush
        delivery.webpush = lambda *given, **named: (send(*given, **named), die())  # type: ignore[assignment]
    if where != "asked":
        queue.drain()
    die()


main(*sys.argv[1:])
