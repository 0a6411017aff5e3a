"""One row of an annex out of its cells. What cannot be read, or in two ways, is left open and doubted."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from units.workbook.sheets.cells import Cell, CellFault, TwoReadings, plain, text
from units.workbook.words.due import Due, read_due
from units.workbook.words.goals import Goal, read_goal

from .content import AnnexRow, Doubt, Kind
from .lines import AnnexItem
from .names import UnitNames

LIMITS = {"text": 500, "measure": 60, "product": 300, "authority": 200, "due_written": 100}
LEAD_AND_OTHERS = re.compile(
    r"(?:.*?chủ trì\s*:)?(?P<lead>.*?)(?:[\s;,.(–-]*phối hợp(?: với)?\s*:?(?P<others>.*?)\)?)?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class Seen:
    """What is said once for the whole annex."""

    groups: dict[str, int] = field(default_factory=dict)
    led_twice: int = 0
    above: bool = False
    before: bool = False


@dataclass(frozen=True)
class Reader:
    """Reads items. `year` is the plan's; `before_counts`: whether "trước 30/6" takes that day in, None if unasked."""

    names: UnitNames
    year: int | None
    before_counts: bool | None = None
    seen: Seen = field(default_factory=Seen)

    def row(self, item: AnnexItem, kind: Kind) -> AnnexRow:
        doubts: list[Doubt] = []
        lead, cooperating = self._units(item, doubts)
        row = AnnexRow(
            kind=kind,
            number=item.number,
            text=_words(item, "text"),
            measure=_words(item, "measure"),
            product=_words(item, "product"),
            authority=_words(item, "authority"),
            lead=lead,
            cooperating=cooperating,
            group=_words(item, "group") or item.group,
            place=_place(item),
            source=item.source,
        )
        row = self._goal(row, item, doubts) if kind == "indicator" else row
        row = self._due(row, item, doubts)
        return replace(row, doubts=(*_of_the_whole(row, item), *doubts))

    def _goal(self, row: AnnexRow, item: AnnexItem, doubts: list[Doubt]) -> AnnexRow:
        goal, written = Goal(None, ""), _shown(item.cells.get("goal"))
        if not written:
            doubts.append(Doubt("goal", _("The goal is missing. Write a number.")))
            return row
        try:
            goal = read_goal(_with_sign(item), row.measure)
        except TwoReadings as error:
            doubts.append(Doubt("goal", str(error), tuple(f"{reading.normalize():f}" for reading in error.readings)))
        except CellFault as error:
            doubts.append(Doubt("goal", str(error)))
        if not (row.measure or goal.measure) and goal.comparison != "done":
            doubts.append(Doubt("measure", _("The unit of measure is missing. Write it, such as hồ sơ.")))
        self.seen.above |= goal.comparison == "≥" and "≥" not in written
        return replace(
            row,
            goal=goal.number,
            goal_written=written,
            comparison=goal.comparison,
            measure=row.measure or goal.measure,
        )

    def _due(self, row: AnnexRow, item: AnnexItem, doubts: list[Doubt]) -> AnnexRow:
        written = _shown(item.cells.get("due"))
        if not written:
            if row.kind == "assignment":
                doubts.append(Doubt("due", _("“Rõ thời gian” is missing: write when it is due.")))
            return row
        due = Due()
        try:
            due = read_due(plain(item.cells["due"]), self.year)
        except CellFault as error:
            doubts.append(Doubt("due", str(error)))
        if due.on and self.year and due.on.year != self.year:
            sentence = _("“%(text)s” lies in another year than %(year)s, the plan's. Check it.")
            doubts.append(Doubt("due", sentence % {"text": written, "year": self.year}))
        self.seen.before |= due.before
        moved = due.before and self.before_counts is False
        day = due.on and due.on - timedelta(days=int(moved))
        return replace(row, due_on=day, recurring=due.recurring, due_written=written, due_moved=moved)

    def _units(self, item: AnnexItem, doubts: list[Doubt]) -> tuple[str, tuple[str, ...]]:
        parts = LEAD_AND_OTHERS.fullmatch(_lines(item, "lead"))
        written, others = (parts["lead"], parts["others"] or "") if parts else ("", "")
        leading = self.names.named_in(written)
        helping = self.names.named_in("\n".join(filter(None, (others, _lines(item, "cooperating")))))
        if not leading.codes and not leading.doubtful:
            doubts.append(Doubt("lead", _("The leading unit is missing. Fill it in.")))
        for name, proposals in leading.doubtful.items():
            doubts.append(self._unknown("lead", name, proposals))
        for name, proposals in helping.doubtful.items():
            doubts.append(self._unknown("cooperating", name, proposals))
        lead = leading.codes[0] if leading.codes and not leading.doubtful else ""
        if len(leading.codes) > 1:
            sentence = _("Several units lead: %(units)s. The first was taken, the others cooperate. Check it.")
            doubts.append(Doubt("lead", sentence % {"units": self._labels(leading.codes)}, leading.codes))
        self.seen.groups |= leading.groups | helping.groups
        self.seen.led_twice += bool(lead) and lead in helping.codes
        everybody = dict.fromkeys((*leading.codes, *helping.codes))
        return lead, tuple(code for code in everybody if code != lead)

    def _unknown(self, field: str, name: str, proposals: tuple[str, ...]) -> Doubt:
        if not proposals:
            sentence = _("“%(text)s” names no unit of the ward. Choose the unit, or add it to the ward first.")
            return Doubt(field, sentence % {"text": name})
        sentence = _("“%(text)s” is written otherwise than any unit of the ward. Is it %(units)s? Choose.")
        return Doubt(field, sentence % {"text": name, "units": self._labels(proposals)}, proposals)

    def _labels(self, codes: tuple[str, ...]) -> str:
        return ", ".join(self.names.labels.get(code, code) for code in codes)


