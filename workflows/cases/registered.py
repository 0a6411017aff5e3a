"""What is done with any case, and the mails about it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.trail import words
from approvals.trail.words import Action
from units.offices import leaving

from . import mails, stranded

words.register(
    actions={
        "repair": Action(pgettext_lazy("trail", "Repair"), _("%(actor)s repaired the way of %(subject)s")),
    },
)
side_effects.register(
    {
        "mail": Topic(_("A mail could not be sent"), _("To send a mail")),
        "letter": Topic(_("A mail could not be sent"), _("To send a mail")),
        "office_ended": Topic(_("It could not be looked whether reports wait for nobody since an office ended")),
        "office_started": Topic(
            _("It could not be looked whether reports still wait for nobody since an office began")
        ),
        "stranded": Topic(_("A report waits for nobody")),
    }
)
mails.SUBJECTS.add({"stranded": _("It waits for nobody: %(report)s")})
leaving.WAITS.add({"cases": stranded.waits_in})
leaving.CHANGED.add({"cases": stranded.look})
