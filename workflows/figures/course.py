"""Which earlier figures of the year a period's figure adds up, and from when on they count. Plain values, no queries.

The kind of report that gives the plan's year to date counts from its first period. Another kind that begins within the
year adds that kind's figures for the days before its own first period, if they cover all of those days. If they do not,
its sum is no year to date: the figure keeps the first day that it counts (docs/decisions/0053). A report on request
adds nothing up.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from workflows.pure.calendar import DAY
from workflows.pure.period_codes import begins_year


class EarlierFigure(NamedTuple):
    """An indicator's figure in an earlier period of the year; `kind` is the id of the period's kind."""

    kind: int
    code: str
    starts: date
    ends: date
    figure: Any


class YearToDate(NamedTuple):
    """The figures to add up, oldest first; `since` is the day from which they count, None from the year's beginning.
    `lacks`: what came before is not known, so that nothing is added up (delivered.py).
    """

    figures: list[Any]
    since: date | None = None
    lacks: bool = False


def told_in(period: Any, figure: Any) -> EarlierFigure:
    """The figure as that of a period."""
    return EarlierFigure(period.kind_id, period.code, period.starts, period.ends, figure)


def course_of(period: Any, earlier: list[EarlierFigure], telling: int | None) -> YearToDate:
    """Of a period; `earlier` are the earlier ones of its own kind and of the kind `telling`, oldest first."""
    if period.is_asked:
        return YearToDate([])
    own = [each for each in earlier if each.kind == period.kind_id]
    first = own[0] if own else period
    before = [each for each in earlier if each.kind != period.kind_id and each.ends < first.starts]
    follows = bool(before) and before[-1].ends + DAY == first.starts
    if follows or telling in (None, period.kind_id) or begins_year(first.code):
        return YearToDate(_figures([*before, *own]))
    return YearToDate(_figures(own), first.starts)


def course_since(period: Any, earlier: list[EarlierFigure], since: date | None) -> YearToDate:
    """The same where it is known from when they count."""
    if since:
        return YearToDate(_figures(each for each in earlier if each.kind == period.kind_id), since)
    return course_of(period, earlier, next((each.kind for each in earlier if each.kind != period.kind_id), None))


def _figures(earlier: Iterable[EarlierFigure]) -> list[Any]:
    return [each.figure for each in earlier]
