"""An indicator's entry beside what was reported before, and what a reader should look at first. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext

from units.models import Aggregation, Direction
from workflows.figures.origins.levels import told_otherwise
from workflows.models import IndicatorEntry
from workflows.pure import aggregation, entry_checks, suspicions
from workflows.pure.entry_checks import EntryCheck, Limits, Numbers, Reported

from . import year
from .past import NOTHING, Past

STORED_PLACES = 4
PERCENT_PLACES = 2
FRACTION = 1  # a percentage at or below it may be a share of 1, as Excel keeps 95,5 %
OF_ALL_UNITS = (Aggregation.SUM, Aggregation.COUNT)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator's entry, and that of the last period: None where the unit had none; what it reported before. `twin`
    and `sharer` name another unit (figures/origins/twins.py): one that reports the very same numbers, and one whose
    sum is added to this one. `months` is what the signed months of a yearly report's year give.
    """

    entry: IndicatorEntry
    last: IndicatorEntry | None
    past: Past = NOTHING
    twin: str = ""
    sharer: str = ""
    months: Numbers | None = None

    @property
    def name(self) -> str:
        return str(self.entry.indicator)

    @property
    def anchor(self) -> str:
        """The row's id in the HTML of its pages."""
        return f"i{self.entry.pk}"

    @property
    def page(self) -> str:
        """The name of its own page's address."""
        return "indicator_panel"

    @property
    def is_ratio(self) -> bool:
        return self.entry.indicator.aggregation == Aggregation.RATIO

    @property
    def is_mean(self) -> bool:
        return self.entry.indicator.aggregation == Aggregation.MEAN

    @property
    def is_blank(self) -> bool:
        return self.entry.value is None

    @property
    def change(self) -> Decimal | None:
        """This period's value less the last one's, as both are shown; None where they cannot be compared."""
        if self.entry.value is None or self.last is None or self.last.value is None or not self._is_alike():
            return None
        before = aggregation.quantise(self.last.value, self.places)
        return aggregation.quantise(self.entry.value, self.places) - before

    @property
    def parts_words(self) -> str:
        """A ratio's parts as pages show them, "12/18"; blank for anything else."""
        return _parts(self.entry)

    @property
    def last_parts_words(self) -> str:
        return _parts(self.last) if self.last else ""

    @property
    def value_words(self) -> str:
        return self._words(self.entry.value)

    @property
    def last_words(self) -> str:
        return self._words(self.last.value) if self.last else ""

    @property
    def change_words(self) -> str:
        return self._words(abs(self.change)) if self.change else ""

    @property
    def direction_of_change(self) -> str:
        """up, down or same; blank where nothing can be compared."""
        if self.change is None:
            return ""
        if not self.change:
            return "same"
        return "up" if self.change > 0 else "down"

    @cached_property
    def before(self) -> dict[str, Decimal]:
        """Of what adds up over the year, the numbers of the year's periods before."""
        return year.before(self.entry.indicator, self.past.year)

    @property
    def year_figure(self) -> aggregation.Figure | None:
        """The year to date with this period; None where nothing is added up."""
        numbers = (self.entry.value, self.entry.numerator, self.entry.denominator)
        return year.to_date(self.entry.indicator, self.past.year, numbers)

    @property
    def year_words(self) -> str:
        """The same in words, and the parts behind a ratio; blank where nothing is added up."""
        figure = self.year_figure
        if figure is None or figure.value is None:
            return ""
        return entry_checks.months_words((figure.value, *_shown_parts(self, figure)), self.places)

    @property
    def months_words(self) -> str:
        """What the months give where the year says otherwise; blank where it says that."""
        typed = (self.entry.value, self.entry.numerator, self.entry.denominator)
        if self.months is None or entry_checks.is_same(typed, self.months):
            return ""
        return entry_checks.months_words(self.months, self.places)

    @property
    def counts_words(self) -> str:
        """What numerator and denominator count, as the plan says; blank where it does not."""
        named = (self.entry.indicator.numerator_words, self.entry.indicator.denominator_words)
        return " / ".join(filter(None, named))

    @property
    def goal_words(self) -> str:
        return aggregation.format_number(self.entry.indicator.goal, STORED_PLACES)

    @property
    def places(self) -> int:
        return PERCENT_PLACES if self.is_ratio else STORED_PLACES

    @cached_property
    def checks(self) -> list[EntryCheck]:
        """What the entry has to give a reason for."""
        return entry_checks.of_figure(self._reported(), self.entry.report.period.kind.limits)

    @property
    def unanswered(self) -> bool:
        return bool(self.checks) and not self.entry.explanation

    @cached_property
    def findings(self) -> list[str]:
        """Sentences; none where there is nothing to look at."""
        found = [check.sentence for check in self.checks]
        if self.is_blank:
            return found
        if self._is_worse():
            found.append(gettext("Worse than in the last period"))
        if self._misses_goal():
            found.append(gettext("Goal not reached yet"))
        if otherwise := told_otherwise(self.entry):
            found.append(otherwise)
        if self.twin:
            found.append(gettext("The same numbers as %(unit)s: are they counted twice?") % {"unit": self.twin})
        return found

    @property
    def reminder(self) -> str:
        """What a reviewer should keep in mind though nothing stands out; blank where there is nothing."""
        if self.is_blank or self.twin or not self.sharer:
            return ""
        sentence = gettext("Added to what %(unit)s reports: make sure that nothing is counted twice.")
        return sentence % {"unit": self.sharer}

    @property
    def doubt(self) -> str:
        """Why the flow looks like a stock, for whoever keeps the plan: the unit can do nothing about it. Blank where it
        does not.
        """
        indicator, entry = self.entry.indicator, self.entry
        if indicator.is_level or self.is_blank:
            return ""
        before = [past.numbers for past in self.past.beside(level=False)]
        now = (entry.value, entry.numerator, entry.denominator)
        return suspicions.like_a_stock(indicator.aggregation, [*before, now])

    def _words(self, value: Decimal | None) -> str:
        return "" if value is None else aggregation.format_number(value, self.places)

    def _reported(self) -> Reported:
        indicator = self.entry.indicator
        this_year = [past.value for past in self.past.year if past.value is not None]
        return Reported(
            self.entry.value,
            self.entry.numerator,
            self.entry.denominator,
            past=[past.value for past in self.past.beside(level=indicator.is_level)],
            before=this_year[-1] if this_year else None,
            bounded=indicator.bounded and indicator.measure == "%",
            cumulative=indicator.cumulative,
            places=self.places,
            percent=indicator.measure == "%" and not self.is_ratio and indicator.goal > FRACTION,
            whole=indicator.measure == "%"
            and indicator.goal <= entry_checks.WHOLE
            and (indicator.bounded or not self.is_ratio),
            goal=indicator.goal,
            months=self.months,
            level=indicator.is_level,
        )

    def _is_alike(self) -> bool:
        """Whether this period's figure can be compared with the last one's."""
        return self.entry.indicator.is_level or not self.past.last or self.past.last[-1].is_alike

    def _is_worse(self) -> bool:
        worse = "down" if self.entry.indicator.direction == Direction.UP else "up"
        return self.direction_of_change == worse

    def _misses_goal(self) -> bool:
        """The goal of a sum or count is the whole ward's: one unit's month can only be above what is to be kept low."""
        indicator = self.entry.indicator
        if indicator.aggregation in OF_ALL_UNITS and indicator.direction == Direction.UP:
            return False
        direction: aggregation.Direction = "down" if indicator.direction == Direction.DOWN else "up"
        reached = aggregation.completion(self.entry.value, goal=indicator.goal, direction=direction)
        return reached is not None and reached < 100


def doubts_of(indicator: Any, numbers: Mapping[str, Decimal | None]) -> list[str]:
    """What stands out of a figure by itself, with nothing to compare it with; `numbers` by the entry's columns."""
    row = IndicatorRow(IndicatorEntry(indicator=indicator, **numbers), None)
    return [check.sentence for check in entry_checks.of_figure(row._reported(), Limits())]


def _shown_parts(row: IndicatorRow, figure: aggregation.Figure) -> tuple[Decimal | None, Decimal | None]:
    """Of a mean the sum behind it tells nothing."""
    return (figure.numerator, figure.denominator) if row.is_ratio else (None, None)


def _parts(entry: IndicatorEntry) -> str:
    parts = (entry.numerator, entry.denominator)
    return "/".join(aggregation.format_number(part, STORED_PLACES) for part in parts if part is not None)
