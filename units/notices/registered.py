"""The page of notices, and the mail of a day."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu

side_effects.register(
    {
        "daily_mail": Topic(_("The mail with a day's notices could not be sent"), _("To send a mail")),
        "push": Topic(_("A notice could not be shown in a browser"), _("To show a notice in a browser")),
    }
)
menu.register(help_pages={"notices": ["notices"]})
