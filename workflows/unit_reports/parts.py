"""The parts of a unit report by their names in the trail: "8" is indicator 8, "T4" assignment 4, "F2" field 2 of the
outline, "results" a text.
"""

from workflows.models import AssignmentEntry, FieldType, FieldValue, IndicatorEntry, UnitReport
from workflows.pure.arrangement import TEXTS

from .field_rows import FieldRow
from .findings import AssignmentRow, Row

FIELD = "F"
NUMBERED = " TF"  # the letters before the number of a part: none of an indicator


def part_of(row: Row) -> str:
    """The part that a row of the report is."""
    if isinstance(row, FieldRow):
        return f"F{row.field.number}"
    return f"T{row.entry.assignment.number}" if isinstance(row, AssignmentRow) else str(row.entry.indicator.number)


def part_in(name: str) -> str:
    """The part that a changed field belongs to: "8" of "8.value"."""
    return name.partition(".")[0]


def part_names(report: UnitReport) -> set[str]:
    """All parts of the report. Two queries, one more where its outline has fields."""
    indicators = report.indicator_entries.order_by().values_list("indicator__number", flat=True)
    assignments = report.assignment_entries.order_by().values_list("assignment__number", flat=True)
    fields = report.field_values.order_by().values_list("field__number", flat=True) if report.period.has_fields else ()
    return {
        *map(str, indicators),
        *(f"T{each}" for each in assignments),
        *(f"F{each}" for each in fields),
        *report.period.texts,
    }


def entry_of(report: UnitReport, part: str) -> IndicatorEntry | AssignmentEntry | FieldValue | None:
    """The entry to which files are attached: an indicator's, an assignment's, or a field's of type file; None where the
    report has none of this name. One query.
    """
    number = part[1:] if part.startswith(("T", FIELD)) else part
    if not (number.isdecimal() and len(number) < 6 and number == str(int(number))):
        return None
    if part.startswith(FIELD):
        values = report.field_values.select_related("field")
        return values.filter(field__number=number, field__type=FieldType.FILE).first()
    if part != number:
        return report.assignment_entries.select_related("assignment").filter(assignment__number=number).first()
    return report.indicator_entries.select_related("indicator").filter(indicator__number=number).first()


def in_order(part: str) -> tuple[int, int, str]:
    """Sorts as the report does: indicators, assignments, fields, texts."""
    if part.isdecimal():
        return 0, int(part), part
    letter, number = part[:1], part[1:]
    if number.isdecimal() and letter in NUMBERED:
        return NUMBERED.index(letter), int(number), part
    return len(NUMBERED), TEXTS.index(part) if part in TEXTS else 0, part
