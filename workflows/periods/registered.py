"""Trail words, pages and choices of periods and kinds of report."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "open": Action(pgettext_lazy("trail", "Open a period"), _("%(actor)s opened %(subject)s")),
        "set_form": Action(_("Change the form of a document"), _("%(actor)s changed who issues %(subject)s")),
    },
    fields={
        "form": _("issuing body"),
        "symbol": _("symbol"),
    },
    values={
        "form": {
            "committee": _("Committee (Ban Chỉ đạo)"),
            "people": _("People's Committee of the ward"),
        },
    },
)
menu.register(
    entries=[
        Entry("periods", _("Reporting periods"), "k", 20, "view_reports"),
    ],
    help_pages={
        "periods": ["periods", "period"],
        "routes": ["kind_form"],
    },
)
typed.register(chosen=["form"])
