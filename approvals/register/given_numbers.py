"""The numbers that were given, noted beside the documents: a database restored from an older copy lacks the last ones.

A note is a file below DOCUMENTS_DIR/numbers, written once the number is committed and before any document bears it, and
again once that document is issued. What is noted is never given again, whatever the database says.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from approvals.files.store import write


@dataclass(frozen=True)
class GivenNumber:
    """A number of the register of a scope, symbol and year.

    `abstract` says what it was given for, where that is known; `issued` is the SHA-256 of the document that bears it.
    """

    scope: int
    symbol: str
    year: int
    number: int
    abstract: str = ""
    issued: str = ""

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.symbol} ({self.year})"

    @property
    def place(self) -> tuple[int, str, int, int]:
        """What makes it one of the register."""
        return self.scope, self.symbol, self.year, self.number

    @property
    def path(self) -> Path:
        series = settings.DOCUMENTS_DIR / "numbers" / str(self.scope) / str(self.year) / quote(self.symbol, safe="")
        return series / f"{self.number}.json"

    @property
    def noted(self) -> "GivenNumber | None":
        """The note of this number; None where there is none."""
        try:
            return GivenNumber(**json.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return None


def note(given: GivenNumber) -> None:
    """Idempotent; a note that names the issued document is never replaced. Raises OSError."""
    noted = given.noted
    if noted is None or (given.issued and not noted.issued):
        write(given.path, json.dumps(asdict(given), ensure_ascii=False).encode())


def all_noted() -> Iterator[GivenNumber]:
    for path in (settings.DOCUMENTS_DIR / "numbers").glob("*/*/*/*.json"):
        yield GivenNumber(**json.loads(path.read_bytes()))
