"""How far the plan's indicators are: the newest consolidated figures that a person may see, and the year's course."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from units.models import Indicator, Person, Plan
from workflows.models import IndicatorFigure, ReportKind, WardReport
from workflows.pure.aggregation import format_number
from workflows.pure.charts.drawing import course

SIZE = (96, 28, 2)
LIGHTS = {"green": "green", "amber": "yellow", "red": "red", "": "none"}


@dataclass(frozen=True)
class Progress:
    """An indicator with its newest figure, if any, and its year so far as points of a small picture."""

    indicator: Indicator
    figure: IndicatorFigure | None
    points: str
    goal_line: str
    course: str

    @property
    def goal(self) -> str:
        return format_number(self.indicator.goal)

    @property
    def value(self) -> str:
        """The year so far; empty where nothing is reported, which is not zero."""
        return _words(self.figure.year_value) if self.figure else ""

    @property
    def light(self) -> str:
        """As the pages' part for lights knows it."""
        return "none" if not self.value else LIGHTS[self.figure.light]  # type: ignore[union-attr]


Key = tuple[str, int]  # the plan's number, the indicator's


def progress(plan: Plan, indicators: Iterable[Indicator], person: Person) -> list[Progress]:
    """One query. Figures of other versions of the plan count: an indicator's number names it across versions."""
    figures = figures_of(plan.ward_id, plan.year, person, Q(indicator__plan__number=plan.number))
    return [_progress(indicator, figures[plan.number, indicator.number]) for indicator in indicators]


def figures_of(ward: int, year: int, person: Person, only: Q | None = None) -> dict[Key, list[IndicatorFigure]]:
    """The figures that the ward's plans of the year have and the person may see, oldest first, as they stand now. One
    query.
    """
    reports = (
        WardReport.objects.visible_to(person)
        .counting()
        .filter(consolidated_at__isnull=False, period__kind__in=ReportKind.objects.telling(ward))
    )
    rows = IndicatorFigure.objects.filter(
        only or Q(), report__in=reports.order_by().values("pk"), indicator__plan__year=year, indicator__plan__ward=ward
    )
    figures: dict[Key, list[IndicatorFigure]] = defaultdict(list)
    for figure in rows.select_related("indicator__plan", "report__period").order_by("report__period__ends"):
        figures[figure.indicator.plan.number, figure.indicator.number].append(figure.as_it_stands)
    return figures


def _progress(indicator: Indicator, figures: list[IndicatorFigure]) -> Progress:
    values = [figure.year_value for figure in figures if figure.year_value is not None]
    drawn = course(values, indicator.goal, SIZE, lowest=Decimal(0))
    return Progress(
        indicator,
        figures[-1] if figures else None,
        " ".join(drawn.lines) if len(values) > 1 else "",
        f"0,{drawn.goal} {SIZE[0]},{drawn.goal}",
        "; ".join(f"{figure.report.period.words}: {_words(figure.year_value) or '–'}" for figure in figures),
    )


def _words(value: Decimal | None) -> str:
    return "" if value is None else format_number(value)
