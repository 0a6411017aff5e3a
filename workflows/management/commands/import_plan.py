from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from units.management.demo import refuse_demo
from units.models import Unit
from units.plans import actions as unit_actions
from units.plans import versions as plans
from units.workbook import FaultyPlan, PlanContent, UnreadableWorkbook, read_plan
from workflows.periods import setup
from workflows.periods.schedules import takeover
from workflows.plans.indicator_kinds.stock_flow import counted


class Command(BaseCommand):
    help = "Import a plan from a workbook as a new version; equal content makes no new version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="print what would change and write nothing")
        parser.add_argument("--ward", metavar="CODE", help="the ward's code, where names do not tell it")

    def handle(self, *, file: Path, dry_run: bool, ward: str | None, **options: Any) -> None:
        refuse_demo()
        chosen = self._ward(ward)
        content = self._read(file, chosen)
        if dry_run:
            self._print(content, chosen or plans.ward_of(content))
            self.stdout.write(_("Nothing was written: this was a dry run."))
            return
        others = takeover.differing(chosen or plans.ward_of(content), content.schedule)
        with transaction.atomic():
            result = unit_actions.import_plan(content, by=None, ward=chosen)
            setup.set_up(result.plan, content.schedule)
        self.stdout.write(self._words(result))
        for each in others:
            values = {"days": each.words}
            self.stdout.write(_("The days stay as they are; the page of the schedule changes them. %(days)s") % values)

    def _ward(self, code: str | None) -> Unit | None:
        if code is None:
            return None
        ward = Unit.objects.filter(ward=None, code=code).first()
        if ward is None:
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": code})
        return ward

    def _read(self, path: Path, ward: Unit | None) -> PlanContent:
        known = [unit.code for unit in plans.units_in_use(ward)] if ward else []
        try:
            with path.open("rb") as file:
                return read_plan(file, known_units=known)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(why)s") % {"why": error.strerror}) from error
        except (FaultyPlan, UnreadableWorkbook) as error:
            raise CommandError("\n".join(map(str, error.faults))) from error

    def _print(self, content: PlanContent, ward: Unit | None) -> None:
        """What the import would change, and how each indicator is counted."""
        units = plans.units_in_use(ward) if ward else []
        differences = plans.compare(content, units, plans.latest(ward, content.number) if ward else None)
        for row in differences:
            self.stdout.write(row.as_text)
        for each in counted(ward, content.indicators):
            words = ". ".join(filter(None, (each.way, each.example, each.doubt)))
            self.stdout.write(f"{each.row.number}. {each.row.name}: {words}")

    def _words(self, result: unit_actions.ImportResult) -> str:
        plan = {"number": result.plan.number, "version": result.plan.version}
        if result.created:
            return _("Plan %(number)s is imported as version %(version)d.") % plan
        return _("Plan %(number)s is unchanged: version %(version)d stays.") % plan
