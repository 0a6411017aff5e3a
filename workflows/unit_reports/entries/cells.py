"""The fields of the write page, each drawn as one string: a report of sixty entries has four hundred of them, and
drawing each by its widget was half of the page's time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString

from workflows.models import AssignmentStatus, EntryComment, Section
from workflows.pure.arrangement import ASSIGNMENTS, INDICATORS
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import AssignmentRow, IndicatorRow, Row

from .fields import NUMBERS

PARTS = {IndicatorRow: INDICATORS, AssignmentRow: ASSIGNMENTS}
PROSE = "result"
STATUS = "status"
TOTAL = "_total"  # ends the name of the field in which a number is typed as the year to date


@dataclass(frozen=True)
class FieldCell:
    """A field as the page draws it, with its short word, and what is wrong with it. `total` is the field in which the
    same number is typed as the year to date, blank where it is not offered.
    """

    id: str
    caption: str | Promise
    html: SafeString
    errors: SafeString | str = ""
    total: SafeString | str = ""


@dataclass(frozen=True)
class FieldInput:
    """What a field holds: its text, the text that the page first showed, and what a tick would put there (`data-last`,
    `data-months`), by the name of that attribute.
    """

    text: str
    first: str
    data: Mapping[str, str]
    locked: bool = False
    wrong: bool = False


def labelled(cells: Iterable[FieldCell]) -> SafeString:
    """The fields, each below its short word."""
    return SafeString("".join(_below_its_word(cell) for cell in cells))


def _below_its_word(cell: FieldCell) -> str:
    word = f'<label for="{cell.id}">{escape(cell.caption)}</label>'
    return f'<div class="typed-value">{word}{cell.html}{cell.errors}</div>'


def waits(comments: Iterable[EntryComment]) -> bool:
    """Whether one of the comments waits for the unit's answer."""
    return any(comment.answered_at is None for comment in comments)


@dataclass(frozen=True)
class EntryRow:
    """A row of the page: the stored entry, and the fields that change it; the reason and the remark are `others`.

    `part` is its name, `comments` those of office and unit on it, `returned` the words with which the office returned
    it: None where the last return does not name it.
    """

    row: Row
    figures: Sequence[FieldCell]
    others: Sequence[FieldCell]
    locked: bool
    part: str
    comments: Sequence[EntryComment]
    returned: str | None

    @property
    def attributes(self) -> SafeString:
        """Of the row in the table; entry.js counts by them."""
        row = self.row
        part = f"section-{row.section.number}" if isinstance(row, FieldRow) else PARTS[type(row)]
        flags = {' class="locked"': self.locked, " data-filled": not row.is_blank, " data-missing": row.unanswered}
        return SafeString(f' id="{row.anchor}" data-part="{part}"' + "".join(flag for flag, on in flags.items() if on))

    @property
    def values(self) -> SafeString:
        return labelled(self.figures)

    @property
    def totals(self) -> SafeString:
        """Where the figures are typed as the year to date; blank where they are not."""
        fields = ((cell.caption, cell.total) for cell in self.figures if cell.total)
        return SafeString(
            "".join(f'<div class="typed-value"><span>{escape(word)}</span>{field}</div>' for word, field in fields)
        )

    @property
    def remarks(self) -> SafeString:
        return labelled(self.others)

    @property
    def waits(self) -> bool:
        """Whether a comment on it waits for the unit's answer."""
        return waits(self.comments)

    @property
    def opens(self) -> bool:
        """Whether the reason is shown at once: it is given, wrong, or asked for."""
        row, wrong = self.row, any(cell.errors for cell in self.others)
        return bool(row.entry.explanation or wrong or (row.checks and not row.is_blank))


@dataclass(frozen=True)
class Block:
    """A part of the report as the page shows it. `content` is "indicators", "results", … or "fields", of a `section` of
    the outline with its `rows`; `field` is where a text is typed, None where it is not offered.
    """

    content: str
    section: Section | None
    rows: Sequence[EntryRow]
    field: forms.BoundField | None
    comments: Sequence[EntryComment]
    locked: bool = False
    returned: str | None = None

    @property
    def waits(self) -> bool:
        return waits(self.comments)


def draw(part: str, name: str, label: str, given: FieldInput) -> SafeString:
    """The field of an indicator or assignment, and beside it, hidden, what the page first showed."""
    attributes = f' id="id_{name}" aria-label="{escape(label)}" autocomplete="off"'
    attributes += "".join(f' {key}="{escape(value)}"' for key, value in given.data.items())
    if given.locked:
        attributes += " disabled"
    if given.wrong:
        attributes += f' aria-invalid="true" aria-describedby="id_{name}_error"'
    first = f'<input type="hidden" name="initial-{name}" value="{escape(given.first)}" id="initial-id_{name}">'
    return SafeString(_field(part, name, attributes, given.text) + first)


def draw_total(name: str, label: str, before: str, typed: str) -> SafeString:
    """Where the year to date is typed in place of the period's number. `before` is that of the periods before, `typed`
    what was typed and cannot be taken.
    """
    return SafeString(
        f'<input type="text" inputmode="decimal" autocomplete="off" name="{name}{TOTAL}" id="id_{name}{TOTAL}"'
        f' aria-label="{escape(label)}" data-before="{escape(before)}" data-month="id_{name}" value="{escape(typed)}">'
    )


def _field(part: str, name: str, attributes: str, text: str) -> str:
    if part == STATUS:
        return f'<select name="{name}"{attributes}>{_options(AssignmentStatus.choices, text)}</select>'
    if part == PROSE:
        return f'<textarea name="{name}" rows="2"{attributes}>\n{escape(text)}</textarea>'
    kind = ' inputmode="decimal"' if part in NUMBERS else ' maxlength="500"'
    return f'<input type="text" name="{name}" value="{escape(text)}"{kind}{attributes}>'


def _options(choices: Iterable[tuple[str, str | Promise]], chosen: str) -> str:
    return "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    )
