from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from units import actions
from units.models import Office, Unit


class Command(BaseCommand):
    help = "Add a ward's first administrator, who adds everybody else in the browser. Asks for the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help="full name")
        parser.add_argument("--ward", required=True, help="code of the ward, as import_plan printed it")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        ward = Unit.objects.filter(ward=None, code=options["ward"]).first()
        if ward is None:
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": options["ward"]})
        password = getpass(_("Password: "))
        try:
            validate_password(password)
            person = actions.add_person(
                ward, by=None, username=options["username"], name=options["name"], email=options["email"]
            )
            actions.start_membership(person, by=None, unit=ward, office=Office.ADMIN, starts_at=now())
        except (ValidationError, NotPossible) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error
        person.set_password(password)
        person.save(update_fields=["password"])
        self.stdout.write(_("%(person)s can sign in now.") % {"person": person})
