"""What is done with access tokens, and their help."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "make_token": Action(_("Make an access token"), _("%(actor)s made an access token of %(subject)s")),
        "revoke_token": Action(_("Revoke an access token"), _("%(actor)s revoked an access token of %(subject)s")),
    },
    fields={"token": _("access token"), "allowed": _("allowed")},
    values={
        "allowed": {
            "read": _("Read only"),
            "write": _("Read, and type figures and texts into drafts"),
            "act": _("Everything the person may do that asks for no signature"),
        }
    },
)
menu.register(help_pages={"tokens": ["own_tokens"]})
typed.register(chosen=["scope", "lasts"])
