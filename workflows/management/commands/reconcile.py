from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from approvals.verification import folders
from workflows.cases import reconciliation
from workflows.cases.attached import bytes as attached_files


class Command(BaseCommand):
    help = "Bring viewflow's open tasks back in step with the reports' states, and files with the rows that name them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("%(number)d reports repaired.") % {"number": reconciliation.reconcile()})
        found = folders.reconcile(thorough=True)
        words = _(
            "Documents: %(files)d files are missing or changed, %(sent)d of those sent; %(numbers)d numbers are on "
            "files and not in the register; %(dropped)d files that nothing names were removed."
        )
        self.stdout.write(words % vars(found))
        dropped, missing = 0 if found.numbers else attached_files.drop_orphans(), attached_files.report_missing()
        words = _("Attached files: %(dropped)d that nothing names were removed, %(missing)d are missing.")
        self.stdout.write(words % {"dropped": dropped, "missing": missing})
