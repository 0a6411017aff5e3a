"""Trail words, incidents and pages of sources of figures."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "add_source": Action(
            _("Add a source of figures"), _("%(actor)s lets a system send figures of %(subject)s in their name")
        ),
        "stop_source": Action(
            _("Stop a source of figures"), _("%(actor)s stopped a system that sent figures of %(subject)s")
        ),
    },
    fields={"source": _("source of figures")},
)
side_effects.register(
    {
        "figures": Topic(_("Figures that a system sent were not taken in")),
        "figures_refused": Topic(
            _("Whoever mailed figures could not be told that they were refused"), _("To answer a mail with figures")
        ),
        "mailbox": Topic(_("The mailbox of figures could not be read"), _("To read the mailbox of figures")),
    }
)
menu.register(help_pages={"sources": ["own_sources"]}, writer_pages={"own_sources": _("Sources of figures")})
typed.register(chosen=["unit"])
