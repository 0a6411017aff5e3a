"""What an incident says of a step that nobody can do, and where an administrator has the case go on."""

from typing import Any

from django.urls import reverse

from units import seats
from workflows.models import CaseStep
from workflows.routes.who import finding

from .actions import steps_of
from .candidates import adjustable


def page_to_adjust(case: Any, step: CaseStep) -> str:
    """The address of the page on which the step may be handed over or skipped; blank where it signs. Two queries."""
    return reverse(f"{case.NAME}_steer", args=[case.pk]) if step in adjustable(steps_of(case)) else ""


def why_not_numbered(step: CaseStep) -> str:
    """That nobody sits where the step that numbers asks, and what to do; blank where somebody does."""
    return "" if seats.held(step.seat).exists() else finding.nobody_at(step)
