"""The year to date of figures that arrive as documents: each ward tells its own, with the period's (decision 0125).

The receiver's own earlier periods say nothing of a year in which it may not have consolidated anything yet. So the year
is what the wards told. Where one told none, and the receiver has not every period since January, there is no year to
date: `since` is then the period's first day, and the documents say so.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from workflows.pure.aggregation import SCALES, Figure, Reading, combine, is_reported, quantise, year_to_date
from workflows.pure.calendar import DAY

from .course import EarlierFigure, YearToDate, course_since

Numbers = tuple[Decimal | None, Decimal | None, Decimal | None]
NAMES = ("value", "numerator", "denominator")
PLACES = 6  # of a figure


def year_as_approved(figure: Any, period: Any, earlier: list[EarlierFigure]) -> Numbers | None:
    """What a ward tells as its year to date: as it was approved, with its parts; None where it has none of the whole
    year, of levels, and where the `earlier` figures do not give it, so that the parts are others.
    """
    indicator = figure.indicator
    if figure.year_value is None or figure.counted_from or indicator.is_level or period.is_asked:
        return None
    way = indicator.aggregation
    if way not in SCALES:
        return figure.year_value, None, None
    behind = course_since(period, earlier, None).figures
    year = year_to_date(way, [*behind, figure_of(way, figure)], stock=False)
    if year.value is None or quantise(year.value, PLACES) != quantise(figure.year_value, PLACES):
        return None
    numerator = None if way == "mean" else year.numerator
    return figure.year_value, numerator, year.denominator


def figure_of(way: Any, figure: Any) -> Figure:
    return Figure(figure.value, figure.numerator, figure.denominator, (), ())


def kept(numbers: Mapping[str, Decimal | None], year: Mapping[str, Decimal | None]) -> dict[str, Any] | None:
    """What an entry keeps of the year to date that came with its `numbers`."""
    if year["value"] is None:
        return None
    return {"with": _texts(numbers), "year": _texts(year)}


def year_reading(way: Any, reading: Reading, stored: Mapping[str, Any] | None) -> Reading | None:
    """The unit's year to date; None where it reported none, or its entry was typed anew since."""
    if not stored or stored["with"] != _texts({name: getattr(reading, name) for name in NAMES}):
        return None
    numbers: dict[str, Any] = {name: None if text is None else Decimal(text) for name, text in stored["year"].items()}
    year = reading._replace(since="", **numbers)
    return year if is_reported(way, year) else None


def course_with(
    way: Any, period: Any, course: YearToDate, earlier: Sequence[EarlierFigure], of_units: Iterable[Any]
) -> YearToDate:
    """The course of an indicator that units report by documents. `of_units` are each unit's reading that was taken in
    and its year to date, or None.
    """
    pairs = [(own, year) for own, year in of_units if year or is_reported(way, own)]
    if not pairs:
        return course
    if all(year for _own, year in pairs):
        total = combine(way, (year for _own, year in pairs))
        return YearToDate([_less(way, total, combine(way, (own for own, _year in pairs)))])
    whole = not course.since and _has_every_period(period, earlier)
    return course if whole else YearToDate([], period.starts, lacks=True)


def _less(way: Any, year: Figure, own: Figure) -> Figure:
    """The year before the period: together with the period's own figure it gives `year`."""
    if way in SCALES:
        numerator, denominator = _minus(year.numerator, own.numerator), _minus(year.denominator, own.denominator)
        return Figure(None, numerator, denominator, (), ())
    value = _minus(year.value, own.value) if way == "sum" else year.value
    return Figure(value, None, None, (), ())


def _minus(whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    return None if whole is None else whole - (part or 0)


def _has_every_period(period: Any, earlier: Sequence[EarlierFigure]) -> bool:
    """Whether the kind's own periods follow each other from the first day of the year."""
    own = [each for each in earlier if each.kind == period.kind_id]
    day = period.starts.replace(month=1, day=1)
    for each in own:
        if each.starts != day:
            return False
        day = each.ends + DAY
    return bool(day == period.starts)


def _texts(numbers: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {name: None if numbers[name] is None else format(numbers[name].normalize(), "f") for name in NAMES}  # type: ignore[union-attr]
