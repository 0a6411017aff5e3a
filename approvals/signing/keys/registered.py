"""What is done with signing keys."""

from django.utils.translation import gettext_lazy as _

from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "add_key": Action(_("Add a signing key"), _("%(actor)s added a signing key: %(subject)s")),
        "retire_key": Action(_("Retire a signing key"), _("%(actor)s retired a signing key: %(subject)s")),
    },
    fields={
        "fingerprint": _("fingerprint (SHA-256)"),
        "image": _("image (SHA-256)"),
    },
    proper_names=["signingkey"],
)
