from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Indicator, Plan
from workflows.models import IndicatorFigure
from workflows.plans.indicator_kinds import actions as indicator_kinds
from workflows.plans.indicator_kinds import correction as kind_correction
from workflows.plans.indicator_kinds.correction import Correction, CorrectionEffect

LIGHTS = dict(IndicatorFigure.Light.choices)


class Command(BaseCommand):
    help = (
        "Set whether indicators are over a period (flow) or at a point of time (stock), and print what changes by that."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", type=int, nargs="+", metavar="NUMBER", help="the indicators' numbers")
        parser.add_argument("--to", required=True, choices=["flow", "stock"])
        parser.add_argument("--ward", metavar="CODE", help="the ward's code, where there are several")
        parser.add_argument("--plan", metavar="NUMBER", help="the plan's number; without it the newest plan")
        parser.add_argument("--reason", default="", help="recorded in the trail; required with --yes")
        parser.add_argument("--yes", action="store_true", help="do it; without this nothing is written")

    def handle(self, *, numbers: list[int], to: str, yes: bool, reason: str, **options: Any) -> None:
        plan = self._plan(options["ward"], options["plan"])
        indicators = list(plan.indicators.all())
        stocks = self._stocks(indicators, numbers, to=to)
        if not yes:
            self._print(kind_correction.correction(plan, kind_correction.kinds_as(plan, stocks)))
            self.stdout.write(_("Nothing was written: this was a dry run. Do it with --yes and --reason."))
            return
        try:
            self._print(indicator_kinds.correct_kinds(plan, by=None, stocks=stocks, reason=reason))
        except NotPossible as error:
            raise CommandError(error.message) from error
        self.stdout.write(_("The kinds are corrected."))

    def _plan(self, ward: str | None, number: str | None) -> Plan:
        plans = Plan.objects.select_related("ward").order_by("-year", "-imported_at", "-version")
        chosen = {name: value for name, value in (("ward__code", ward), ("number", number)) if value}
        found = list(plans.filter(**chosen))
        if not found or len({plan.ward_id for plan in found}) > 1:
            raise CommandError(_("Name one ward that has a plan with --ward, and the plan with --plan."))
        return found[0]

    def _stocks(self, indicators: list[Indicator], numbers: list[int], *, to: str) -> set[int]:
        """The numbers of all stocks as they should be."""
        if strange := sorted(set(numbers) - {row.number for row in indicators}):
            raise CommandError(_("The plan has no indicator %(numbers)s.") % {"numbers": ", ".join(map(str, strange))})
        stocks = {row.number for row in indicators if row.stock}
        return stocks | set(numbers) if to == "stock" else stocks - set(numbers)

    def _print(self, found: Correction) -> None:
        for heading, effects in (
            (_("Figures of reports that are not approved"), found.open),
            (_("Signed documents that told such a figure wrong"), found.signed),
        ):
            self.stdout.write(f"{heading}: {len(effects)}")
            for effect in effects:
                self.stdout.write(f"  {self._words(effect)}")

    def _words(self, effect: CorrectionEffect) -> str:
        report = f"{effect.report.period.words}{f', {effect.document}' if effect.document else ''}"
        lights = " → ".join(str(LIGHTS.get(light, "–")) for light in (effect.figure.light, effect.row["light"]))
        figures = f"{effect.old} → {effect.new}; {_('Year to date')}: {effect.old_year} → {effect.new_year}"
        return f"{report}, {effect.indicator.number}. {effect.indicator.name}: {figures}; {lights}"
