"""Whether a consolidated report can go on: units still correcting, figures that changed, sentences to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflows.documents.answers import Answer
from workflows.figures import annual
from workflows.figures import pending as drift
from workflows.figures.annual import Disagreement, Gap
from workflows.figures.origins.levels import ToldOtherwise, told_otherwise_of
from workflows.figures.origins.sources import is_outdated
from workflows.figures.origins.twins import SharedIndicator, counted_twice
from workflows.figures.pending import PendingChange
from workflows.models import FieldFigure, IndicatorFigure, WardReport
from workflows.models.states import OPEN
from workflows.outlines.figures import figures_of
from workflows.prose import drafts as prose
from workflows.prose.strays import strays_of
from workflows.pure.wording.references import Stale, key_of
from workflows.pure.wording.strays import Stray


@dataclass(frozen=True)
class Red:
    """A sentence that nobody has looked at since its figures changed, and the key of how it reads now."""

    sentence: Stale

    @property
    def reads(self) -> str:
        return key_of(self.sentence.now)


@dataclass(frozen=True)
class Readiness:
    """What keeps the report from going on. `changes` are computed once no unit is `correcting` any more."""

    figures: list[IndicatorFigure] | None = None
    correcting: list[Answer] = field(default_factory=list)
    outdated: bool = False
    changes: list[PendingChange] = field(default_factory=list)
    red: list[Red] = field(default_factory=list)
    doubts: list[SharedIndicator] = field(default_factory=list)
    below_months: list[Disagreement] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    fields: list[FieldFigure] = field(default_factory=list)
    levels: list[ToldOtherwise] = field(default_factory=list)

    @property
    def closed(self) -> set[str]:
        """The actions that make no sense now, although the report's state allows them."""
        closed = set()
        if not self.outdated or self.correcting:
            closed.add("refresh_figures")
        if self.correcting or self.outdated or self.red:
            closed.add("send_for_approval")
        return closed


def standing_of(report: WardReport, answers: Sequence[Answer]) -> Readiness:
    """Of a report and its units' answers. One query; two where units have corrected something, and of a year five
    more.
    """
    if report.state not in OPEN:
        return Readiness()
    below = annual.below_months(report)
    gaps = annual.gaps(report.period) if report.period.adds_months else []
    if report.consolidated_at is None:
        return Readiness(below_months=below, gaps=gaps)
    correcting = [answer for answer in answers if not (answer.is_taken_in or answer.is_waived)]
    outdated, fields = is_outdated(report, answers), figures_of(report)
    if outdated and not correcting:
        figures, changed = drift.changes(report, fields)
        doubts, stray = [], []
    else:
        figures, changed = prose.figures_of(report, with_sources=True, levels=True), []
        doubts = counted_twice(figures, {answer.unit_id: answer.unit for answer in answers})
        stray = strays_of(report, figures, fields, [answer.was for answer in answers])
    red = [Red(sentence) for sentence in prose.stale(report, prose.words_of(figures))]
    levels = list(told_otherwise_of(figures))
    return Readiness(figures, correcting, outdated, changed, red, doubts, below, gaps, stray, fields, levels)
