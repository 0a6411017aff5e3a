"""The page of a month, and of one's own feed."""

from django.utils.translation import pgettext_lazy

from approvals.pages import menu
from approvals.pages.menu import Entry

menu.register(
    entries=[Entry("agenda", pgettext_lazy("month", "Calendar"), "l", 38)],
    help_pages={"agenda": ["agenda", "own_feed"]},
)
