"""The picture of a report's way, that of a route: `{% flow_picture report holder=holder as flow %}`; and when a
step is taken."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from workflows.cases.flow.pictures import FlowPicture, draw
from workflows.cases.types import TYPES, type_of
from workflows.models import Case, CaseStep, Change, ReportKind, Step, WardReport
from workflows.models.states import ward_states
from workflows.routes.when import conditions

register = template.Library()


@register.simple_tag
def flow_picture(case: Case, holder: object = "", since: datetime | None = None) -> SafeString:
    """The case's way as SVG with its words."""
    case_type, above = type_of(case), isinstance(case, WardReport) and case.ward.has_wards
    picture = draw(
        case_type.flow,
        words_of(case_type.model, above=above),
        state=case.state,
        steps=[step for step in case.way if step.change != Change.UNTAKEN],
        holder=str(holder),
        since=since or case.state_since,
        above=above,
    )
    return _render(f"flow-{case.kind}-{case.pk}", picture)


@register.simple_tag
def route_picture(steps: Iterable[Step], kind: ReportKind, place: int = 1, above: bool = False) -> SafeString:
    """The way of a case of this kind over these steps, in this order; none of it done yet. `place` among those of a
    page; `above` of a province's own.
    """
    case_type = TYPES[kind.subject_kind]
    words = words_of(case_type.model, above=above)
    return _render(f"flow-route-{place}", draw(case_type.flow, words, steps=steps, above=above))


@register.simple_tag
def when_taken(step: CaseStep) -> str:
    """On which condition a step is taken that depends on what an earlier one fills in."""
    return conditions.pending_in_words(step)


def words_of(model: Any, *, above: bool = False) -> dict[str, object]:
    """The labels of the states of a type of case; `above` of a province's own."""
    return ward_states(above=above) if model is WardReport else dict(model._meta.get_field("state").choices)


def _render(name: str, picture: FlowPicture) -> SafeString:
    return render_to_string("workflows/cases/_flow.html", {"name": name, "picture": picture})
