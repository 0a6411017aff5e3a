"""What the unit's head submits, line by line: each entry with who typed it, what it was at the return, and
what others changed in it since the head last looked. Reads only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils.functional import Promise

from approvals import compiled
from approvals.models import TrailEvent
from approvals.trail import changes
from approvals.trail.words import attaching
from units.models import Person
from workflows.cases.moves import events_of
from workflows.models import UnitReport, UnitReportSighting
from workflows.unit_reports.findings import Entries, Row
from workflows.unit_reports.parts import part_in, part_of
from workflows.unit_reports.review.rows import ReviewPart, bare_review_of

TYPES = ("save_draft", "save_on_behalf", "take_in_figures")
Difference = dict[str, str]  # field, old, new, in words
Narrative = Sequence[tuple[str, str | Promise, str]]


@dataclass(frozen=True)
class Typist:
    """Who typed an entry last, and when; `source`: from whom the office has it, where it typed it for the unit;
    `sent_by`: the system that sent it.
    """

    name: str
    at: datetime
    source: str = ""
    sent_by: str = ""


@dataclass(frozen=True)
class News:
    """What others changed since a reader last had the report before them, in all and by part; and by part who typed
    last.
    """

    rows: list[Difference]
    by_part: dict[str, list[Difference]]
    typists: dict[str, Typist]

    @classmethod
    def of(cls, course: "Course", reader: Person, before: int) -> "News":
        """`before` is the number of the event up to which they had read it. Runs no query."""
        fresh = [event for event in course.changes if event.seq > before and event.actor_id != reader.pk]
        typed = changes.over(event for event in fresh if event.action in TYPES)
        attached = [row for event in fresh if event.action in attaching() for row in _attached(event)]
        return cls(typed + attached, _by_part(fresh), _typists(course.changes))


@dataclass(frozen=True)
class Course:
    """A report's events in order, and how far a reader had read them at their last look, as `sightings.look_after`
    takes it.
    """

    events: list[TrailEvent]
    last: tuple[int, int] | None

    @property
    def changes(self) -> list[TrailEvent]:
        """The events that changed something."""
        return [event for event in self.events if event.changes]


def course_of(report: UnitReport, reader: Person) -> Course:
    """One query."""
    events: list[Any] = compiled.read(_events, report=report.pk, looker=reader.pk)
    last = (events[0].sighted_before, events[0].sighted) if events and events[0].sighted is not None else None
    return Course(events, last)


def _events(report: int, looker: int) -> "QuerySet[TrailEvent]":
    sightings = UnitReportSighting.objects.filter(report=report, person=looker)
    found = events_of(UnitReport(pk=report)).order_by("seq")
    return found.annotate(
        sighted=Subquery(sightings.values("seq")[:1]), sighted_before=Subquery(sightings.values("before")[:1])
    )


def nothing_new() -> News:
    return News([], {}, {})


@dataclass(frozen=True)
class CheckLine:
    """An entry, or a text where `row` is None, as its head checks it. `was` has what each of its fields was at the last
    return, `news` what others changed since the head last looked.
    """

    label: str | Promise
    row: Row | None
    text: str
    typist: Typist | None
    was: list[Difference]
    news: list[Difference]

    @property
    def anchor(self) -> str:
        return f"line-{self.row.anchor}" if self.row else ""

    @property
    def reasons(self) -> list[str]:
        """The reason and the note that go with the figure."""
        entry = self.row.entry if self.row else None
        return [text for text in (getattr(entry, "explanation", ""), getattr(entry, "note", "")) if text]


@dataclass(frozen=True)
class CheckLines:
    """All of the report: the figures that differ from the last period first."""

    indicators: list[CheckLine]
    assignments: list[CheckLine]
    fields: list[CheckLine]
    texts: list[CheckLine]


def lines_of(report: UnitReport, entries: Entries, narrative: Narrative, news: News) -> CheckLines:
    """Runs no query."""
    review = bare_review_of(report, entries, narrative)
    found = {part.name: _line(part, news) for part in review.parts}
    return CheckLines(
        [found[part_of(row)] for row in entries.changed_first],
        [found[part.name] for part in review.assignments],
        [found[part.name] for part in review.fields],
        [found[part.name] for part in review.texts if part.text],
    )


def _line(part: ReviewPart, news: News) -> CheckLine:
    typist = news.typists.get(part.name)
    source = getattr(part.row.entry, "informant", "") if part.row else ""
    sent_by = getattr(part.row.entry, "sent_by", "") if part.row else ""
    if typist and (source or sent_by):
        typist = Typist(typist.name, typist.at, source, sent_by)
    return CheckLine(part.label, part.row, part.text, typist, part.was, news.by_part.get(part.name, []))


def _typists(events: Iterable[TrailEvent]) -> dict[str, Typist]:
    """By part; the last of these events counts."""
    return {
        part_in(name): Typist(event.actor_name, event.at)
        for event in events
        if event.action in TYPES
        for name in event.changes
    }


def _by_part(events: Iterable[TrailEvent]) -> dict[str, list[Difference]]:
    folded: dict[str, list[object]] = {}
    for event in events:
        if event.action in TYPES:
            for name, (old, new) in event.changes.items():
                folded[name] = [folded[name][0] if name in folded else old, new]
    found: dict[str, list[Difference]] = defaultdict(list)
    for name, pair in folded.items():
        if pair[0] != pair[1]:
            (row,) = changes.rows({name: pair})
            attribute = part_in(name) != name and name.rpartition(".")[2]
            found[part_in(name)].append(row | {"field": str(changes.FIELDS.get(attribute, "")) if attribute else ""})
    return dict(found)


def _attached(event: TrailEvent) -> list[Difference]:
    """What the event attached or took away, by its name alone."""
    return changes.rows({name: pair for name, pair in event.changes.items() if name.endswith(".evidence")})
