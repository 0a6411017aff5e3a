"""A number that adds up over the year, typed as the year to date: the period's is what is new."""

from collections.abc import Collection, Iterable

from django.http import QueryDict
from django.utils.translation import gettext

from workflows.cases.inputs.fields import PLACES
from workflows.pure.aggregation import NotANumber, format_number, parse_number
from workflows.unit_reports.findings import IndicatorRow

from .cells import TOTAL


def settle(rows: Iterable[IndicatorRow], typed: QueryDict, names: Collection[str]) -> dict[str, str]:
    """Put the period's number into each of the fields `names` for which a year to date was typed. Returns by name what
    is wrong with a year to date: no number, or below the periods before. The period's field then stays as it was sent.
    """
    asked = {}
    for row in rows:
        for part, before in row.before.items():
            name = f"{row.anchor}_{part}"
            text = typed.get(f"{name}{TOTAL}", "").strip()
            if not text or name not in names:
                continue
            try:
                month = parse_number(text) - before
            except NotANumber as fault:
                asked[name] = gettext("Year to date “%(typed)s”: %(fault)s") % {"typed": text, "fault": fault}
                continue
            words = format_number(month, PLACES)
            if month < 0:
                asked[name] = _below(text, format_number(before, PLACES), words)
            else:
                typed[name] = words
    return asked


def _below(total: str, before: str, month: str) -> str:
    sentence = gettext(
        "A year to date of %(total)s is below the %(before)s of the periods before, and would make this period "
        "%(month)s. Correct it; where an earlier period was too high, report 0 here and have that one corrected."
    )
    return sentence % {"total": total, "before": before, "month": month}
