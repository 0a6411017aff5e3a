import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.verification.checks.result import Check, Result
from approvals.verification.verify import verify

EXIT = {Result.PASS: 0, Result.FAIL: 1, Result.UNKNOWN: 2, Result.ENDED: 4}
MARK = {Result.PASS: "+", Result.FAIL: "!", Result.UNKNOWN: "?", Result.ENDED: "-"}


class Command(BaseCommand):
    help = (
        "Check a PDF against its signatures, the register and the trail; exit with 0 passed, 1 failed, 2 in doubt, "
        "3 not readable, 4 genuine but replaced or recalled."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                answer = verify(opened, name=file.name)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=3) from error
        demo = _(" (demo: no legal value)") if answer.demo else ""
        self.stdout.write(f"{answer.result.label}{demo}: {file.name}\nSHA-256 {answer.sha256}")
        for text in (answer.hint, _("The genuine document lies inside this file.") if answer.original else ""):
            if text:
                self.stdout.write(text)
        for check in answer.checks:
            self.stdout.write(_line(check))
        sys.exit(EXIT[answer.result])


def _line(check: Check) -> str:
    """A check on its lines: the mark, of what, the name and what was found, then what that does not prove."""
    of = f"{check.of}, " if check.of else ""
    limits = f"\n      {check.limits}" if check.limits else ""
    return f"  {MARK[check.result]} {of}{check.name}: {check.found}{limits}"
