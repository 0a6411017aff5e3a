"""What pages of reports do alike: offer an action, and find the report that the reader may see."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from approvals.registry import Text
from units.requests import SignedIn
from workflows.models import UnitReport

from . import standing


@dataclass(frozen=True)
class Button:
    """An action as a page offers it: a link to its page, or (`posts`) a form of its own; with a word about it."""

    action: str
    label: Text
    url: str
    posts: bool
    note: Text = ""


def visible_unit_report(request: SignedIn, pk: int) -> UnitReport:
    """The report with its names, or 404 where the reader may not see it."""
    reports = UnitReport.objects.visible_to(request.user).with_names()
    return get_object_or_404(standing.with_unit_standing(reports), pk=pk)
