"""A field of an outline in words. Reads only."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from workflows.models import Field, FieldType
from workflows.pure.aggregation import format_number
from workflows.pure.summing import STORED_PLACES, day_words

OF_FILES = ("Tệp đính kèm", "SHA-256")


def limits_of(field: Field) -> list[str]:
    """What a value may be at least and at most; nothing where the field has no limits."""
    if field.type == FieldType.DATE:
        return _bounds(field.earliest, field.latest, day_words)
    if field.type in (FieldType.NUMBER, FieldType.PERCENT):
        sign = "%" if field.type == FieldType.PERCENT else ""
        return _bounds(field.minimum, field.maximum, lambda bound: format_number(bound, STORED_PLACES) + sign)
    return []


def _bounds(least: Any, most: Any, words: Callable[[Any], str]) -> list[str]:
    limits = [] if least is None else [_("from %(limit)s") % {"limit": words(least)}]
    return limits if most is None else [*limits, _("up to %(limit)s") % {"limit": words(most)}]


def described(field: Field) -> str:
    """The field in the trail's words: its name, then its type and limits, and how it is summed up over all units."""
    asked = [field.get_type_display(), field.measure, *limits_of(field), *_listed(field), field.help]
    if field.type == FieldType.NUMBER:
        asked.append(f"0,{'0' * field.decimals}" if field.decimals else "0")
    if field.type == FieldType.TEXT:
        asked.append(f"≤ {field.longest}")
    if field.stock:
        asked.append(_("at a point of time"))
    asked.append(_("required") if field.required else _("may stay blank"))
    return "{} ({}; {})".format(field.label, ", ".join(filter(None, map(str, asked))), field.get_summing_display())


def columns_of(field: Field) -> tuple[str, ...]:
    """The headings of its rows, as the document prints them."""
    return OF_FILES if field.type == FieldType.FILE else tuple(column["title"] for column in field.columns)


def _listed(field: Field) -> list[str]:
    """The words of a list, or the headings of a table."""
    return [*field.choices, *(column["title"] for column in field.columns)]


def chosen_words(numbers: Iterable[int]) -> str:
    """Which of the plan's indicators are asked for."""
    listed = ", ".join(map(str, numbers))
    return _("indicators %(numbers)s") % {"numbers": listed} if listed else _("all indicators of the plan")


def state_words(left_out: bool) -> str:
    """Whether a section is part of reports."""
    return _("left out of the report") if left_out else _("asked for")
