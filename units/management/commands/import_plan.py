from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from units import actions, plans
from units.models import Unit
from units.workbook import Fault, FaultyPlan, PlanContent, UnreadableWorkbook, read_plan


class Command(BaseCommand):
    help = "Import a plan from a workbook as a new version; the same content twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="tell what would change and write nothing")
        parser.add_argument("--ward", metavar="CODE", help="the ward's code, where names do not tell it")

    def handle(self, *, file: Path, dry_run: bool, ward: str | None, **options: Any) -> None:
        chosen = self._ward(ward)
        content = self._read(file, chosen)
        if dry_run:
            root = chosen or plans.ward_of(content)
            latest = plans.latest(root, content.number) if root else None
            self._tell(plans.compare(content, root, latest))
            self.stdout.write(_("Nothing was written: this was a dry run."))
            return
        self.stdout.write(self._words(actions.import_plan(content, by=None, ward=chosen)))

    def _ward(self, code: str | None) -> Unit | None:
        if code is None:
            return None
        ward = Unit.objects.filter(ward=None, code=code).first()
        if ward is None:
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": code})
        return ward

    def _read(self, path: Path, ward: Unit | None) -> PlanContent:
        known = ward.members.filter(retired_at=None).values_list("code", flat=True) if ward else ()
        try:
            with path.open("rb") as file:
                return read_plan(file, known_units=list(known))
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(why)s") % {"why": error.strerror}) from error
        except (FaultyPlan, UnreadableWorkbook) as error:
            raise CommandError("\n".join(_line(fault) for fault in error.faults)) from error

    def _tell(self, differences: list[plans.Difference]) -> None:
        for row in differences:
            self.stdout.write(f"{row.change_words}: {row.part_words} {row.key} {row.name}".rstrip())
            for label, old, new in row.fields:
                self.stdout.write(f"    {label}: {old} → {new}")

    def _words(self, result: actions.ImportResult) -> str:
        plan = {"number": result.plan.number, "version": result.plan.version}
        if result.created:
            return _("Plan %(number)s is imported as version %(version)d.") % plan
        return _("Plan %(number)s is unchanged: version %(version)d stays.") % plan


def _line(fault: Fault) -> str:
    """ "Chỉ tiêu, dòng 7, cột E: …" """
    places = [fault.sheet]
    if fault.row:
        places.append(_("row %(row)d") % {"row": fault.row})
    if fault.column:
        places.append(_("column %(column)s") % {"column": fault.column})
    place = ", ".join(part for part in places if part)
    return f"{place}: {fault.message}" if place else fault.message
