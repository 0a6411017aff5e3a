from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from units.models import Unit
from workflows.models import Route
from workflows.routes.transfer.formats import FORMATS


class Command(BaseCommand):
    help = "Print the approval route of a ward's kind of report: export_route MINHXUAN monthly --format json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ward", metavar="WARD", help="the ward's code")
        parser.add_argument("kind", metavar="KIND", help="code of the kind of report: monthly, annual")
        parser.add_argument("--format", choices=FORMATS, default="json", help="json can be imported again")

    def handle(self, *, ward: str, kind: str, format: str, **options: Any) -> None:
        if not Unit.objects.filter(ward=None, code=ward).exists():
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": ward})
        route = Route.objects.filter(ward__code=ward, kind__code=kind).select_related("ward", "kind").first()
        if route is None:
            raise CommandError(_("There is no such kind of report: %(kind)s") % {"kind": kind})
        self.stdout.write(FORMATS[format].written(route), ending="")
