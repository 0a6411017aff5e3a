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
from workflows.unit_reports.findings import Row

from .fields import NUMBERS

PROSE = "result"
STATUS = "status"
TOTAL = "_total"  # ends the name of the field in which a number is typed as the year to date


@dataclass(frozen=True)
class Cell:
    """A field as the page draws it, with its short word, and what is wrong with it. `total` is the field in which the
    same number is typed as the year to date, blank where it is not offered.
    """

    id: str
    caption: str | Promise
    html: SafeString
    errors: SafeString | str = ""
    total: SafeString | str = ""


@dataclass(frozen=True)
class Given:
    """What a field holds: its text, the text that the page first showed, and what a tick would put there (`data-last`,
    `data-months`), by the name of that attribute.
    """

    text: str
    first: str
    data: Mapping[str, str]
    locked: bool = False
    wrong: bool = False


def waits(comments: Iterable[EntryComment]) -> bool:
    """Whether one of the comments waits for the unit's answer."""
    return any(comment.answered_at is None for comment in comments)


@dataclass(frozen=True)
class FormRow:
    """A row of the page: the stored entry, and the fields that change it; remarks and the reason are apart.

    `part` is its name, `comments` those of office and unit on it, `returned` the words with which the office returned
    it: None where the last return does not name it.
    """

    row: Row
    figures: Sequence[Cell]
    remarks: Sequence[Cell]
    locked: bool
    why: Cell
    part: str
    comments: Sequence[EntryComment]
    returned: str | None

    @property
    def waits(self) -> bool:
        """Whether a comment on it waits for the unit's answer."""
        return waits(self.comments)

    @property
    def opens(self) -> bool:
        """Whether the reason is shown at once: it is given, wrong, or asked for."""
        return bool(self.row.entry.explanation or self.why.errors or (self.row.checks and not self.row.is_blank))


@dataclass(frozen=True)
class Block:
    """A part of the report as the page shows it. `content` is "indicators", "results", … or "fields", of a `section` of
    the outline with its `rows`; `field` is where a text is typed, None where it is not offered.
    """

    content: str
    section: Section | None
    rows: Sequence[FormRow]
    field: forms.BoundField | None
    comments: Sequence[EntryComment]
    locked: bool = False
    returned: str | None = None

    @property
    def waits(self) -> bool:
        return waits(self.comments)


def draw(part: str, name: str, label: str, given: Given) -> SafeString:
    """The field of an indicator or assignment, and beside it, hidden, what the page first showed."""
    attributes = f' name="{name}" id="id_{name}" aria-label="{escape(label)}" autocomplete="off"'
    attributes += "".join(f' {key}="{escape(value)}"' for key, value in given.data.items())
    if given.locked:
        attributes += " disabled"
    if given.wrong:
        attributes += f' aria-invalid="true" aria-describedby="id_{name}_error"'
    first = f'<input type="hidden" name="initial-{name}" value="{escape(given.first)}" id="initial-id_{name}">'
    return SafeString(_field(part, attributes, given.text) + first)


def draw_total(name: str, label: str, before: str) -> SafeString:
    """Where the year to date is typed in place of the period's number. `before` is that of the periods before."""
    return SafeString(
        f'<input type="text" inputmode="decimal" autocomplete="off" name="{name}{TOTAL}" id="id_{name}{TOTAL}"'
        f' aria-label="{escape(label)}" data-before="{escape(before)}" data-month="id_{name}">'
    )


def _field(part: str, attributes: str, text: str) -> str:
    if part == STATUS:
        return f"<select{attributes}>{_options(AssignmentStatus.choices, text)}</select>"
    if part == PROSE:
        return f'<textarea rows="2"{attributes}>\n{escape(text)}</textarea>'
    kind = ' inputmode="decimal"' if part in NUMBERS else ' maxlength="500"'
    return f'<input type="text"{kind} value="{escape(text)}"{attributes}>'


def _options(choices: Iterable[tuple[str, str | Promise]], chosen: str) -> str:
    return "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    )
