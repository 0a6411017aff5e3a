"""Whether one person accepts a unit's report or two do, and how far that is."""

from django.utils.translation import gettext_lazy as _

from approvals.registry import Text
from workflows.models import UnitReport


def by_two(report: UnitReport) -> Text:
    """Why nobody accepts it alone; blank where one does."""
    if not report.twice:
        return ""
    return _("Two people accept this report: one proposes it, another confirms it. Propose to accept it.")


def not_to_propose(report: UnitReport) -> Text:
    """Why nobody proposes to accept it now; blank where somebody may."""
    if not report.twice:
        return _("One person accepts this report: accept it.")
    return _("Somebody proposed to accept it already: another confirms it now.") if report.proposed_by_id else ""


def not_proposed(report: UnitReport) -> Text:
    """That there is nothing to confirm; blank where there is."""
    return "" if report.proposed_by_id else _("Nobody proposes to accept it now: it was handed back or returned.")
