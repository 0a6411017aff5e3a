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
        "remind": Action(pgettext_lazy("trail", "Remind"), _("%(actor)s reminded whoever has %(subject)s")),
    },
    fields={"reminder": _("reminder"), "reminded": _("reminded")},
)
side_effects.register({"reminder": Topic(_("A reminder could not be sent by mail"), _("To send a mail"))})
menu.register(
    scope_pages={"reminder_ledger": _("Ledger of reminders")},
    help_pages={"reminders": ["report_kind_reminders", "reminder_ledger", "case_remind"]},
)
typed.register(chosen=["due", "measure", "after", "offices", "by_mail", "amount"])
