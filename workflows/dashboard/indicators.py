"""How the year goes for each indicator of the plans in force. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from units import grants
from units.models import Indicator, Person, Plan, Unit
from workflows.figures.origins.provenance import FigureInWords
from workflows.figures.plan_progress import figures_of
from workflows.models import IndicatorFigure, ReportingPeriod
from workflows.pure.charts.drawing import Drawn, Value, framed, year_course
from workflows.pure.quoted import measured
from workflows.pure.summing import day_words

from .asked import Asked


@dataclass(frozen=True)
class IndicatorCard:
    """An indicator with its figures of the year, oldest first. Each leads to what it is made from, for who reads the
    reports of the units; else to the report that told it.
    """

    indicator: Indicator
    figures: Sequence[IndicatorFigure]
    reads_units: bool

    @property
    def newest(self) -> FigureInWords | None:
        return FigureInWords(self.figures[-1]) if self.figures else None

    @property
    def light(self) -> str:
        """green, yellow, red, or none."""
        return self.newest.light if self.newest else "none"

    @property
    def lead(self) -> Unit:
        return self.indicator.lead

    @property
    def goal(self) -> str:
        return measured(self.indicator.goal, self.indicator.measure, 4)

    @property
    def year_before(self) -> str:
        """What the same period of the year before told; blank where that is not known or cannot be compared."""
        figure = self.figures[-1] if self.figures else None
        return "" if figure is None or figure.year_before is None else self._words(figure.year_before)

    @property
    def url(self) -> str:
        """Where the newest figure comes from; else the indicator in the plan."""
        if self.figures:
            return self._source(self.figures[-1])
        return reverse("plan_history", args=[self.indicator.plan_id, "indicator", self.indicator.number])

    @property
    def rows(self) -> list[dict[str, str]]:
        """What the picture shows, as words."""
        return [
            {
                "period": _named(figure.report.period),
                "url": self._source(figure),
                "value": FigureInWords(figure).value,
                "year": FigureInWords(figure).year_value,
                "before": "–" if figure.year_before is None else self._words(figure.year_before),
            }
            for figure in self.figures
        ]

    @property
    def marks(self) -> Drawn:
        """Its picture (pure/charts/drawing.py). Of a level the period tells the year: it has no bars."""
        values = [] if self.indicator.is_level else [self._value(figure, figure.value) for figure in self.figures]
        totals = [self._value(figure, figure.year_value) for figure in self.figures]
        before = [self._value(figure, figure.year_before) for figure in self.figures]
        return year_course(totals, values, before, self.indicator.goal)

    @property
    def chart(self) -> str:
        return mark_safe(framed(*self.marks))

    def _value(self, figure: IndicatorFigure, value: Decimal | None) -> Value:
        period = figure.report.period
        return Value(_place(period.ends), value, f"{_named(period)}: {self._words(value)}", self._source(figure))

    def _source(self, figure: IndicatorFigure) -> str:
        if not self.reads_units:
            return figure.report.get_absolute_url()
        return reverse("ward_report_figure", args=[figure.report_id, figure.indicator.number])

    def _words(self, value: Decimal | None) -> str:
        return measured(value, self.indicator.measure, self.indicator.decimals)


def cards(asked: Asked, person: Person) -> list[IndicatorCard]:
    """Of the newest versions of the year's plans. Two queries."""
    rows = in_force(asked, Indicator.objects.all())
    figures = figures_of(asked.ward.pk, asked.year, person)
    reads_units = grants.may(person, "view_reports", asked.ward.pk)
    return [
        IndicatorCard(row, figures[row.plan.number, row.number], reads_units)
        for row in rows.select_related("plan", "lead").order_by("plan__number", "number")
    ]


def in_force(asked: Asked, parts: QuerySet) -> QuerySet:
    """Those of these parts of plans that belong to the newest version of a plan of the year."""
    own = {"ward": OuterRef("plan__ward"), "number": OuterRef("plan__number"), "year": OuterRef("plan__year")}
    newer = Plan.objects.filter(**own, version__gt=OuterRef("plan__version"))
    return parts.filter(~Exists(newer), plan__ward=asked.ward.pk, plan__year=asked.year)


def _named(period: ReportingPeriod) -> str:
    """With the day from which its data are, where they are of more days than its name says."""
    if period.more_since is None:
        return period.words
    return gettext("%(period)s, with figures since %(day)s") % {
        "period": period.words,
        "day": day_words(period.more_since),
    }


def _place(day: date) -> float:
    """Of a day in its year, from 0 to 1."""
    return (day.timetuple().tm_yday - 1) / 365
