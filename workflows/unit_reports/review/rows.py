"""A unit report as the office reviews it and as the unit reads the review: each part with what it was at the last
return, the words of the return about it, and the comments on it. Reads only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from approvals import compiled
from approvals.models import TrailEvent
from approvals.trail import changes
from workflows.cases.inputs.texts import plain
from workflows.cases.moves import events_of
from workflows.models import EntryComment, ReportingPeriod, Section, UnitReport
from workflows.models.states import HELD_BY_WARD
from workflows.pure.aggregation import format_number
from workflows.pure.arrangement import ASSIGNMENTS, INDICATORS
from workflows.unit_reports.evidence.pieces import EvidencePiece
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import Entries, Row
from workflows.unit_reports.indicator_rows import PERCENT_PLACES, STORED_PLACES
from workflows.unit_reports.parts import part_in, part_of

NUMBERS = ("value", "numerator", "denominator")
EVENTS_SHOWN = 50
RETURNS = ("return_for_revision", "return_consolidated")
REOPENED = ".reopened"

Texts = Iterable[tuple[str, str | Promise, str]]


@dataclass(frozen=True)
class ReviewPart:
    """An indicator, an assignment, a field of the outline or (`row` is None) a text, by its `name` in the trail.

    `was` has the fields changed since the last return, old and new; `words` are those of the return about the part.
    """

    name: str
    label: str | Promise
    row: Row | None
    text: str
    was: list[dict[str, str]]
    reopened: bool
    words: str
    comments: list[EntryComment]
    evidence: Sequence[EvidencePiece]

    @property
    def unanswered(self) -> bool:
        return any(comment.answered_at is None for comment in self.comments)

    @property
    def anchor(self) -> str:
        """The part's id in the HTML of its pages."""
        return self.row.anchor if self.row else f"part-{self.name}"


@dataclass(frozen=True)
class Review:
    """The parts of a report. `again`: it came back after a return, so that what changed is looked at first."""

    indicators: list[ReviewPart]
    assignments: list[ReviewPart]
    texts: list[ReviewPart]
    again: bool
    partial: bool
    fields: list[ReviewPart]
    period: ReportingPeriod

    @property
    def parts(self) -> list[ReviewPart]:
        return [*self.indicators, *self.assignments, *self.fields, *self.texts]

    @property
    def in_order(self) -> list[tuple[str, Section | None, list[ReviewPart]]]:
        """The parts of the report in the outline's order, those of a section with fields of its own together."""
        found = groupby(self.fields, key=lambda part: cast(FieldRow, part.row).section)
        own = {section.key: (section, list(parts)) for section, parts in found}
        texts = {part.name: (None, [part]) for part in self.texts}
        by_part = own | texts | {INDICATORS: (None, self.indicators), ASSIGNMENTS: (None, self.assignments)}
        return [(part, *by_part.get(part, (None, []))) for part in self.period.parts(own)]

    @property
    def to_look_at(self) -> list[ReviewPart]:
        """What changed since the return, and what was returned and did not change."""
        return [part for part in self.parts if part.was or part.reopened]

    @property
    def rest(self) -> "Review":
        """Everything else: as the office has read it before."""
        seen = {part.name for part in self.to_look_at}

        def kept(parts: list[ReviewPart]) -> list[ReviewPart]:
            return [part for part in parts if part.name not in seen]

        return replace(
            self,
            indicators=kept(self.indicators),
            assignments=kept(self.assignments),
            fields=kept(self.fields),
            texts=kept(self.texts),
        )

    @property
    def reopened(self) -> list[ReviewPart]:
        """What the last return opens again; none where it opens the whole report."""
        return [part for part in self.parts if part.reopened]

    @property
    def answered(self) -> list[ReviewPart]:
        return [part for part in self.parts if any(comment.answered_at for comment in part.comments)]

    @property
    def unanswered(self) -> list[ReviewPart]:
        return [part for part in self.parts if part.unanswered]


