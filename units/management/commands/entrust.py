from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.installation import actions
from units.models import Person


class Command(BaseCommand):
    help = "Say that a person runs this installation: they add wards to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        try:
            person = actions.entrust(Person.objects.get(username=username))
        except Person.DoesNotExist as missing:
            raise CommandError(_("Nobody has the user name %(username)s.") % {"username": username}) from missing
        except NotPossible as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(_("%(person)s may add wards to this installation.") % {"person": person})
