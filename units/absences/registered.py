"""What is done with absences."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "start_absence": Action(_("Report an absence"), _("%(actor)s reported an absence of %(subject)s")),
        "end_absence": Action(_("End an absence"), _("%(actor)s ended an absence of %(subject)s")),
    },
    fields={
        "substitute": _("substitute"),
    },
)
side_effects.register({"absence": Topic(_("A mail to a substitute could not be sent"))})
menu.register(
    help_pages={
        "person": ["absence", "person_absence"],
    },
)
typed.register(chosen=["substitute"])
