"""Trail words, pages and mails of reminders."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "add_rung": Action(_("Add a reminder"), _("%(actor)s added a reminder to %(subject)s")),
        "retire_rung": Action(_("Remove a reminder"), _("%(actor)s removed a reminder from %(subject)s")),
        "set_gateway": Action(_("Set the gateway"), _("%(actor)s set the gateway for reminders of %(subject)s")),
        "stop_gateway": Action(_("Stop the gateway"), _("%(actor)s stopped the gateway for reminders of %(subject)s")),
        "remind": Action(pgettext_lazy("trail", "Remind"), _("%(actor)s reminded whoever has %(subject)s")),
    },
    fields={"reminder": _("reminder"), "reminded": _("reminded"), "gateway": _("gateway")},
)
side_effects.register(
    {
        "reminder": Topic(_("A reminder could not be sent by mail"), _("To send a mail")),
        "gateway": Topic(_("A reminder could not be given to the gateway"), _("To give a reminder to the gateway")),
    }
)
menu.register(
    scope_pages={"reminder_ledger": _("Ledger of reminders"), "ward_gateway": _("Gateway to Zalo or SMS")},
    help_pages={"reminders": ["report_kind_reminders", "reminder_ledger", "case_remind", "ward_gateway"]},
)
typed.register(chosen=["due", "measure", "after", "offices", "by_mail", "by_gateway", "amount"])
