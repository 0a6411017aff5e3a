"""How far the plan's indicators are: the newest consolidated figures that a person may see, and the year's course."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from units.models import Indicator, Person, Plan
from workflows.models import IndicatorFigure, ReportKind, WardReport
from workflows.pure.aggregation import format_number

WIDTH, HEIGHT = 96, 28
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


def progress(plan: Plan, indicators: Iterable[Indicator], person: Person) -> list[Progress]:
    """One query. Figures of other versions of the plan count: an indicator's number names it across versions."""
    reports = (
        WardReport.objects.visible_to(person)
        .counting()
        .filter(consolidated_at__isnull=False, period__kind__in=ReportKind.objects.telling(plan.ward_id))
    )
    figures: dict[int, list[IndicatorFigure]] = defaultdict(list)
    rows = IndicatorFigure.objects.filter(
        report__in=reports.order_by().values("pk"), indicator__plan__number=plan.number, indicator__plan__year=plan.year
    )
    for figure in rows.select_related("indicator", "report__period").order_by("report__period__ends"):
        figures[figure.indicator.number].append(figure.as_it_stands)
    return [_progress(indicator, figures[indicator.number]) for indicator in indicators]


def _progress(indicator: Indicator, figures: list[IndicatorFigure]) -> Progress:
    values = [figure.year_value for figure in figures if figure.year_value is not None]
    top = max([*values, indicator.goal], default=Decimal(0)) or Decimal(1)
    step = Decimal(WIDTH) / max(len(values) - 1, 1)
    points = " ".join(f"{step * place:.0f},{_height(value, top)}" for place, value in enumerate(values))
    goal = _height(indicator.goal, top)
    return Progress(
        indicator,
        figures[-1] if figures else None,
        points if len(values) > 1 else "",
        f"0,{goal} {WIDTH},{goal}",
        "; ".join(f"{figure.report.period.words}: {_words(figure.year_value) or '–'}" for figure in figures),
    )


def _height(value: Decimal, top: Decimal) -> str:
    """From the upper edge, two units of air on both sides."""
    return f"{HEIGHT - 2 - (HEIGHT - 4) * value / top:.0f}"


def _words(value: Decimal | None) -> str:
    return "" if value is None else format_number(value)