def _of_the_whole(row: AnnexRow, item: AnnexItem) -> list[Doubt]:
    doubts = []
    if item.torn:
        doubts.append(
            Doubt("", _("The row ends early: it has fewer columns than the headings. Check what is missing."))
        )
    if row.number is None:
        doubts.append(Doubt("number", _("The running number is missing. Fill it in.")))
    if not row.text:
        is_task = row.kind == "assignment"
        missing = (
            _("“Rõ việc” is missing: write the assignment."),
            _("The name of the indicator is missing. Fill it in."),
        )
        doubts.append(Doubt("text", missing[0] if is_task else missing[1]))
    for name, most in LIMITS.items():
        value: Any = getattr(row, name)
        if len(value) > most:
            sentence = _("The text has %(length)s signs, %(most)s at most can be kept. Shorten it.")
            doubts.append(Doubt(name, sentence % {"length": len(value), "most": most}))
    return doubts


def _with_sign(item: AnnexItem) -> Cell:
    """The goal with the sign that stands in a column of its own."""
    goal, sign = item.cells["goal"], _words(item, "comparison")
    return replace(goal, value=f"{sign} {_shown(goal)}") if sign else goal


def _shown(cell: Cell | None) -> str:
    """The cell as somebody sees it in Excel: 0.9 shown as 90%, decimals after a comma."""
    if cell is None or not isinstance(cell.value, int | float):
        return " ".join(plain(cell).split()) if cell else ""
    percent = "%" in cell.number_format
    number = plain(replace(cell, value=round(cell.value * 100, 10))) if percent else plain(cell)
    return number.replace(".", ",") + ("%" if percent else "")


def _words(item: AnnexItem, name: str) -> str:
    """One line; blank where a formula has no result."""
    cell = item.cells.get(name)
    try:
        return text(cell) if cell else ""
    except CellFault:
        return ""


def _lines(item: AnnexItem, name: str) -> str:
    cell = item.cells.get(name)
    return plain(cell) if cell else ""


def _place(item: AnnexItem) -> str:
    rows = f"{item.first}" if item.first == item.last else f"{item.first}–{item.last}"
    return _("%(table)s, row %(rows)s") % {"table": item.table, "rows": rows}
