from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from units.models import Unit
from workflows.models import ReportKind
from workflows.outlines.transfer import files


class Command(BaseCommand):
    help = "Print the outline of a ward's kind of report as JSON: export_outline MINHXUAN monthly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ward", metavar="WARD", help="the ward's code")
        parser.add_argument("kind", metavar="KIND", help="code of the kind of report: monthly, annual")

    def handle(self, *, ward: str, kind: str, **options: Any) -> None:
        if not Unit.objects.filter(ward=None, code=ward).exists():
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": ward})
        found = ReportKind.objects.filter(ward__code=ward, code=kind, subject_kind="wardreport")
        row = found.select_related("ward").first()
        if row is None:
            raise CommandError(_("There is no such kind of report: %(kind)s") % {"kind": kind})
        self.stdout.write(files.written(row), ending="")
