"""A period as a line of time: today, the due times of units and ward, and a dot for each unit. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.clock import ZONE, now
from workflows.models import ReportingPeriod, UnitReport
from workflows.models.joined import Joined
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD, NOT_ASKED, TAKEN_IN, UnitState

BETWEEN = "\t"
MARGIN = timedelta(days=1)
BEFORE, AFTER = timedelta(days=7), timedelta(days=14)  # that are shown of the time before and after the due times
LEFT, WIDTH = 2.0, 96.0  # per cent of the picture in which the line lies
BASE, STEP = 104, 13  # pixels: where the lowest dot stands, and from there to the one above it
HIGHEST = 4  # dots above one another; more stand on the uppermost place
NEAR = 1.4  # per cent within which two dots share a column


@dataclass(frozen=True)
class Dot:
    """A unit's report on the line: where it was submitted, or at today while it is with the unit."""

    unit: str
    state: str
    x: float
    y: int

    @property
    def is_in(self) -> bool:
        return self.state in TAKEN_IN

    @property
    def is_with_unit(self) -> bool:
        return self.state in HELD_BY_UNIT

    @property
    def tone(self) -> str:
        return " dot-in" if self.is_in else " dot-open" if self.is_with_unit else ""


@dataclass(frozen=True)
class Timeline:
    """`units` are (name, state, submitted or None) of the period's reports; places are in per cent from the left."""

    period: ReportingPeriod
    units: Sequence[tuple[str, str, datetime | None]]

    @cached_property
    def _ends(self) -> tuple[datetime, datetime]:
        period = self.period
        known = [at for _unit, _state, at in self.units if at]
        first = min([period.opened_at, period.unit_due_at - BEFORE, *known])
        last = max([period.ward_due_at, period.unit_due_at, min(now(), period.ward_due_at + AFTER), *known])
        return first - MARGIN, last + MARGIN

    def place(self, at: datetime) -> float:
        first, last = self._ends
        share = (at - first) / (last - first)
        return round(LEFT + WIDTH * min(1.0, max(0.0, share)), 2)

    @cached_property
    def marks(self) -> list[tuple[str, str, float, int, str]]:
        """Class, words, place, line of its words (pixels from above) and on which side of the mark these begin.

        A mark begins at its words. Those on the left have theirs on the right, the leftmost on top; then those on the
        right, from the right: so no mark runs through words that stand beside it.
        """
        moments = (
            ("mark-today", _("today"), now()),
            ("mark-unit", _("units due %(day)s") % {"day": _day(self.period.unit_due_at)}, self.period.unit_due_at),
            ("mark-ward", self._whole, self.period.ward_due_at),
        )
        placed = sorted(((name, words, self.place(at)) for name, words, at in moments), key=lambda each: each[2])
        left = [(*each, "start") for each in placed if each[2] <= LEFT + WIDTH / 2]
        right = [(*each, "end") for each in placed if each[2] > LEFT + WIDTH / 2]
        ordered = enumerate([*left, *reversed(right)])
        return [(name, words, place, 12 + 14 * row, side) for row, (name, words, place, side) in ordered]

    @property
    def _whole(self) -> str:
        """When the whole is due; that of a province goes to its superior."""
        day = {"day": _day(self.period.ward_due_at)}
        is_above = getattr(self.period, "is_above", False)
        return _("superior due %(day)s") % day if is_above else _("ward due %(day)s") % day

    @property
    def recipient(self) -> str:
        """To whom a province sends the whole, in full: too long for the picture. Blank of a ward."""
        period: Any = self.period
        if not getattr(period, "is_above", False):
            return ""
        return _("due at %(recipient)s %(day)s") % {"recipient": period.recipient, "day": _day(period.ward_due_at)}

    @cached_property
    def dots(self) -> list[Dot]:
        """From left to right; those near one another stand above each other."""
        found: list[Dot] = []
        column, height = -100.0, 0
        placed = sorted(((self.place(at or now()), unit, state) for unit, state, at in self.units))
        for x, unit, state in placed:
            height = height + 1 if x - column < NEAR else 0
            column = column if height else x
            found.append(Dot(unit, state, column, BASE - STEP * min(height, HIGHEST)))
        return found

    @property
    def picture(self) -> SafeString:
        """The marks and the dots as elements of the picture, drawn together: a template took most of a desk's time for
        them.
        """
        lines = (
            f'<line class="mark {name}" x1="{x}%" x2="{x}%" y1="{y - 9}" y2="116"/>'
            for name, _words, x, y, _side in self.marks
        )
        texts = (
            f'<text class="{name}" x="{x}%" y="{y}" dx="{-5 if side == "end" else 5}" text-anchor="{side}">'
            f"{escape(words)}</text>"
            for name, words, x, y, side in self.marks
        )
        labels = {state: escape(UnitState(state).label) for state in {dot.state for dot in self.dots}}
        places = (list(dots) for _place, dots in groupby(self.dots, key=lambda dot: (dot.x, dot.y)))
        return SafeString("".join([*lines, *texts, *(_circle(dots, labels) for dots in places)]))

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The same in words: which units stand where."""
        holders = (
            (_("With the unit"), HELD_BY_UNIT),
            (_("With the office"), HELD_BY_WARD),
            (pgettext("state", "Accepted"), TAKEN_IN),
        )
        named = [(label, [unit for unit, state, _at in self.units if state in states]) for label, states in holders]
        return [(label, units) for label, units in named if units]


def _circle(dots: Sequence[Dot], labels: Mapping[str, str]) -> str:
    """The dots that stand on one place: the last hides the others, and names them all."""
    names = "\n".join(f"{escape(dot.unit)}: {labels[dot.state]}" for dot in dots)
    last = dots[-1]
    return f'<circle class="dot{last.tone}" cx="{last.x}%" cy="{last.y}" r="5.5"><title>{names}</title></circle>'


def with_units(periods: QuerySet[ReportingPeriod]) -> QuerySet[ReportingPeriod]:
    """Each with `told_units`, from which `timeline_of` reads where its units' reports stand."""
    reports = UnitReport.objects.filter(period=OuterRef("pk")).exclude(state__in=NOT_ASKED)
    submitted = Coalesce(Cast("submitted_at", CharField()), Value(""))
    text = Concat(
        F("unit__short_name"), Value(BETWEEN), F("state"), Value(BETWEEN), submitted, output_field=CharField()
    )
    lines = reports.order_by().values("period").annotate(all=Joined(text)).values("all")
    return periods.annotate(told_units=Subquery(lines))


def timeline_of(period: ReportingPeriod) -> Timeline:
    """Of a period from `with_units`. Runs no query."""
    lines: str = period.told_units or ""  # type: ignore[attr-defined]
    return Timeline(period, sorted(_unit(line) for line in lines.split("\n") if line))


def _unit(line: str) -> tuple[str, str, datetime | None]:
    unit, state, at = line.split(BETWEEN)
    submitted = state not in HELD_BY_UNIT and at
    return unit, state, _instant(at) if submitted else None


def _day(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%d/%m}"


def _instant(text: str) -> datetime:
    """As the database writes it: SQLite without its zone, which is UTC."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
