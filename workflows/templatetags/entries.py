"""The rows of the write page, each drawn as one string, as its fields are (unit_reports/entries/cells.py): by a
template they took half of the page's time.
"""

from collections.abc import Iterable
from typing import cast

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from approvals.addresses import address_of
from workflows.models import UnitReport
from workflows.unit_reports.assignment_rows import AssignmentRow
from workflows.unit_reports.entries.cells import EntryRow
from workflows.unit_reports.indicator_rows import IndicatorRow

register = template.Library()


@register.simple_tag
def indicator_lines(rows: Iterable[EntryRow], report: UnitReport) -> SafeString:
    """`<tr>` of each indicator."""
    drawn = _Drawn(report)
    return SafeString("".join(drawn.indicator(row) for row in rows))


@register.simple_tag
def assignment_lines(rows: Iterable[EntryRow], report: UnitReport) -> SafeString:
    """`<tr>` of each assignment."""
    drawn = _Drawn(report)
    return SafeString("".join(drawn.assignment(row) for row in rows))


class _Drawn:
    """What is the same in all rows: the report, and the words, escaped once."""

    def __init__(self, report: UnitReport) -> None:
        self.report, self.base = report, address_of("unit_report", report.pk)
        self.year, self.last, self.goal = (
            escape(word) for word in (_("Year to date"), _("Last period"), _("Goal of the year"))
        )
        self.same, self.more, self.locked = (
            escape(word) for word in (_("As last period"), _("Course and details"), _("Accepted, locked"))
        )
        self.total, self.sent = escape(_("Type the year to date")), escape(_("Sent by a system:"))

    def indicator(self, form_row: EntryRow) -> str:
        row, why = cast(IndicatorRow, form_row.row), escape(_("Reason, note"))
        indicator, last = row.entry.indicator, escape(row.last_words)
        parts = f" <small>{escape(row.last_parts_words)}</small>" if row.last_parts_words else ""
        return (
            f"<tr{form_row.attributes}>{self._head(form_row, f'{indicator.measure} · {indicator.kind_words}')}"
            f'<td class="whole"><div class="typed-values">{form_row.values}</div>{self._sent_by(row)}'
            f"{_asks(form_row)}{self._totals(form_row, row)}{_why(form_row, why)}{self._said(form_row)}</td>"
            f'<td class="num fact" data-label="{self.year}" id="year-{row.anchor}">{escape(row.year_words) or "–"}</td>'
            f'<td class="num fact past" data-label="{self.last}">{last or "–"}{parts}</td>'
            f'<td class="num fact" data-label="{self.goal}">{escape(row.goal_words)}</td>'
            f"{self._tick(form_row, offered=bool(last))}</tr>\n"
        )

    def assignment(self, form_row: EntryRow) -> str:
        row, why = cast(AssignmentRow, form_row.row), escape(_("Reason"))
        status = escape(row.last.get_status_display()) if row.last and row.last.status else ""
        return (
            f"<tr{form_row.attributes}>{self._head(form_row, row.entry.assignment.due_words)}"
            f'<td class="whole">{form_row.values}{_asks(form_row)}{_why(form_row, why)}{self._said(form_row)}</td>'
            f'<td class="fact past" data-label="{self.last}">{status or "–"}</td>'
            f"{self._tick(form_row, offered=bool(status))}</tr>\n"
        )

    def _head(self, form_row: EntryRow, measure: str) -> str:
        name, page = escape(form_row.row.name), f"{self.base}entries/{form_row.row.anchor}/"
        lock = f'<span class="lock">{self.locked}</span>' if form_row.locked else ""
        return (
            f'<th scope="row">{name} <span class="measure">{escape(measure)}</span>{lock}'
            f'<a class="more" href="{page}" hx-get="{page}" hx-target="#panel" hx-swap="innerHTML">{self.more}'
            f'<span class="visually-hidden">: {name}</span></a></th>'
        )

    def _sent_by(self, row: IndicatorRow) -> str:
        return f'<small class="muted">{self.sent} {escape(row.entry.sent_by)}</small>' if row.entry.sent_by else ""

    def _totals(self, form_row: EntryRow, row: IndicatorRow) -> str:
        """Where it is typed as the year to date, and what the months give of a year."""
        if form_row.locked:
            return ""
        fields = f'<div class="typed-values">{form_row.totals}</div>' if row.before else ""
        totals = f'<details class="totals"><summary>{self.total}</summary>{fields}</details>' if fields else ""
        months = render_to_string("workflows/unit_reports/_from_months.html", {"row": row}) if row.months_words else ""
        return totals + months

    def _said(self, form_row: EntryRow) -> str:
        """With what words the office returned it, what was asked and answered about it; by a template: few have any."""
        if not form_row.comments and form_row.returned is None:
            return ""
        said = {"comments": form_row.comments, "returned": form_row.returned, "waits": form_row.waits}
        named = {"part": form_row.part, "name": form_row.row.name, "report": self.report}
        return render_to_string("workflows/unit_reports/_asked.html", said | named)

    def _tick(self, form_row: EntryRow, *, offered: bool) -> str:
        if not offered or form_row.locked:
            return f'<td data-label="{self.same}"></td>'
        named = f'value="{form_row.row.anchor}" aria-label="{self.same}: {escape(form_row.row.name)}"'
        box = f'<label class="as-last"><input type="checkbox" name="same" {named}></label>'
        return f'<td data-label="{self.same}">{box}</td>'


def _asks(form_row: EntryRow) -> str:
    """What the checks ask a reason for."""
    checks = [] if form_row.row.is_blank else form_row.row.checks
    asked = "".join(f'<p class="ask">{escape(check.sentence)}</p>' for check in checks)
    return f'<div class="asks" id="asks-{form_row.row.anchor}" aria-live="polite">{asked}</div>'


def _why(form_row: EntryRow, label: str) -> str:
    opened = " open" if form_row.opens else ""
    return f'<details class="why"{opened}><summary>{label}</summary>{form_row.remarks}</details>'
