"""What a check of a document says: what was checked, how it came out, what was found, and what that does not prove."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Result(TextChoices):
    """How one check came out, and the whole of them: one failure fails, one doubt leaves the whole in doubt."""

    PASS = "pass", gettext_lazy("It passes")
    FAIL = "fail", gettext_lazy("It fails")
    UNKNOWN = "unknown", gettext_lazy("Not enough grounds")


@dataclass(frozen=True)
class Check:
    """One check in translated sentences. `limits` says what it does not prove; `of` names the signature it is about."""

    name: str
    result: Result
    found: str
    limits: str = ""
    of: str = ""


def verdict(checks: Iterable[Check]) -> Result:
    results = {check.result for check in checks}
    return Result.FAIL if Result.FAIL in results else Result.UNKNOWN if Result.UNKNOWN in results else Result.PASS
