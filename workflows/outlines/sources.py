"""The values behind a field of all units, as they were taken in.

Kept with the ward's figure as plain JSON, so that a later change is seen whatever has become of the units' reports.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from workflows.models import FieldFigure, FieldType, FieldValue
from workflows.pure.summing import IN_ROWS, UnitValue, in_words

Written = list[Any]


@dataclass(frozen=True)
class FieldSource:
    """What a unit told in its report, or, where that is blank, in the earlier period `since`; `values` as kept, of
    a table how many rows it has.
    """

    report_id: int
    unit_id: int
    since: str
    values: Written

    def words(self, type: str, decimals: int) -> str:
        if type in IN_ROWS:
            return rows_words(type, self.values[0])
        named = zip(FieldValue.COLUMNS[type], self.values, strict=True)
        return in_words(type, UnitValue("", **{name: _READ.get(name, str)(value) for name, value in named}), decimals)


def written(report_id: int, unit_id: int, type: str, answer: UnitValue, *, since: str = "") -> Written:
    """A source as JSON keeps it; `sources_of` reads it back."""
    return [report_id, unit_id, since, *_WRITTEN[type](answer)]


_WRITTEN: Mapping[str, Callable[[UnitValue], tuple[Any, ...]]] = {
    FieldType.NUMBER.value: lambda answer: (str(answer.value),),
    FieldType.PERCENT.value: lambda answer: (str(answer.numerator), str(answer.denominator)),
    FieldType.DATE.value: lambda answer: (str(answer.day),),
    FieldType.CHOICE.value: lambda answer: (answer.choice,),
    FieldType.TEXT.value: lambda answer: (answer.words,),
    FieldType.YES_NO.value: lambda answer: (answer.yes,),
    FieldType.TABLE.value: lambda answer: (len(answer.rows),),
    FieldType.FILE.value: lambda answer: (len(answer.rows),),
}


_READ: Mapping[str, Callable[[Any], Any]] = {
    "value": Decimal,
    "numerator": Decimal,
    "denominator": Decimal,
    "day": date.fromisoformat,
    "yes": bool,
}


def rows_words(type: str, number: int) -> str:
    """How many rows a table has, or how many files are attached."""
    words = _("%(number)d files") if type == FieldType.FILE else _("%(number)d rows")
    return words % {"number": number}


def sources_of(figure: FieldFigure) -> list[FieldSource]:
    """In the units' order; none of a figure that was consolidated before they were kept."""
    return [FieldSource(report, unit, since, values) for report, unit, since, *values in figure.sources]
