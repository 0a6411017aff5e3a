"""Trail words of links."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "link_case": Action(pgettext_lazy("trail", "Link"), _("%(actor)s linked %(subject)s to something else")),
        "unlink_case": Action(pgettext_lazy("trail", "Remove a link"), _("%(actor)s removed a link of %(subject)s")),
    },
    fields={"linked": _("linked to")},
)
typed.register(chosen=["other"])
