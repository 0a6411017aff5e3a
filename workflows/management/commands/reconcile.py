from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from workflows import reconciliation


class Command(BaseCommand):
    help = "Bring viewflow's open tasks back in step with the reports' states."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("%(number)d reports repaired.") % {"number": reconciliation.reconcile()})
