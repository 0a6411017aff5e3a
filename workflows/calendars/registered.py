"""What is done with a ward's calendar, and its page."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "set_calendar_days": Action(
            _("Change the calendar"), _("%(actor)s changed days of the calendar of %(subject)s")
        ),
        "give_back_calendar_day": Action(
            _("Give a day back to the nation's calendar"),
            _("%(actor)s gave a day of %(subject)s back to the nation's calendar"),
        ),
    },
    fields={
        "calendar_days": _("days of the calendar"),
    },
)
menu.register(
    scope_pages={"calendar": _("Working calendar")},
    help_pages={
        "units": ["calendar", "calendar_days_add", "calendar_import", "calendar_import_confirm"],
    },
)
typed.register(chosen=["working", "decided"])
