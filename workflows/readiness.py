"""Whether a consolidated report can go on: units still correcting, figures that changed, sentences to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import drift, prose
from .documents.answers import Answer
from .drift import Change
from .models import IndicatorFigure, WardReport
from .references import Stale, key_of
from .sources import is_outdated
from .states import WardState

OPEN = (WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED)


@dataclass(frozen=True)
class Red:
    """A sentence that nobody has looked at since its figures changed, and the key of how it reads now."""

    sentence: Stale

    @property
    def reads(self) -> str:
        return key_of(self.sentence.now)


@dataclass(frozen=True)
class Standing:
    """What stands in the report's way. `changes` are told once all `correcting` units are back."""

    figures: list[IndicatorFigure] | None = None
    correcting: list[Answer] = field(default_factory=list)
    outdated: bool = False
    changes: list[Change] = field(default_factory=list)
    red: list[Red] = field(default_factory=list)

    @property
    def closed(self) -> set[str]:
        """The actions that make no sense by now though the report's state allows them."""
        closed = set()
        if not self.outdated or self.correcting:
            closed.add("refresh_figures")
        if self.correcting or self.outdated or self.red:
            closed.add("send_for_approval")
        return closed


def standing_of(report: WardReport, answers: Sequence[Answer]) -> Standing:
    """Of a report and its units' answers. One statement; two where units have corrected something."""
    if report.consolidated_at is None or report.state not in OPEN:
        return Standing()
    correcting = [answer for answer in answers if not (answer.is_taken_in or answer.is_waived)]
    outdated = is_outdated(report.taken_in, answers)
    figures, changed = drift.changes(report) if outdated and not correcting else (prose.figures_of(report), [])
    red = [Red(sentence) for sentence in prose.stale(report, prose.words_of(figures))]
    return Standing(figures, correcting, outdated, changed, red)
