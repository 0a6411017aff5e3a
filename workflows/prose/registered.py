"""Trail words, rights, pages and labels of the text of a ward's report and its templates."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, rules
from workflows.cases.rules import Right
from workflows.figures.consolidation import is_consolidated
from workflows.models import WardReport
from workflows.models.states import WardState

words.register(
    actions={
        "edit_narrative": Action(
            pgettext_lazy("trail", "Edit the text"), _("%(actor)s edited the text of %(subject)s")
        ),
        "redraft": Action(_("Draft the text anew"), _("%(actor)s had the text of %(subject)s drafted anew")),
        "look_again": Action(
            _("Look at a sentence again"),
            _("%(actor)s looked again at a sentence of %(subject)s whose figures had changed"),
        ),
        "change_template": Action(_("Change a template of the text"), _("%(actor)s changed the template %(subject)s")),
    },
    fields={
        "leadership": _("leadership and direction"),
        "results": _("results"),
        "assessment": _("assessment"),
        "difficulties": _("difficulties"),
        "proposals": _("proposals"),
        "directions": _("directions"),
    },
)
menu.register(
    help_pages={
        "ward-report": ["narrative_templates", "narrative_rules"],
    },
)
typed.register(chosen=["preview"], of_the_page=[r"\w+-\d+-(how|about|ORDER|DELETE)", r"\w+-[A-Z_]+_FORMS"])

ON_FIGURES = Right("review_reports", states=(WardState.CONSOLIDATING,), when=is_consolidated)

rules.register(WardReport, dict.fromkeys(("edit_narrative", "redraft", "look_again"), ON_FIGURES))

labels.ACTIONS.add(
    {
        "look_again": _("Looked at again"),
        "redraft": _("Draft anew"),
    }
)
