"""The page Tình hình, and the mail that brings it each week."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu
from approvals.pages.menu import Entry
from units.notices.further import FURTHER

menu.register(
    entries=[Entry("dashboard", _("How things stand"), "i", 36)],
    help_pages={"dashboard": ["dashboard", "dashboard_holders", "dashboard_weekly"]},
)
FURTHER.add({"dashboard_weekly": _("How things stand, by mail each week")})
side_effects.register(
    {"dashboard": Topic(_("The weekly mail of how a ward stands could not be sent"), _("To send a mail"))}
)
