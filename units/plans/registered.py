"""What is done with plans."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "import_plan": Action(pgettext_lazy("trail", "Import a plan"), _("%(actor)s imported plan %(subject)s")),
        "correct_kind": Action(
            _("Correct whether indicators are over a period or at a point of time"),
            _("%(actor)s corrected whether indicators are over a period or at a point of time: %(subject)s"),
        ),
        "amend_plan": Action(pgettext_lazy("trail", "Amend a plan"), _("%(actor)s amended plan %(subject)s")),
        "set_helping": Action(
            _("Say which units only help"), _("%(actor)s said which units only help, and report no figure: %(subject)s")
        ),
    },
    fields={
        "helping": _("only help"),
        "version": _("version"),
        "indicators": _("indicators"),
        "assignments": _("assignments"),
        "stock": _("at a point of time"),
    },
)
