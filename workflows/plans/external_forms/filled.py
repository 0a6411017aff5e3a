"""Forms that others ask for, filled from the ward's approved figures. Reads only.

A line holds a value in the form's own measure, "no figure" where the indicator has none (which is not zero), or why it
cannot be filled.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from units.models import ExternalForm, FormLine, Indicator
from units.workbook.mapping import conversions
from units.workbook.sheets.cells import folded
from workflows.figures.annual import APPROVED
from workflows.figures.origins.provenance import FigureInWords
from workflows.models import IndicatorFigure, ReportKind, WardReport
from workflows.pure.aggregation import format_number
from workflows.pure.quoted import measured

KEPT_PLACES = 6  # of a figure


@dataclass(frozen=True)
class FilledLine:
    """A line with the indicator that feeds it, by the plan's newest words, and its figure in the report."""

    line: FormLine
    indicator: Indicator | None
    figure: IndicatorFigure | None

    @property
    def figure_in_words(self) -> FigureInWords | None:
        """The figure as pages show it."""
        return FigureInWords(self.figure) if self.figure else None

    @property
    def is_by_hand(self) -> bool:
        return self.line.indicator_number is None

    @property
    def has_other_measure(self) -> bool:
        """Whether the report counts the indicator in another measure than the conversion begins with."""
        return self.figure is not None and folded(self.figure.indicator.measure) != folded(self.line.source_measure)

    @property
    def is_silent(self) -> bool:
        """Whether the indicator is there, and nobody reported it."""
        return self.figure is not None and not self.has_other_measure and self.source is None

    @property
    def source(self) -> Decimal | None:
        """The ward's figure in the indicator's measure; None is "no figure"."""
        if self.figure is None:
            return None
        return self.figure.year_value if self.line.which == FormLine.Which.YEAR else self.figure.value

    @property
    def computed(self) -> Decimal | None:
        """What the units' reports give, where the coordinator has adjusted the figure."""
        if self.figure is None:
            return None
        return self.figure.computed_year if self.line.which == FormLine.Which.YEAR else self.figure.computed_value

    @property
    def value(self) -> Decimal | None:
        """In the form's measure, rounded there."""
        if self.source is None or self.has_other_measure:
            return None
        return conversions.parse(self.line.conversion).of(self.source, self.line.decimals)

    @property
    def value_words(self) -> str:
        return "" if self.value is None else format_number(self.value, self.line.decimals)

    @property
    def source_words(self) -> str:
        return self.measured(self.source)

    @property
    def computed_words(self) -> str:
        return self.measured(self.computed)

    def measured(self, value: Decimal | None) -> str:
        """A figure of the indicator as it is kept, with its measure; empty where there is none."""
        measure = self.figure.indicator.measure if self.figure else self.line.source_measure
        return "" if value is None else measured(value, measure, KEPT_PLACES)

    @property
    def why_empty(self) -> str:
        """Why the line holds no value; empty where it holds one."""
        if self.is_by_hand:
            return _("filled in by hand: the plan measures no such thing")
        if self.figure is None:
            return _("the plan of this period has no indicator %(number)s") % {"number": self.line.indicator_number}
        if self.has_other_measure:
            measures = {"now": self.figure.indicator.measure, "then": self.line.source_measure}
            return _("the indicator is measured in “%(now)s” here, the mapping expects “%(then)s”") % measures
        return _("no figure") if self.is_silent else ""


def reports_for(form: ExternalForm) -> list[WardReport]:
    """The ward's approved reports under the form's plan, newest first, but those of the kind that tells its course and
    of years before all others; a year comes before its last month.
    """
    telling = Q(period__kind__in=ReportKind.objects.telling(form.mapping.ward_id))
    of_the_year = Q(period__kind__frequency=ReportKind.Frequency.ANNUAL, period__on_plan=True)
    reports = WardReport.objects.filter(
        ward=form.mapping.ward_id,
        period__kind__practice=False,
        replaced_by=None,
        state__in=APPROVED,
        period__plan__number=form.plan.number,
        period__plan__year=form.plan.year,
    )
    order = (Case(When(telling | of_the_year, then=0), default=1), "-period__ends", "period__starts")
    return list(reports.select_related("period__kind", "ward").order_by(*order))


def filled(form: ExternalForm, report: WardReport | None) -> list[FilledLine]:
    """The form's lines with the report's figures; with none where there is no report. Three queries."""
    figures = IndicatorFigure.objects.filter(report=report).select_related("indicator") if report else []
    by_number = {figure.indicator.number: figure for figure in figures}
    indicators = {indicator.number: indicator for indicator in _newest(form)}
    return [
        FilledLine(line, indicators.get(line.indicator_number or 0), by_number.get(line.indicator_number or 0))
        for line in form.lines.all()
    ]


def spared(lines: Iterable[FilledLine], reports: Iterable[WardReport]) -> int:
    """How many figures nobody had to type again, since these lines took them from the reports. One query."""
    fed = Counter(number for each in lines if (number := each.line.indicator_number) is not None)
    figures = IndicatorFigure.objects.filter(
        report__in=list(reports), value__isnull=False, indicator__number__in=list(fed)
    )
    return sum(fed[number] for number in figures.values_list("indicator__number", flat=True))


def _newest(form: ExternalForm) -> Iterable[Indicator]:
    """The plan's indicators, those of the newest version last."""
    plan = form.plan
    rows = Indicator.objects.filter(plan__ward=plan.ward_id, plan__number=plan.number, plan__year=plan.year)
    return rows.order_by("plan__version")
