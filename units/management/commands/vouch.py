from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Person
from units.people import actions


class Command(BaseCommand):
    help = "Say that a person chose their password by the mailed link themselves, where no administrator is left to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        try:
            person = actions.vouch(Person.objects.get(username=username), by=None)
        except Person.DoesNotExist as missing:
            raise CommandError(_("Nobody has the user name %(username)s.") % {"username": username}) from missing
        except NotPossible as error:
            raise CommandError(error.message) from error
        self.stdout.write(_("The password of %(person)s proves who they are again.") % {"person": person})
