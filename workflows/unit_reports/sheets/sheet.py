"""The sheet: a row for each unit whose report is with it, a column for each figure and assignment. Reads only."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from workflows.models import AssignmentEntry, FieldType, FieldValue, IndicatorEntry, ReportingPeriod, UnitReport
from workflows.models.states import HELD_BY_UNIT
from workflows.unit_reports.entries.fields import figures_of
from workflows.unit_reports.entries.forms import EntriesForm
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import AssignmentRow, Entries, IndicatorRow, Row
from workflows.unit_reports.parts import in_order, part_of

MOST_COLUMNS = 8
SEEN = re.compile(r"seen-([0-9]{1,18})")  # the id of a report; its value is the version that the sheet showed
Figure = IndicatorRow | AssignmentRow | FieldRow
ONE_FIGURE = [FieldType.NUMBER, FieldType.PERCENT]


@dataclass(frozen=True)
class FigureColumn:
    """A figure, or how an assignment stands, that can be typed on the sheet, named as the part of a report; of how many
    of the units it is asked.
    """

    part: str
    name: str
    measure: str
    units: int
    chosen: bool


@dataclass(frozen=True)
class SheetRow:
    """A unit's report with the fields of the chosen columns. `taken`: it is no longer with its unit."""

    form: EntriesForm
    columns: Sequence[FigureColumn]

    @property
    def report(self) -> UnitReport:
        return self.form.entries.report

    @property
    def taken(self) -> bool:
        return self.report.state not in HELD_BY_UNIT

    @property
    def differs(self) -> bool:
        """Whether something was typed that the report does not say."""
        return bool(self.form.differing())

    @property
    def cells(self) -> list[tuple[FigureColumn, list[forms.BoundField]]]:
        """Each column with its fields, none where the unit is not asked."""
        named = {part_of(row): self._fields(row) for row in self.form.entries.rows}
        return [(column, named.get(column.part, [])) for column in self.columns]

    @property
    def faults(self) -> list[dict[str, str]]:
        """What cannot be read, each with its field's id."""
        unit, made = self.report.unit.short_name, self.form.made
        if "seen" in self.form.errors:
            unread = _("This page did not say which version you have read. Open the report again.")
            return [{"id": "", "sentence": f"{unit}: {unread}"}]
        return [
            {"id": self.form[name].id_for_label, "sentence": f"{unit}, {made[name].label}: {fault}"}
            for name, faults in self.form.errors.items()
            for fault in faults
        ]

    @property
    def typed(self) -> str:
        """What was typed, in words: for a report into which it cannot be saved any more."""
        return "; ".join(f"{each.label}: {each.yours}" for each in self.form.differences())

    @property
    def stands(self) -> str:
        """What the report says by now where something else was typed."""
        return "; ".join(f"{each.label}: {each.theirs or '–'}" for each in self.form.differences())

    def _fields(self, row: Row) -> list[forms.BoundField]:
        return [self.form[f"{row.anchor}_{part}"] for part in figures_of(row)]


@dataclass(frozen=True)
class FigureSheet:
    """The rows in the units' order, and all columns that can be chosen."""

    columns: Sequence[FigureColumn]
    rows: Sequence[SheetRow]

    @property
    def chosen(self) -> list[FigureColumn]:
        return [column for column in self.columns if column.chosen]

    @cached_property
    def is_valid(self) -> bool:
        return not [row for row in self.rows if not row.form.is_valid()]

    @property
    def faults(self) -> list[dict[str, str]]:
        return [fault for row in self.rows for fault in row.faults]


def sheet_of(period: ReportingPeriod, asked: Collection[str], data: QueryDict | None = None) -> FigureSheet:
    """The sheet of a period with the columns `asked`, where there are none with those that many units are asked. With
    `data` what was typed, of reports that are no longer with their units too. Four queries at most.
    """
    reports = _reports(period, data)
    rows = _rows_of(period, reports)
    columns = _columns(rows.values(), asked)
    chosen = [column for column in columns if column.chosen]
    return FigureSheet(columns, [row for report in reports if (row := _row(report, rows[report.pk], chosen, data))])


