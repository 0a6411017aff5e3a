"""The fields of an entry: which a row of the report has, how each is called, and where it is typed."""

from functools import cache

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from workflows.cases.inputs.fields import NumberField
from workflows.models import AssignmentStatus, FieldValue
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import AssignmentRow, IndicatorRow, Row

from . import outlined
from .widgets import Choice, Kept, LineInput, ProseInput

CAPTIONS = {
    "value": _("value"),
    "numerator": _("numerator"),
    "denominator": _("denominator"),
    "note": _("note"),
    "explanation": _("reason"),
    "status": _("progress"),
    "result": _("result, product"),
    "day": _("day/month/year"),
    "choice": _("choice"),
    "words": _("text"),
    "yes": _("yes or no"),
    "rows": _("rows"),
}
RATIO = ("numerator", "denominator", "note", "explanation")
MEAN = ("value", "denominator", "note", "explanation")
PLAIN = ("value", "note", "explanation")
ASSIGNMENT = ("status", "result", "explanation")
RATIO_PAIR, MEAN_PAIR = ("numerator", "denominator"), ("value", "denominator")
REMARKS = ("note",)
WHY = "explanation"
LINES = (*REMARKS, WHY)
NUMBERS = ("value", "numerator", "denominator")


def parts_of(row: Row) -> tuple[str, ...]:
    if isinstance(row, AssignmentRow):
        return ASSIGNMENT
    if isinstance(row, FieldRow):
        return (*FieldValue.COLUMNS[row.field.type], WHY)
    if row.is_mean:
        return MEAN
    return RATIO if row.is_ratio else PLAIN


def figures_of(row: Row) -> tuple[str, ...]:
    """What is reported of the row: without the remark and the reason."""
    return tuple(part for part in parts_of(row) if part not in LINES)


def pair_of(row: Row) -> tuple[str, ...]:
    """The figures of the row that come together: both, or neither."""
    if isinstance(row, AssignmentRow):
        return ()
    if row.is_mean:
        return MEAN_PAIR
    return RATIO_PAIR if row.is_ratio else ()


def field_of(row: Row, part: str) -> forms.Field:
    """A field of the entry, bare in its table: it is named by aria-label."""
    label = f"{row.name}: {CAPTIONS[part]}"
    if not isinstance(row, FieldRow) or part == WHY:
        return _field(part, label)
    field = outlined.field_of(row.field, part, label if row.is_ratio else row.name)
    return _bare(field, str(field.label))


def _field(part: str, label: str) -> forms.Field:
    if part == "status":
        choices = AssignmentStatus.choices
        choice = Choice(choices=choices)
        field: forms.Field = forms.ChoiceField(
            choices=choices, required=False, label=label, widget=choice, show_hidden_initial=True
        )
    elif part == "result":
        field = prose(label, rows=2, longest=4000)
    elif part in LINES:
        field = PrintedField(required=False, max_length=500, label=label, widget=LineInput, show_hidden_initial=True)
    else:
        field = NumberField(required=False, label=label, widget=LineInput, show_hidden_initial=True)
        field.widget.attrs["inputmode"] = "decimal"
    return _bare(field, label)


def _bare(field: forms.Field, label: str) -> forms.Field:
    field.hidden_widget = Kept
    field.widget.attrs |= {"aria-label": label, "autocomplete": "off"}
    return field


def caption_of(row: Row, part: str) -> str | Promise:
    """The short word of the field: what is counted, where the plan names it."""
    named = getattr(row.entry.indicator, f"{part}_words", "") if isinstance(row, IndicatorRow) else ""
    return named or CAPTIONS[part]


@cache
def alike(part: str) -> forms.Field:
    """The field that all rows share on a page that is only shown: it reads and writes, and names no row."""
    return _field(part, "")


def prose(label: str, *, rows: int, longest: int) -> forms.Field:
    field = PrintedField(
        required=False, max_length=longest, label=label, widget=ProseInput({"rows": rows}), show_hidden_initial=True
    )
    field.hidden_widget = Kept
    return field
