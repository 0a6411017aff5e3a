"""The page of notices, and the mail of a day."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu

side_effects.register({"daily_mail": Topic(_("The mail with a day's notices could not be sent"), _("To send a mail"))})
menu.register(help_pages={"notices": ["notices"]})
