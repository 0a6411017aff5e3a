"""The rows of a period's grid, drawn by one function: as nodes of a template they took most of its time."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from approvals.addresses import address_of
from approvals.templatetags.moments import moment
from workflows.boards.grid import GridRow
from workflows.models.states import UnitState

register = template.Library()


@register.simple_tag
def grid_rows(rows: Sequence[GridRow], columns: Sequence[str], words: Mapping[str, str], ticks: bool) -> SafeString:
    """`<tr>` of each unit report with the `columns` asked for. `words` are of `column_words`; `ticks`: whether the
    table has a column of check boxes.
    """
    drawn = _Drawn(words, columns)
    return SafeString("".join(drawn.row(row, ticks=ticks) for row in rows))


@register.simple_tag
def missing_rows(rows: Sequence[GridRow], waive: str) -> SafeString:
    """`<li>` of each; `waive` is the label of the link by which one that its unit has is waived."""
    label, states = escape(waive), _state_words()
    return SafeString("".join(_missing(row, label, states) for row in rows))


def _missing(row: GridRow, label: str, states: Mapping[str, str]) -> str:
    name, pk = escape(row.report.unit.short_name), row.report.pk
    link = f'<a href="{row.url}">{name}</a>, {states[row.report.state]}'
    if not row.held_by_unit:
        return f"<li>{link}</li>\n"
    hidden = f'<span class="visually-hidden">: {name}</span>'
    return f'<li>{link} <br><a href="{address_of("unit_report_waive", pk)}">{label}{hidden}</a></li>\n'


def _state_words() -> dict[str, str]:
    return {state.value: escape(state.label) for state in UnitState}


class _Drawn:
    """What is the same in all rows: the words, escaped once."""

    def __init__(self, words: Mapping[str, str], columns: Sequence[str]) -> None:
        self.words = {name: escape(word) for name, word in words.items()}
        self.states = _state_words()
        self.unit = _("the unit")
        self.cells = [getattr(self, f"_{name}") for name in columns]

    def row(self, row: GridRow, *, ticks: bool) -> str:
        name = escape(row.report.unit.short_name)
        tick = self._tick(row, name) if ticks else ""
        cells = "".join(cell(row) for cell in self.cells)
        return f'<tr>{tick}<th scope="row"><a href="{row.url}">{name}</a></th>{cells}</tr>\n'

    def _tick(self, row: GridRow, name: str) -> str:
        if not row.may_tick:
            return "<td></td>"
        word, clean = self.words["tick"], " data-clean" if row.clean and row.acceptable else ""
        box = f'<input type="checkbox" name="report" value="{row.tick}" aria-label="{word} {name}"{clean}>'
        return f'<td data-label="{word}"><label class="tick">{box}</label></td>'

    def _state(self, row: GridRow) -> str:
        state = row.report.state
        return (
            f'<td data-label="{self.words["state"]}"><span class="state state-{state}">{self.states[state]}</span></td>'
        )

    def _holder(self, row: GridRow) -> str:
        office = row.report.period.plan.coordinating_unit.short_name
        parts = "".join(
            f'<span class="text-nowrap">{escape(part)}</span> '
            for part in row.held.sentences(unit=self.unit, office=office)
        )
        held = f'<span>{escape(row.holder)}<small class="measure">{parts}</small></span>'
        return f'<td class="holder" data-label="{self.words["holder"]}">{held}</td>'

    def _filled(self, row: GridRow) -> str:
        return self._number("filled", f"{row.filled}/{row.entries}" if row.entries else "–")

    def _submitted(self, row: GridRow) -> str:
        at = moment(row.report.submitted_at)
        extended = row.report.extended_to if row.extended else None
        later = f' <small class="measure">{self.words["extended"]} {moment(extended)}</small>' if row.extended else ""
        return f'<td data-label="{self.words["submitted"]}"><span>{at}{self._in_time(row)}{later}</span></td>'

    def _in_time(self, row: GridRow) -> str:
        if row.on_time:
            since = "in_time_since" if row.report.on_time_since else "in_time"
            return f' <small class="measure">{self.words[since]}</small>'
        late = "overdue" if row.overdue else "late"
        return f' <span class="slack slack-late">{self.words[late]}</span>' if row.on_time is False else ""

    def _found(self, row: GridRow) -> str:
        return self._number("found", "–" if row.found is None else f"{row.found}")

    def _returns(self, row: GridRow) -> str:
        times = row.report.returns
        changed = f'<small class="measure">{self.words["changed"]}: {row.changed}</small>' if times else ""
        return self._number("returns", f"<span>{times}{changed}</span>")

    def _number(self, name: str, text: str) -> str:
        return f'<td class="num" data-label="{self.words[name]}">{text}</td>'
