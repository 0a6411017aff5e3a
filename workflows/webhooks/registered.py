"""Trail words, pages and incidents of webhooks."""

from django.utils.translation import gettext_lazy as _

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "add_webhook": Action(
            _("Add a webhook"), _("%(actor)s had an address outside told what happens in %(subject)s")
        ),
        "stop_webhook": Action(
            _("Stop a webhook"), _("%(actor)s stopped telling an address outside what happens in %(subject)s")
        ),
    },
    fields={"webhook": _("webhook")},
)
side_effects.register({"webhook": Topic(_("A webhook could not be told"), _("To tell a webhook"))})
menu.register(
    scope_pages={"ward_webhooks": _("Webhooks")},
    help_pages={"webhooks": ["ward_webhooks"]},
)
typed.register(chosen=["actions"])
