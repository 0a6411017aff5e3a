"""What is done with the text of a ward's report and its templates."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

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
        "ward-report": ["narrative_templates"],
    },
)
typed.register(chosen=["preview"])
