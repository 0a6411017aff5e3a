"""Trail words, side effects, labels and mails of sign-off, and the fields of its forms."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import typed
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails
from workflows.models import Urgency

words.register(
    actions={
        "send_for_approval": Action(
            pgettext_lazy("trail", "Send for approval"), _("%(actor)s sent %(subject)s for approval")
        ),
        "change_signer": Action(
            pgettext_lazy("trail", "Have another sign"), _("%(actor)s had another sign %(subject)s")
        ),
        "approve": Action(pgettext_lazy("trail", "Approve"), _("%(actor)s approved %(subject)s"), for_another=True),
        "send_back": Action(
            pgettext_lazy("trail", "Send back"), _("%(actor)s sent back %(subject)s"), for_another=True
        ),
        "return_before_issue": Action(
            pgettext_lazy("trail", "Send back after signing"),
            _("%(actor)s sent back %(subject)s after it was signed: the signature is void"),
        ),
        "sign": Action(_("Sign"), _("%(actor)s signed the file of %(subject)s")),
        "issue": Action(pgettext_lazy("trail", "Issue"), _("%(actor)s issued %(subject)s")),
    },
    fields={
        "signer": _("signer"),
        "signature": _("signed file (SHA-256)"),
        "urgency": _("urgency"),
    },
    values={"urgency": {str(degree.value): degree.label for degree in Urgency}},
)
side_effects.register(
    {
        "render": Topic(_("The PDF of a document could not be made"), _("To make the PDF of a document")),
        "sign": Topic(_("A document could not be signed"), _("To sign a document")),
        "issue": Topic(_("A document could not be issued"), _("To issue a document")),
    }
)
typed.register(chosen=["signatory", "urgency", "usual", "step", "verdict", "adopted"])
labels.ACTIONS.add(
    {
        "send_for_approval": _("Send for approval"),
        "change_signer": _("Have another sign"),
        "approve": _("Approve and sign"),
        "send_back": _("Send back"),
        "return_before_issue": _("Send back for correction"),
        "sign": _("Sign"),
        "issue": _("Issue"),
    }
)
mails.SUBJECTS.add(
    {
        "awaiting": _("Awaits your approval: %(report)s"),
        "sent_back": _("Sent back by the approver: %(report)s"),
        "returned_before_issue": _("Sent back by the clerk after it was signed: %(report)s"),
        "signature_voided": _("Your signature is void, the clerk sent it back for correction: %(report)s"),
        "approved": _("Approved, please number and issue it: %(report)s"),
    }
)
