"""A route made as another one is."""

from units.models import Person
from workflows.models import ReportKind, Route, Step

from . import versions
from .actions import standing


def copy_route(source: Route, kind: ReportKind, *, by: Person | None) -> tuple[Route, list[Step]]:
    """Give the kind, which has none, a route with the steps that `source` has now. The caller writes the event."""
    route = Route.objects.create(kind=kind, ward_id=kind.ward_id)
    steps = standing(source)
    for step in steps:
        step.pk, step.route = None, route
        step._state.adding = True
        step.save()
    versions.keep(route, steps, by=by)
    return route, steps
