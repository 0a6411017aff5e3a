"""Menu entries and help of the pages that list reports."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu
from approvals.pages.menu import Entry

menu.register(
    entries=[
        Entry("desk", _("My work"), "v", 10),
        Entry("reports", _("Reports"), "b", 30),
    ],
    help_pages={
        "desk": ["desk"],
        "reports": ["reports"],
    },
)
