"""What is done with incidents, and their page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu
from approvals.pages.menu import Entry
from approvals.scopes import Right
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "retry_incident": Action(
            pgettext_lazy("trail", "Try an incident again"), _("%(actor)s had it tried again: %(subject)s")
        ),
        "skip_incident": Action(
            pgettext_lazy("trail", "Skip an incident"), _("%(actor)s skipped the incident: %(subject)s")
        ),
    },
)
menu.register(
    entries=[
        Entry("incidents", _("Incidents"), "s", 90, Right.READ_TRAIL),
    ],
    help_pages={
        "incidents": ["incidents", "incidents_skip"],
    },
)
