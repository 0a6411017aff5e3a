"""What is done with one's own account, its mails, and the sign-in page."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "change_password": Action(_("Change the own password"), _("%(actor)s changed the password of %(subject)s")),
        "choose_password": Action(
            _("Choose a password by a mailed link"),
            _("%(actor)s chose a password for %(subject)s without giving the old one"),
        ),
        "use_slip": Action(
            _("Choose a password by a printed slip"),
            _("%(actor)s chose a password for %(subject)s by the code of a printed slip"),
        ),
        "add_factor": Action(
            _("Add a second factor"), _("%(actor)s added a second factor to the account of %(subject)s")
        ),
        "remove_factor": Action(
            _("Remove a second factor"), _("%(actor)s removed a second factor from the account of %(subject)s")
        ),
        "reset_factor": Action(
            _("Make new recovery codes"), _("%(actor)s made new recovery codes for the account of %(subject)s")
        ),
    },
    values={
        "kind": {
            "totp": _("authenticator app"),
            "webauthn": _("passkey"),
            "recovery_codes": _("recovery codes"),
        },
    },
)
side_effects.register(
    {
        "account": Topic(_("A mail about an account could not be sent")),
    }
)
menu.register(
    help_pages={
        "sign-in": ["account_login", "slip"],
    },
)