@dataclass(frozen=True)
class Round:
    """A return of the report: who, when, why, and the parts that it opened again (none: the whole report)."""

    number: int
    event: TrailEvent

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The parts in words, each with the words for it."""
        given = {name.removesuffix(REOPENED): new for name, (_old, new) in self.event.changes.items()}
        return [(changes.field(part), words if isinstance(words, str) else "") for part, words in given.items()]


def review_of(
    report: UnitReport, entries: Entries, texts: Texts, evidence: Mapping[str, Sequence[EvidencePiece]]
) -> Review:
    """`texts` are the name, label and text of each part in prose, `evidence` as `evidence.of_report` reads it. One
    query.
    """
    return _review(report, entries, texts, comments_of(report), evidence)


def comments_of(report: UnitReport) -> dict[str, list[EntryComment]]:
    """The comments of office and unit by the part that they are about, oldest first. One query."""
    comments: dict[str, list[EntryComment]] = defaultdict(list)
    for comment in compiled.read(_comments, report=report.pk):
        comments[comment.part].append(comment)
    return comments


def _comments(report: int) -> QuerySet[EntryComment]:
    return EntryComment.objects.filter(report=report).select_related("by", "answered_by").order_by("at", "id")


def bare_review_of(report: UnitReport, entries: Entries, texts: Texts) -> Review:
    """The same without comments and evidence. Runs no query."""
    return _review(report, entries, texts, {}, {})


def _review(
    report: UnitReport,
    entries: Entries,
    texts: Texts,
    comments: Mapping[str, list[EntryComment]],
    evidence: Mapping[str, Sequence[EvidencePiece]],
) -> Review:
    now = {part_of(row): row for row in entries.rows}
    was: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name in report.was:
        was[part_in(name)].append(_difference(report, now, name))

    def part(name: str, label: str | Promise, row: Row | None, text: str) -> ReviewPart:
        words = report.reopened.get(name)
        talk, shown = comments.get(name, []), evidence.get(name, ())
        return ReviewPart(name, label, row, text, was[name], words is not None, words or "", talk, shown)

    return Review(
        indicators=[part(part_of(row), row.name, row, "") for row in entries.indicators],
        assignments=[part(part_of(row), row.name, row, "") for row in entries.assignments],
        fields=[part(part_of(row), row.name, row, "") for row in entries.fields],
        texts=[part(name, label, None, text) for name, label, text in texts],
        again=report.returns > 0 and report.state in HELD_BY_WARD,
        partial=bool(report.reopened),
        period=report.period,
    )


def events_to_show(report: UnitReport) -> QuerySet[TrailEvent]:
    """The newest of the report's events, and every return however long ago. Newest first."""
    return events_of(report).filter(Q(seq__gt=report.trail_seq - EVENTS_SHOWN) | Q(action__in=RETURNS))


def rounds_of(events: Iterable[TrailEvent]) -> list[Round]:
    """The returns among a report's events, numbered from the first; newest first, as the events come."""
    returns = [event for event in events if event.action in RETURNS]
    return [Round(len(returns) - place, event) for place, event in enumerate(returns)]


def _difference(report: UnitReport, rows: dict[str, Any], name: str) -> dict[str, str]:
    """The field of this name in the trail: what it was at the last return, and is."""
    part, _dot, attribute = name.partition(".")
    row = rows.get(part)
    new = getattr(row.entry, attribute) if row and attribute else getattr(report, part, "")
    if isinstance(row, FieldRow):
        return changes.rows({name: [report.was[name], plain(new)]})[0] | {"field": str(changes.FIELDS[attribute])}
    places = PERCENT_PLACES if attribute == "value" and row and row.is_ratio else STORED_PLACES
    field = str(changes.FIELDS.get(attribute or part, attribute or part))
    return {"field": field, "old": _words(name, report.was[name], places), "new": _words(name, new, places)}


def _words(name: str, plain: Any, places: int) -> str:
    """A value as the page shows it: numbers the Vietnamese way."""
    if plain not in (None, "") and name.endswith(NUMBERS):
        return format_number(Decimal(plain), places)
    return changes.value(name, plain)
