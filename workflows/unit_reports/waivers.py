"""What a waiver would mean: what the unit's draft holds, and how the document would state its tasks. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from approvals.clock import today
from workflows.documents.assignments import words_of
from workflows.figures.last_known import statuses_of
from workflows.figures.origins.readings import last_by_unit
from workflows.models import UnitReport
from workflows.pure.progress import Moment, standing
from workflows.pure.wording.words import NOT_ANSWERED

from .findings import entries_of


@dataclass(frozen=True)
class Waiver:
    """`indicators`, `assignments` and `fields` are how many of the draft are filled, and of how many; `texts` the parts
    in which something is written. `tasks` counts those that the unit leads by their status in Phụ lục II; `kept` and
    `left_out` name the indicators of which the unit's last figure of the year stands, and those without any of it.
    """

    indicators: tuple[int, int]
    assignments: tuple[int, int]
    fields: tuple[int, int]
    texts: list[str]
    evidence: int
    tasks: list[tuple[str, int]]
    kept: list[str]
    left_out: list[str]

    @property
    def holds_nothing(self) -> bool:
        filled = self.indicators[0] or self.assignments[0] or self.fields[0]
        return not (filled or self.texts or self.evidence)


def waiver_of(report: UnitReport, texts: Sequence[tuple[str, str]]) -> Waiver:
    """`texts` are the label and the text of each part in prose. Six queries, one more where there are fields."""
    entries = entries_of(report)
    indicators = [row.entry.indicator for row in entries.indicators]
    stands = last_by_unit(report.period, [row.number for row in indicators if row.is_level])
    kept = [row for row in indicators if (report.unit_id, row.number) in stands]
    return Waiver(
        indicators=(entries.indicators_filled, len(entries.indicators)),
        assignments=(entries.assignments_filled, len(entries.assignments)),
        fields=(sum(not row.is_blank for row in entries.fields), len(entries.fields)),
        texts=[label for label, text in texts if text],
        evidence=report.evidence.count(),
        tasks=_tasks(report),
        kept=[str(row) for row in kept],
        left_out=[str(row) for row in indicators if row not in kept],
    )


def _tasks(report: UnitReport) -> list[tuple[str, int]]:
    moment = Moment(report.period.ends, today())
    led = statuses_of(report.period).filter(lead=report.unit_id).order_by("number").values_list("last", "due_on")
    stand = (standing("", last or "", late=moment.is_late(due_on)) for last, due_on in led)
    return list(Counter(words_of(each) or NOT_ANSWERED for each in stand).items())
