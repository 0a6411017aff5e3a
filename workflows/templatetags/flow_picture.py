"""The picture of a report's way, and that of a route: `{% flow_picture report holder=holder as flow %}`."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from workflows.cases.pictures import Picture, draw
from workflows.flows import UnitReportFlow, WardReportFlow
from workflows.models import Step, UnitReport, WardReport
from workflows.models.states import UnitState, WardState

register = template.Library()


@register.simple_tag
def flow_picture(report: UnitReport | WardReport, holder: object = "", since: datetime | None = None) -> SafeString:
    """The report's way as SVG with its words. Runs a query for a ward report whose `steps` are not prefetched."""
    name = f"flow-{report._meta.model_name}-{report.pk}"
    since = since or report.state_since
    if isinstance(report, UnitReport):
        words = words_of(UnitState)
        return _render(name, draw(UnitReportFlow, words, state=report.state, holder=str(holder), since=since))
    words = words_of(WardState)
    steps = report.steps.all()
    return _render(name, draw(WardReportFlow, words, state=report.state, steps=steps, holder=str(holder), since=since))


@register.simple_tag
def route_picture(steps: Iterable[Step], place: int = 1) -> SafeString:
    """The way of a ward report over these steps, in this order; none of it done yet. `place` among those of a page."""
    return _render(f"flow-route-{place}", draw(WardReportFlow, words_of(WardState), steps=steps))


def words_of(states: type[TextChoices]) -> dict[str, object]:
    return {state.value: state.label for state in states}


def _render(name: str, picture: Picture) -> SafeString:
    return render_to_string("workflows/cases/_flow.html", {"name": name, "picture": picture})
