"""Rights, labels and trail words of what is done with a ward report's figures."""

from django.utils.translation import gettext_lazy as _

from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, rules
from workflows.cases.rules import Right
from workflows.models import WardReport
from workflows.models.states import WardState
from workflows.pure.recorded import figures_in_words, parts_in_words
from workflows.routes.when import conditions
from workflows.routes.who import finding

from . import leads, lights
from .consolidation import is_consolidated

words.register(
    actions={
        "override_figure": Action(_("Adjust a figure"), _("%(actor)s adjusted a figure of %(subject)s")),
        "remove_override": Action(
            _("Remove the adjustment of a figure"), _("%(actor)s removed the adjustment of a figure of %(subject)s")
        ),
    },
    fields={
        "value": _("value"),
        "numerator": _("numerator"),
        "denominator": _("denominator"),
    },
    writings={
        "value": figures_in_words,
        "numerator": parts_in_words,
        "denominator": parts_in_words,
    },
    entries={
        r"(?P<number>\d+)": _("Indicator %(number)s"),
        r"T(?P<number>\d+)": _("Assignment %(number)s"),
    },
)

conditions.register(lights.CONDITIONS)
finding.WAYS.add(leads.WAYS)

ON_FIGURES = Right("review_reports", states=(WardState.CONSOLIDATING,), when=is_consolidated)

rules.register(WardReport, dict.fromkeys(("override_figure", "remove_override"), ON_FIGURES))

labels.ACTIONS.add(
    {
        "override_figure": _("Adjust the figure"),
        "remove_override": _("Remove the adjustment"),
    }
)
