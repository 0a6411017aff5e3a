"""What is done with dossiers, their side effect and their pages."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={"ask_dossier": Action(_("Have a dossier made"), _("%(actor)s had it put together: %(subject)s"))},
    fields={"terms": _("retention periods")},
)
side_effects.register({"dossier": Topic(_("A dossier could not be put together"), _("To put a dossier together"))})
menu.register(help_pages={"documents": ["dossiers", "document_dossier", "year_dossier"]})
