from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.mappings import actions
from units.mappings import versions as mappings
from units.models import Unit
from units.workbook import FaultyMapping, MappingContent, UnreadableWorkbook, read_mapping


class Command(BaseCommand):
    help = "Import the forms that others ask for, and which indicators feed them; equal content makes no new version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="print what would change and write nothing")
        parser.add_argument("--ward", metavar="CODE", help="the ward's code, where there are several")

    def handle(self, *, file: Path, dry_run: bool, ward: str | None, **options: Any) -> None:
        chosen = self._ward(ward)
        content = self._read(file, chosen)
        if dry_run:
            self._print(content, chosen)
            self.stdout.write(_("Nothing was written: this was a dry run."))
            return
        try:
            result = actions.import_mapping(content, by=None, ward=chosen)
        except NotPossible as error:
            raise CommandError(error.message) from error
        sentence = _("The forms are imported as version %(version)d.")
        if not result.created:
            sentence = _("The forms are unchanged: version %(version)d stays.")
        self.stdout.write(sentence % {"version": result.mapping.version})

    def _ward(self, code: str | None) -> Unit:
        wards = list(Unit.objects.filter(ward=None, **({"code": code} if code else {})).order_by("code")[:2])
        if not wards:
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": code or "–"})
        if len(wards) > 1:
            raise CommandError(_("There are several wards. Name one by its code: --ward CODE."))
        return wards[0]

    def _read(self, path: Path, ward: Unit) -> MappingContent:
        try:
            with path.open("rb") as file:
                return read_mapping(file, plans=mappings.measures_of(ward))
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(why)s") % {"why": error.strerror}) from error
        except (FaultyMapping, UnreadableWorkbook) as error:
            raise CommandError("\n".join(map(str, error.faults))) from error

    def _print(self, content: MappingContent, ward: Unit) -> None:
        """What the import would change."""
        for row in mappings.compare(content, mappings.latest(ward)):
            self.stdout.write(row.as_text)
