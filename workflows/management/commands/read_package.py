import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from approvals.edxml.reading import MessageRefused
from approvals.edxml.schema import SchemaFault
from workflows.packages import reading


class Command(BaseCommand):
    help = "Reads a package of QCVN 125:2021/BTTTT, checks its schema and signature, and prints it as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--certificate", type=Path, help="PEM of its sender: then its signature is checked by it")

    def handle(self, *args: Any, file: Path, certificate: Path | None, **options: Any) -> None:
        try:
            trusted = certificate.read_text() if certificate else ""
            told = reading.read(file.read_bytes(), trusted=trusted)
        except (MessageRefused, SchemaFault, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        shown = {"package": told.package.number, "title": told.package.title, "organ": told.organ_id, "name": told.name}
        shown |= {"at": told.at, "signature": told.verdict, "rows": told.rows}
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