def _reports(period: ReportingPeriod, data: QueryDict | None) -> list[UnitReport]:
    """Those with their units; where something was sent, those that the sheet showed."""
    shown = Q(state__in=HELD_BY_UNIT)
    if data is not None:
        shown = Q(pk__in={int(match[1]) for match in map(SEEN.fullmatch, data) if match})
    reports = list(period.unit_reports.filter(shown).with_names().order_by("unit__order", "unit__code"))
    for report in reports:
        report.period = period
    return reports


def _rows_of(period: ReportingPeriod, reports: Collection[UnitReport]) -> dict[int, list[Figure]]:
    """By the report's id its figures, and the assignments that the period asks for."""
    by_id = {report.pk: report for report in reports}
    rows: dict[int, list[Figure]] = defaultdict(list)
    entries = IndicatorEntry.objects.filter(report__in=by_id).select_related("indicator")
    for entry in entries.order_by("indicator__number"):
        entry.report = by_id[entry.report_id]
        rows[entry.report_id].append(IndicatorRow(entry, None))
    tasks = AssignmentEntry.objects.filter(report__in=by_id).select_related("assignment")
    for task in tasks.order_by("assignment__number"):
        task.report = by_id[task.report_id]
        if (row := AssignmentRow(task, None)).is_due:
            rows[task.report_id].append(row)
    if period.has_fields:
        values = FieldValue.objects.filter(report__in=by_id, field__type__in=ONE_FIGURE)
        for value in values.select_related("field__section").order_by("field__section__order", "field__order"):
            value.report = by_id[value.report_id]
            rows[value.report_id].append(FieldRow(value, None))
    return rows


def _columns(rows: Iterable[Sequence[Figure]], asked: Collection[str]) -> list[FigureColumn]:
    every: dict[str, Figure] = {}
    counts: Counter[str] = Counter()
    for own in rows:
        for row in own:
            every.setdefault(part_of(row), row)
            counts[part_of(row)] += 1
    parts = sorted(every, key=in_order)
    usual = [part for part in parts if 2 * counts[part] >= max(counts.values())]
    chosen = ([part for part in parts if part in asked] or usual)[:MOST_COLUMNS]
    return [FigureColumn(part, every[part].name, _measure(every[part]), counts[part], part in chosen) for part in parts]


def _measure(row: Figure) -> str:
    if isinstance(row, AssignmentRow):
        return ""
    return row.entry.indicator.measure if isinstance(row, IndicatorRow) else row.entry.field.measure


def _row(
    report: UnitReport, rows: Sequence[Figure], columns: Sequence[FigureColumn], data: QueryDict | None
) -> SheetRow | None:
    """None where the unit is asked for none of the columns."""
    parts = {column.part for column in columns}
    own = [row for row in rows if part_of(row) in parts]
    if not own:
        return None
    names = {f"{row.anchor}_{part}" for row in own for part in figures_of(row)}
    entries = Entries(
        report,
        [row for row in own if isinstance(row, IndicatorRow)],
        [row for row in own if isinstance(row, AssignmentRow)],
        [row for row in own if isinstance(row, FieldRow)],
    )
    form = EntriesForm(entries, _sent(report, data), only=names)
    for field in form.made.values():
        field.show_hidden_initial = False
        field.widget.attrs["aria-label"] = f"{report.unit.short_name}: {field.label}"
    return SheetRow(form, columns)


def _sent(report: UnitReport, data: QueryDict | None) -> QueryDict | None:
    """What was sent of the report, as its form takes it."""
    if data is None:
        return None
    sent = data.copy()
    sent["seen"] = data.get(f"seen-{report.pk}", "")
    return sent
