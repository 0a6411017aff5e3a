"""What is done with any case and the files that hang at it, and the mails about it."""

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
        "refuse_evidence": Action(
            _("Refuse a file with malware"),
            _("%(actor)s offered a file for %(subject)s that holds malware: it was refused"),
        ),
        "clear_evidence": Action(_("Find a file clean"), _("%(actor)s found a file of %(subject)s free of malware")),
        "drop_evidence": Action(
            _("Delete a file with malware"),
            _("%(actor)s found malware in a file of %(subject)s and deleted it"),
            detaches=True,
        ),
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
        "scan": Topic(
            _("A file could not be scanned for malware, and is handed to nobody until it is"),
            _("To scan a file for malware"),
        ),
        "bytes": Topic(_("An attached file is missing or damaged"), _("To find an attached file")),
    }
)
mails.SUBJECTS.add(
    {
        "stranded": _("It waits for nobody: %(report)s"),
        "infected": _("A file held malware and was deleted: %(report)s"),
    }
)
leaving.WAITS.add({"cases": stranded.waits_in})
leaving.CHANGED.add({"cases": stranded.look})
