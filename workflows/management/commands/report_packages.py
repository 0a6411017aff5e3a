from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from approvals.errors import NotPossible
from approvals.receiving import keys
from workflows.models import WardReport
from workflows.packages import making
from workflows.packages.table import PACKAGES


class Command(BaseCommand):
    help = "Writes the packages of QCVN 125:2021/BTTTT of a ward's report into a folder, signed by the ward's key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", type=int, help="the number in the address of its page")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--only", type=int, nargs="+", choices=sorted(PACKAGES), default=sorted(PACKAGES))

    def handle(self, *args: Any, report: int, folder: Path, only: list[int], **options: Any) -> None:
        row = WardReport.objects.with_names().filter(pk=report).first()
        if row is None:
            raise CommandError(f"There is no ward report {report}.")
        try:
            made = making.files_of(row, only)
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in made.items():
                (folder / name).write_bytes(content)
        except (NotPossible, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(made))
        self.stdout.write(f"SHA-256 {keys.fingerprint(making.key_of(row).certificate)}")
