"""What is done with routes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "add_step": Action(
            pgettext_lazy("trail", "Add a step"), _("%(actor)s added a step to the route of %(subject)s")
        ),
        "change_step": Action(
            pgettext_lazy("trail", "Change a step"), _("%(actor)s changed a step of the route of %(subject)s")
        ),
        "move_step": Action(
            pgettext_lazy("trail", "Move a step"), _("%(actor)s moved a step of the route of %(subject)s")
        ),
        "retire_step": Action(
            pgettext_lazy("trail", "Retire a step"), _("%(actor)s retired a step of the route of %(subject)s")
        ),
    },
)
menu.register(
    scope_pages={"routes": _("Approval routes")},
    help_pages={
        "routes": ["routes"],
    },
)
typed.register(chosen=["need", "up"])
