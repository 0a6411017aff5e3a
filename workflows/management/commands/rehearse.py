from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import ZONE
from units.models import Unit
from workflows.rehearsal.rehearse import rehearse


class Command(BaseCommand):
    help = (
        "Say what the clock would do if nobody did anything: rehearse --from 2026-11-01 --to 2027-02-28. The real code "
        "opens, reminds and escalates, in a transaction that is rolled back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", required=True, type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--to", dest="last", required=True, type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--ward", help="code of one ward; without it every ward")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = (datetime.combine(options[name], time(), ZONE) for name in ("first", "last"))
        if last < first:
            raise CommandError(_("The last day must not be before the first."))
        wards = Unit.objects.filter(ward=None, retired_at=None).order_by("code")
        if options["ward"] and not (wards := wards.filter(code=options["ward"])):
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": options["ward"]})
        for ward in wards:
            self._say(ward, first, last + timedelta(days=1) - timedelta.resolution)

    def _say(self, ward: Unit, first: datetime, last: datetime) -> None:
        self.stdout.write(f"{ward}")
        with override("vi"):
            for each in rehearse(ward, first, last):
                people = f" → {', '.join(each.people)}" if each.people else ""
                self.stdout.write(f"  {each.at.astimezone(ZONE):%d/%m/%Y %H:%M}  {each.words}{people}")
