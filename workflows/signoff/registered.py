"""Trail words, side effects, labels and mails of sign-off, and the fields of its forms."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Decision
from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import typed
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails
from workflows.models import Urgency
from workflows.routes.when import conditions
from workflows.routes.who import after

from . import telling
from .approval.actions import returned_to
from .dispatching.conditions import CONDITIONS
from .retraction.rules import asked_no_more

conditions.register(CONDITIONS)
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
        "return_to_step": Action(
            pgettext_lazy("trail", "Return to an earlier step"),
            _("%(actor)s returned %(subject)s to an earlier step"),
            for_another=True,
        ),
        "skip_step": Action(
            pgettext_lazy("trail", "Skip a step"), _("%(actor)s had %(subject)s skip a step of its route")
        ),
        "hand_over": Action(
            pgettext_lazy("trail", "Hand a step over"), _("%(actor)s handed a step of %(subject)s over to another")
        ),
        "reassign": Action(
            pgettext_lazy("trail", "Hand one's own step over"),
            _("%(actor)s handed their step of %(subject)s over to somebody else of the unit"),
        ),
        "insert_step": Action(
            pgettext_lazy("trail", "Add a step on the way"), _("%(actor)s added a step to the way of %(subject)s")
        ),
        "move_to_route": Action(
            pgettext_lazy("trail", "Move to the new route"), _("%(actor)s moved %(subject)s to its route as it stands")
        ),
        "retract": Action(
            pgettext_lazy("trail", "Take back a decision"),
            _("%(actor)s took back their decision on %(subject)s"),
            brings=True,
        ),
        "examine": Action(
            pgettext_lazy("trail", "Find in order"),
            _("%(actor)s examined %(subject)s and found it in order"),
            for_another=True,
            done_already=_("You examined it at %(time)s and found it in order."),
        ),
        "return_examined": Action(
            pgettext_lazy("trail", "Give back to be mended"),
            _("%(actor)s examined %(subject)s and gave it back to be mended"),
            for_another=True,
        ),
        "return_before_issue": Action(
            pgettext_lazy("trail", "Send back after signing"),
            _("%(actor)s sent back %(subject)s after it was signed: the signature is void"),
        ),
        "sign": Action(_("Sign"), _("%(actor)s signed the file of %(subject)s")),
        "read_for_information": Action(
            pgettext_lazy("trail", "Read for information"), _("%(actor)s read %(subject)s for information")
        ),
        "opine_on_paper": Action(
            _("Enter an opinion given on paper"),
            _("%(actor)s entered an opinion on %(subject)s that was given on paper"),
            brings=True,
        ),
        "issue": Action(pgettext_lazy("trail", "Issue"), _("%(actor)s issued %(subject)s")),
        "issue_on_paper": Action(
            pgettext_lazy("trail", "Issue what is signed on paper"),
            _("%(actor)s issued %(subject)s as a scan of what was signed on paper"),
        ),
    },
    fields={
        "signer": _("signer"),
        "signature": _("signed file (SHA-256)"),
        "urgency": _("urgency"),
        "own_unit": _("not asked, as its unit drafted the document"),
        "decision": _("decision"),
        "holder": _("who decides the step"),
        "opinion_of": _("whose opinion"),
        "given_on": _("day on the paper"),
        "paper": _("opinion on paper"),
        "paper.evidence": _("scan of the paper"),
    },
    values={
        "urgency": {str(degree.value): degree.label for degree in Urgency},
        "decision": {verdict.value: verdict.label for verdict in Decision.Verdict},
    },
)
side_effects.register(
    {
        "render": Topic(_("The PDF of a document could not be made"), _("To make the PDF of a document")),
        "sign": Topic(_("A document could not be signed"), _("To sign a document")),
        "issue": Topic(_("A document could not be issued"), _("To issue a document")),
    }
)
typed.register(
    chosen=[
        *("signatory", "urgency", "usual", "step", "verdict", "adopted", "decision", "to", "before", "office"),
        *("in_order", "beside", "member"),
    ]
)
labels.ACTIONS.add(
    {
        "send_for_approval": _("Send for approval"),
        "change_signer": _("Have another sign"),
        "approve": _("Approve and sign"),
        "send_back": _("Send back"),
        "steer": _("Adjust the steps"),
        "skip_step": _("Skip the step"),
        "hand_over": _("Hand over"),
        "reassign": _("Hand over"),
        "insert_step": _("Insert a step"),
        "move_to_route": _("Move to the new route"),
        "retract": _("Take back the decision"),
        "examine": pgettext_lazy("step", "Examine"),
        "return_examined": _("Give back to be mended"),
        "return_before_issue": _("Send back for correction"),
        "opine_on_paper": _("Enter an opinion given on paper"),
        "sign": _("Sign"),
        "issue": _("Issue"),
        "issue_on_paper": _("Issue what is signed on paper"),
    }
)
mails.ADDRESSEES.add({"approved": after.numbering, "informed": after.informed})
mails.SUBJECTS.add(
    {
        "awaiting": _("Awaits your approval: %(report)s"),
        "sent_back": _("Sent back by the approver: %(report)s"),
        "examination": _("Asks you to examine it: %(report)s"),
        "returned_examined": _("Given back to be mended after it was examined: %(report)s"),
        "returned_before_issue": _("Sent back by the clerk after it was signed: %(report)s"),
        "returned_to_step": _("Returned to your step: %(report)s"),
        "steered": _("It waits for you no more, its steps were adjusted: %(report)s"),
        "retracted": _("It waits for you no more, a decision was taken back: %(report)s"),
        "return_retracted": _("Approval goes on, its return was taken back: %(report)s"),
        "signature_voided": _("Your signature is void, the clerk sent it back for correction: %(report)s"),
        "opined_on_paper": _("Your opinion on paper was entered: %(report)s"),
        "informed": _("Issued, for your information: %(report)s"),
        "approved": _("Approved, please number and issue it: %(report)s"),
        "sent_on": _("Sent for approval: %(report)s"),
        "step_passed": _("A step is passed: %(report)s"),
        "signed_off": _("Approved by everybody, the clerk issues it next: %(report)s"),
        "issued_on": _("Issued: %(report)s"),
    }
)
mails.ADDRESSEES.add({"returned_to_step": returned_to})
mails.NAMED_BY_ROW.add({"retracted": asked_no_more} | dict.fromkeys(telling.EVENTS, telling.readers))
