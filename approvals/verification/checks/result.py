"""What a check of a document says: what was checked, how it came out, what was found, and what that does not prove."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Result(TextChoices):
    """How one check came out, and the whole of them: one failure fails, one doubt leaves the whole in doubt.

    ENDED is of a genuine document that was replaced or recalled: nobody forged it, and it holds no longer.
    """

    PASS = "pass", gettext_lazy("It passes")
    FAIL = "fail", gettext_lazy("It fails")
    UNKNOWN = "unknown", gettext_lazy("Not enough grounds")
    ENDED = "ended", gettext_lazy("No longer in force")


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
    return next((each for each in (Result.FAIL, Result.UNKNOWN, Result.ENDED) if each in results), Result.PASS)
