from typing import Any

from django.core.management.base import BaseCommand

from approvals.outbox.worker import Worker


class Command(BaseCommand):
    help = "Work off the outbox until TERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        Worker().run()
