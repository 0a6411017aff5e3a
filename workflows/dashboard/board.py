"""Tình hình: what the page, its pictures and the weekly mail show of a ward. Reads only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.registry import Text
from units.models import Person, Unit
from workflows.boards.timeliness import PERIODS, Timeliness, timeliness_in
from workflows.models import ReportingPeriod, ReportKind
from workflows.models.states import DifficultyState
from workflows.pure.charts.drawing import WIDTH, Drawn, framed, lines_of, moved, rows_of_squares, svg, text, with_legend

from . import ages, tasks
from .ages import AgeGroup, open_by_age
from .asked import Asked
from .holders import CaseHolder, held_now
from .indicators import IndicatorCard, cards
from .tasks import TaskGroup, TaskLine, by_group, tasks_of

GAP = 24
TITLES: dict[str, Text] = {
    "indicators": gettext_lazy("Indicators"),
    "timeliness": gettext_lazy("Timeliness"),
    "tasks": gettext_lazy("Assignments"),
    "difficulties": gettext_lazy("Open difficulties by age"),
    "holders": gettext_lazy("Who holds what now"),
}


@dataclass(frozen=True)
class Board:
    """What the reader may see of what was asked for. `units` are those that the filter offers, `kind` is whose
    timeliness is shown; None where the ward reports nothing.
    """

    asked: Asked
    units: Sequence[Unit]
    cards: Sequence[IndicatorCard]
    tasks: Sequence[TaskLine]
    kinds: Sequence[ReportKind]
    kind: ReportKind | None
    timeliness: Timeliness
    ages: Sequence[AgeGroup]

    @property
    def groups(self) -> list[TaskGroup]:
        return by_group(self.tasks)

    @property
    def behind(self) -> list[TaskLine]:
        """The assignments that are behind schedule."""
        return [task for task in self.tasks if task.status == "late"]

    @property
    def charts(self) -> dict[str, str]:
        """The pictures of the page by their names; each card has its own."""
        names = [name for name in TITLES if name not in ("indicators", "holders")]
        return {name: mark_safe(framed(*DRAWN[name](self))) for name in names}


def board_of(asked: Asked, person: Person) -> Board:
    """Seven queries, and what the person's offices take."""
    every, found = cards(asked, person), tasks_of(asked, person)
    kinds = list(_kinds(asked))
    kind = next((each for each in kinds if asked.kind in ("", each.code)), None)
    shown = timeliness_in(person, _periods(kind, asked.year)) if kind else Timeliness([], [])
    units = {unit.pk: unit for unit in [*(line.unit for line in shown.lines), *(each.lead for each in every)]}
    lines = [line for line in shown.lines if asked.has_unit(line.unit)]
    return Board(
        asked=asked,
        units=sorted(units.values(), key=lambda unit: (unit.order, unit.code)),
        cards=[each for each in every if asked.has_unit(each.lead) and _has_light(asked, each.light)],
        tasks=[each for each in found if asked.has_unit(each.row.lead) and _has_light(asked, each.light)],
        kinds=kinds,
        kind=kind,
        timeliness=Timeliness(shown.periods, lines),
        ages=open_by_age(asked, person),
    )


def _kinds(asked: Asked) -> "QuerySet[ReportKind]":
    """Of reports of units; those on the plan first."""
    return ReportKind.objects.of_reports().filter(ward=asked.ward.pk).order_by("-on_plan", "pk")


def _periods(kind: ReportKind, year: int) -> list[ReportingPeriod]:
    found = kind.periods.standing().filter(title="", ends__year=year).order_by("-ends", "-starts", "-pk")[:PERIODS]
    return list(found)[::-1]


def _has_light(asked: Asked, light: str) -> bool:
    return asked.light in ("", "amber" if light == "yellow" else light)


def picture(name: str, asked: Asked, person: Person) -> tuple[int, int, str]:
    """Width, height and SVG of one chart with its title and its legend: what a file of it holds. Raises KeyError."""
    title = f"{TITLES[name]}, {asked.ward.name}, {asked.year}"
    if name == "holders":
        height, marks = drawn_holders(held_now(asked, person))
    else:
        height, marks = DRAWN[name](board_of(asked, person))
    heading = lines_of(title, 52, 3)
    head = [text(0, 14 * (place + 1), line) for place, line in enumerate(heading)]
    top = 14 * len(heading) + 12
    width, whole = WIDTH + 2 * GAP, top + height + 2 * GAP
    paper = f'<rect class="c-paper" fill="#ffffff" width="{width}" height="{whole}"/>'
    return width, whole, svg(width, whole, [paper, moved(GAP, GAP, [*head, moved(0, top, marks)])])


def drawn_holders(holders: Sequence[CaseHolder]) -> Drawn:
    return with_legend(
        rows_of_squares([each.row for each in holders]), [("bad", _("Overdue")), ("open", _("within its time"))]
    )


def _drawn_timeliness(board: Board) -> Drawn:
    return board.timeliness.marks


def _drawn_tasks(board: Board) -> Drawn:
    signs = [(tasks.LOOKS[status], str(words)) for status, words in tasks.WORDS.items()]
    return with_legend(rows_of_squares([group.row for group in board.groups]), signs)


def _drawn_difficulties(board: Board) -> Drawn:
    signs = [(look, str(DifficultyState(state).label)) for state, look in ages.LOOKS.items()]
    return with_legend(rows_of_squares([group.row for group in board.ages]), signs)


def _drawn_indicators(board: Board) -> Drawn:
    """One below the other, each under its name and its figures."""
    marks, y = [], 0
    for card in board.cards:
        figure = card.newest
        heading = (
            [*lines_of(str(card.indicator), 52, 2), told_of(card)] if figure else lines_of(str(card.indicator), 52, 2)
        )
        marks += [text(0, y + 14 * (place + 1), line) for place, line in enumerate(heading)]
        y += 14 * len(heading) + 6
        height, own = card.marks
        marks.append(moved(0, y, own))
        y += height + 14
    return y, marks


def told_of(card: IndicatorCard) -> str:
    """The newest figure in a line: the year to date, the goal and the light."""
    if card.newest is None:
        return ""
    return _("Year to date %(year)s; goal %(goal)s") % {"year": card.newest.year_value, "goal": card.goal}


DRAWN: dict[str, Callable[[Board], Drawn]] = {
    "indicators": _drawn_indicators,
    "timeliness": _drawn_timeliness,
    "tasks": _drawn_tasks,
    "difficulties": _drawn_difficulties,
}
