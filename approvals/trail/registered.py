"""The trail's pages."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu
from approvals.pages.menu import Entry
from approvals.scopes import Right

menu.register(
    entries=[
        Entry("trail", _("Trail"), "n", 80, Right.READ_TRAIL),
    ],
    help_pages={
        "trail": ["trail", "trail_event"],
    },
)
