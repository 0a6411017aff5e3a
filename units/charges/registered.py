"""What is done with charges, and their page."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "start_charge": Action(_("Put somebody in charge"), _("%(actor)s put %(subject)s in charge of something")),
        "end_charge": Action(_("End a charge"), _("%(actor)s ended a charge of %(subject)s")),
    },
    fields={
        "charge_field": _("field"),
    },
)
menu.register(
    scope_pages={"charges": _("Who is in charge of what")},
    help_pages={
        "units": ["charges", "charge_start"],
    },
)
typed.register(chosen=["leader", "field"])
