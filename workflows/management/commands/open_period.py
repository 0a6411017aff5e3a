from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from workflows.models import ReportKind
from workflows.periods import actions as periods
from workflows.pure.schedule import BadPeriodCode


class Command(BaseCommand):
    help = "Open a reporting period by hand: open_period monthly 2026-11. Idempotent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="code of the kind of report: monthly, annual")
        parser.add_argument("period", help="2026-11, or 2026")
        parser.add_argument("--ward", help="code of one ward; without it every ward that has the kind")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = ReportKind.objects.periodic().filter(code=options["kind"]).select_related("ward")
        if options["ward"]:
            kinds = kinds.filter(ward__code=options["ward"])
        if not kinds:
            raise CommandError(_("There is no such kind of report: %(kind)s") % {"kind": options["kind"]})
        for kind in kinds:
            try:
                period = periods.open_period(kind, options["period"])
            except (NotPossible, BadPeriodCode) as error:
                raise CommandError(str(error)) from error
            if period.cancelled_at:
                raise CommandError(
                    _("%(period)s was cancelled. A coordinator opens it anew by hand.") % {"period": period}
                )
            self.stdout.write(f"{kind.ward}: {period}")
