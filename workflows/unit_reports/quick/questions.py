"""The parts of a report that a quick form may ask, and its questions as fields without anything that is stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.base import File
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField, TextField
from workflows.models import AssignmentStatus, FieldType, QuickAnswer, UnitReport
from workflows.unit_reports.entries.fields import CAPTIONS, caption_of, figures_of
from workflows.unit_reports.entries.forms import DIFFICULTIES, NARRATIVE, EntriesForm
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import Entries, IndicatorRow, Row, entries_of
from workflows.unit_reports.parts import part_of

from .files import ProofField

MOST = 6  # more is no quick form
STORED = ("data-last", "data-months")  # what the report's own page tells of the last period


@dataclass(frozen=True)
class Question:
    """What is asked, in which unit of measure or how, its captioned fields, and where a file goes with it."""

    name: str
    asks: str
    fields: Sequence[tuple[Any, forms.BoundField]]
    file: forms.BoundField | None = None


class QuestionsForm(EntriesForm):
    """The chosen parts alone, blank: whoever has the link reads nothing of the report. With who answers, and with
    `files` a file for each question behind which the report keeps evidence.
    """

    def __init__(
        self, report: UnitReport, parts: Collection[str], data: QueryDict | None = None, files: Any = None
    ) -> None:
        entries = entries_of(report)
        super().__init__(entries, data, only=fields_of(entries, parts))
        self.initial = {}
        if files is not None:
            self.files = files
            self.fields |= {f"file-{part}": ProofField() for part in proven(entries, parts)}
        for field in self.made.values():
            field.show_hidden_initial = False
            if isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                field.choices = [("", gettext("not said")), *[each for each in offered if each[0]]]
            for name in STORED:
                field.widget.attrs.pop(name, None)
        del self.fields["seen"]
        self.fields["name"] = PrintedField(
            label=_("Your name and duty"),
            max_length=200,
            error_messages={"required": _("Write your name: the office has to know who answers.")},
        )
        self.fields["contact"] = TextField(
            label=_("Your telephone number"),
            help_text=_("For questions. The office alone sees it."),
            max_length=200,
            error_messages={"required": _("Write a telephone number at which the office reaches you.")},
        )

    @property
    def questions(self) -> list[Question]:
        rows = [row for row in self.entries.rows if self.made.keys() & set(_names(row))]
        asked = [
            Question(row.name, _asks(row), self._captioned(row), self._file(f"file-{part_of(row)}")) for row in rows
        ]
        texts = [name for name in NARRATIVE if name in self.made]
        return asked + [Question(str(NARRATIVE[name]), "", [("", self[name])]) for name in texts]

    @property
    def takes_files(self) -> bool:
        return any(name.startswith("file-") for name in self.fields)

    def typed(self) -> dict[str, str]:
        """What was typed, as it was typed, by the name of its field: nothing of what was left blank."""
        data = self.data or {}
        return {name: data[name] for name in self.made if str(data.get(name, "")).strip()}

    def sent(self) -> dict[str, File]:
        """The files that were sent, cleaned, by the part of the report to which each belongs."""
        found = {name: self.cleaned_data.get(name) for name in self.fields if name.startswith("file-")}
        return {name.removeprefix("file-"): file for name, file in found.items() if file}

    def _captioned(self, row: Row) -> list[tuple[Any, forms.BoundField]]:
        return [(caption_of(row, each), self[f"{row.anchor}_{each}"]) for each in figures_of(row)]

    def _file(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (self.typed() or self.sent()):
            raise forms.ValidationError(gettext("Nothing is filled in yet. Answer at least one question, then send."))
        return cleaned

    def _settled(self, data: QueryDict | None) -> QueryDict | None:
        """As it was typed: what was left blank is blank, whatever the report holds."""
        return data


def askable(entries: Entries) -> list[tuple[str, str]]:
    """The parts that a quick form may ask, each with its name: none that the office has accepted, and no tables."""
    report = entries.report
    rows = [(part_of(row), row.name) for row in entries.rows if _is_asked_simply(row)]
    texts = [(name, str(NARRATIVE[name])) for name in report.period.texts if name != DIFFICULTIES]
    return [(part, name) for part, name in (*rows, *texts) if not report.reopened or part in report.reopened]


@dataclass(frozen=True)
class AnsweredPart:
    """What an answer tells of a part of the report, and what stands there now; blank where nothing does."""

    name: str
    text: str
    stands: str


def told_of(entries: Entries, answers: Collection[QuickAnswer]) -> dict[int, list[AnsweredPart]]:
    """By the answer's id, what each tells."""
    if not answers:
        return {}
    page = EntriesForm(entries)
    rows = {name: row for row in page.entries.rows for name in _names(row)}
    return {
        answer.pk: [_answered(name, text, rows.get(name), page) for name, text in answer.typed.items()]
        for answer in answers
    }


def _answered(name: str, text: str, row: Row | None, page: EntriesForm) -> AnsweredPart:
    label = f"{row.name}: {CAPTIONS[name.rpartition('_')[2]]}" if row else str(NARRATIVE.get(name, name))
    field, kept = page.made.get(name), page.kept.get(name)
    stands = field.prepare_value(kept) if field is not None and kept is not None else ""
    if name.endswith("_status"):
        text, stands = (str(AssignmentStatus(each).label) if each else "" for each in (text, stands))
    return AnsweredPart(label, text, str(stands))


def fields_of(entries: Entries, parts: Collection[str]) -> set[str]:
    """The names of the fields in which these parts of the report are typed."""
    names = {name for row in entries.rows if part_of(row) in parts and _is_asked_simply(row) for name in _names(row)}
    return names | (NARRATIVE.keys() & set(parts))


def proven(entries: Entries, parts: Collection[str]) -> list[str]:
    """Those of the parts behind which the report keeps evidence: its indicators and assignments."""
    rows: list[Row] = [*entries.indicators, *entries.assignments]
    return [part_of(row) for row in rows if part_of(row) in parts]


def _names(row: Row) -> list[str]:
    return [f"{row.anchor}_{each}" for each in figures_of(row)]


def _is_asked_simply(row: Row) -> bool:
    """Whether it fits a quick form: no table, and no files."""
    return not isinstance(row, FieldRow) or row.field.type not in (FieldType.TABLE, FieldType.FILE)


def _asks(row: Row) -> str:
    if isinstance(row, FieldRow):
        return row.asks
    return row.entry.indicator.measure if isinstance(row, IndicatorRow) else ""
