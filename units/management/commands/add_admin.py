from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from units.management.demo import refuse_demo
from units.models import Office, Unit
from units.offices import actions as offices
from units.people import actions as people


class Command(BaseCommand):
    help = "Add a ward's first administrator, who adds everybody else in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help="full name")
        parser.add_argument("--email", default="")
        parser.add_argument("--ward", metavar="CODE", help="the ward's code, where there are several")

    def handle(self, *, username: str, name: str, email: str, ward: str | None, **options: Any) -> None:
        refuse_demo()
        root = self._ward(ward)
        try:
            with transaction.atomic():
                person = people.add_person(root, by=None, username=username, name=name, email=email)
                offices.start_membership(person, by=None, unit=root, office=Office.ADMIN, starts_at=now())
        except NotPossible as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            _("%(person)s administers %(ward)s. Give them a password: manage.py changepassword %(username)s")
            % {"person": person, "ward": root, "username": person.username}
        )

    def _ward(self, code: str | None) -> Unit:
        wards = Unit.objects.filter(ward=None)
        found = list(wards.filter(code=code) if code else wards)
        if len(found) != 1:
            raise CommandError(
                _("Name one ward with --ward: %(codes)s. A ward comes with its plan: manage.py import_plan.")
                % {"codes": ", ".join(wards.values_list("code", flat=True)) or "–"}
            )
        return found[0]
