"""What is done before a ward is there."""

from django.utils.translation import gettext_lazy as _

from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "add_first_administrator": Action(
            _("Add the first administrator"), _("%(actor)s added %(subject)s, who runs this installation")
        ),
        "entrust_installation": Action(
            _("Entrust the installation"), _("%(actor)s entrusted this installation to %(subject)s")
        ),
    },
    fields={"runs_installation": _("runs this installation")},
)
