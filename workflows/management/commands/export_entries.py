from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.exports import lines, writing


class Command(BaseCommand):
    help = "Writes the entries of a year, of all wards, in long form. Memory stays the same however many there are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path, help="its ending says how: .csv, .xlsx or .parquet")

    def handle(self, *args: Any, year: int, file: Path, **options: Any) -> None:
        write = writing.WRITERS.get(file.suffix.removeprefix("."))
        if write is None:
            raise CommandError(f"The file must end in one of these: {', '.join(writing.WRITERS)}.")
        try:
            with file.open("xb") as into:
                count = write(into, lines.lines(lines.of_year(year)))
        except FileExistsError as error:
            raise CommandError(f"{file} is there already.") from error
        except writing.TooManyRows as error:
            file.unlink()
            raise CommandError(f"A sheet of Excel holds {writing.MOST_XLSX} rows: write .csv or .parquet.") from error
        self.stdout.write(f"{count} rows")
