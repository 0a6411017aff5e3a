from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errors import NotPossible
from units.management.demo import refuse_demo
from units.sign_in import demo
from workflows.demo import play

TAKEN = gettext_lazy(
    "This database holds a ward or people of its own. Start with deploy/run --empty, or choose an empty DATA_DIR."
)


class Command(BaseCommand):
    help = "Fill an empty database with the demo: phường Minh Xuân in its year 2026, up to today. Idempotent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--absent", action="store_true", help="make nothing: refuse a database that holds the demo")

    def handle(self, *, absent: bool, **options: Any) -> None:
        if absent:
            refuse_demo()
            return
        if not settings.DEMO:
            raise CommandError(_("Demo mode is off here: set DEMO=1, or start with deploy/run."))
        if demo.is_there():
            self.stdout.write(_("The demo is there already."))
            return
        if play.is_taken():
            raise CommandError(str(TAKEN))
        self.say(_("Playing the demo through the real actions, from April 2026 to today: two to three minutes."))
        try:
            play.play(self.say)
        except NotPossible as error:
            raise CommandError(error.message) from error

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
