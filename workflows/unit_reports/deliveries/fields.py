"""The fields of a superior's outline in the file that a ward's report brings: written by the ward, taken in above.

A field is known by its section, its name, its type, its measure and how it is summed up, several alike by their order:
each installation numbers its fields itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from approvals.text.plain import one_line, plain_lines
from workflows.cases.inputs.texts import Changes, set_values
from workflows.documents.data import plain
from workflows.models import Field, FieldFigure, FieldValue
from workflows.outlines.passed_on import is_passed_on, passed_on
from workflows.unit_reports.field_rows import FieldRow

Key = tuple[str, ...]
KNOWN_BY = ("muc", "ten", "loai", "dvt", "cach_tinh")
NAMES = {
    "value": "gia_tri",
    "numerator": "tu_so",
    "denominator": "mau_so",
    "day": "ngay",
    "words": "loi",
    "rows": "dong",
}
BLANK: dict[str, Any] = {"value": None, "numerator": None, "denominator": None, "day": None, "words": "", "rows": []}
SAVED = [*BLANK, "explanation", "informant"]
PLACES = Decimal("0.0001")  # of a value
LARGEST = Decimal(10) ** 14


def written(figures: Iterable[FieldFigure]) -> list[dict[str, Any]]:
    """What the ward tells of all its units."""
    return [
        _asked(each.field) | {NAMES[name]: _text(value) for name, value in passed_on(each.field.type, each).items()}
        for each in figures
        if is_passed_on(each.field.type, each.field.summing)
    ]


def _asked(field: Field) -> dict[str, str]:
    told = (field.section.title, field.label, field.type, field.measure, field.summing)
    return dict(zip(KNOWN_BY, told, strict=True))


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if value is None or isinstance(value, Decimal) else value


def by_key(told: Iterable[Mapping[str, Any]]) -> dict[Key, Mapping[str, Any]]:
    return dict(_keyed(told))


def _keyed(told: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    """Each with its key; of several that are alike the first, the second and so on."""
    alike: Counter[Key] = Counter()
    for each in told:
        key = tuple(" ".join(str(each[name]).casefold().split()) for name in KNOWN_BY)
        alike[key] += 1
        yield (*key, str(alike[key])), each


def fill(
    rows: Iterable[FieldRow], told: Mapping[Key, Mapping[str, Any]], before: Mapping[Key, Mapping[str, Any]]
) -> tuple[Changes, list[FieldValue]]:
    """Set what the document tells in the fields of a report, not saved yet: what changes, and the values to save. What
    it does not tell is blank where an earlier document told it (`before`), and stays otherwise: the office typed it.
    """
    changes: Changes = {}
    changed = []
    rows = list(rows)
    keys = [key for key, _asks in _keyed(_asked(row.field) for row in rows)]
    for key, row in zip(keys, rows, strict=True):
        entry = row.entry
        given = _columns(row.field, told.get(key))
        if given is None and key not in before and not row.is_blank:
            continue
        given = given or {name: BLANK[name] for name in FieldValue.COLUMNS[row.field.type] if name in BLANK}
        difference = set_values(entry, given, tuple(given))
        entry.explanation = (entry.explanation or _("The ward does not share this.")) if row.is_blank else ""
        entry.informant = ""
        changes |= {f"F{row.field.number}.{name}": value for name, value in difference.items()}
        changed.append(entry)
    return changes, changed


def _columns(field: Field, told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The columns of the value; None where nothing is entered that one can hold."""
    if told is None:
        return None
    found = {name: _read(name, told.get(NAMES[name])) for name in FieldValue.COLUMNS[field.type]}
    if any(value in (None, "", []) for value in found.values()) or found.get("denominator", 1) <= 0:
        return None
    width = len(field.columns)
    if any(len(cells) != width for cells in found.get("rows", ())):
        return None
    return found


def _read(name: str, told: Any) -> Any:
    if told is None:
        return None
    if name == "words":
        return plain_lines(told)
    if name == "rows":
        return [[one_line(cell) for cell in cells] for cells in told]
    if name == "day":
        return _day(told)
    number = Decimal(told)
    return number.quantize(PLACES) if abs(number) < LARGEST else None


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:  # the 31st of February
        return None
