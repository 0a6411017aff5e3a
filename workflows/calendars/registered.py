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
        "set_hours": Action(
            _("Set working hours for a term"), _("%(actor)s set the working hours of %(subject)s for a term")
        ),
        "drop_hours": Action(
            _("Remove working hours of a term"), _("%(actor)s removed the working hours of %(subject)s for a term")
        ),
    },
    fields={
        "calendar_days": _("days of the calendar"),
        "hours_by_date": _("working hours by date"),
    },
)
menu.register(
    scope_pages={"calendar": _("Working calendar")},
    help_pages={
        "units": ["calendar", "calendar_days_add", "calendar_import", "calendar_import_confirm", "calendar_hours_add"],
    },
)
typed.register(chosen=["working", "decided"])
