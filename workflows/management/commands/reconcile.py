from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from workflows import evidence_files, reconciliation


class Command(BaseCommand):
    help = "Bring viewflow's open tasks back in step with the reports' states, and files with the rows that name them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("%(number)d reports repaired.") % {"number": reconciliation.reconcile()})
        dropped, missing = evidence_files.drop_orphans(), evidence_files.tell_missing()
        words = _("Files of evidence: %(dropped)d that nothing names were removed, %(missing)d are missing.")
        self.stdout.write(words % {"dropped": dropped, "missing": missing})
