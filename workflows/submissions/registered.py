"""Type, document, trail words, pages, rights, labels and mails of what is submitted for signing."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.trail import words
from approvals.trail.words import Action
from units.absences.moving import WAITING, WaitingWork
from workflows.cases import labels, mails, rules, types
from workflows.cases.attached import kinds as attached
from workflows.cases.desks import SOURCES
from workflows.cases.rules import Right
from workflows.cases.types import CaseType, Next
from workflows.documents import papers
from workflows.documents.papers import Paper
from workflows.flows import SubmissionFlow
from workflows.models import Attachment, Submission, Verb
from workflows.models.states import WITH_DRAFTER, SignOff, SubmissionState
from workflows.routes.underway.opinions import asks_for_opinions
from workflows.routes.when import conditions
from workflows.routes.who.holders import why_empty
from workflows.signoff.rights import SHARED
from workflows.signoff.signing.keys import is_unsigned
from workflows.signoff.steering.advice import page_to_adjust, why_not_numbered

from .absences import submissions_moving, submissions_staying
from .actions import content_digest, recalled
from .co_drafting.actions import named_by
from .conditions import CONDITIONS
from .desk import lines_of
from .document import content_of, with_source
from .holders import holder_of, with_standing

SENDER_MISSING = _("Nobody can send %(case)s for signing: give somebody the office of head in its unit.")
CLERK_MISSING = _("Nobody can issue or send %(case)s: give somebody the office of clerk.")
NEXT = {
    SubmissionState.DRAFT: (Next("send_for_approval", SENDER_MISSING),),
    SubmissionState.RETURNED: (Next("send_for_approval", SENDER_MISSING),),
    SubmissionState.AWAITING_APPROVAL: (
        Next(
            "approve",
            _(
                "%(case)s waits for nobody at the step “%(step)s”: whoever is to decide it is inactive or holds the "
                "office no more. Give the office to somebody, have another sign, or have its unit take it back."
            ),
            explains=why_empty,
            adjusted_at=page_to_adjust,
            also=(Verb.EXAMINE,),
        ),
        Next("opine"),  # passed over in time
    ),
    SubmissionState.APPROVED: (
        Next(
            "sign",
            _(
                "Whoever approved %(case)s can sign it no more. Give the office back, or have the clerk send it back "
                "so that another signs."
            ),
            when=is_unsigned,
        ),
        Next("issue", CLERK_MISSING, explains=why_not_numbered, adjusted_at=page_to_adjust),
    ),
    SubmissionState.ISSUED: (Next("send_out", CLERK_MISSING),),
}
types.register(
    CaseType(
        Submission,
        SubmissionFlow,
        recalled=recalled,
        next=NEXT,
        named=with_standing,
        holder=holder_of,
        searched=("document_kind__name", "abstract"),
        texts=("body",),
    )
)
papers.register(Submission, Paper(with_source, content_of, content_digest))
attached.register(Attachment)
SOURCES.add({"submission": lines_of})
WAITING.add(
    {
        "submissions": WaitingWork(_("Documents for signing"), submissions_moving),
        "submissions_to_sign": WaitingWork(
            _("Documents sent to be signed under this name"), submissions_staying, moves=False
        ),
    }
)
conditions.register(CONDITIONS)
words.register(
    actions={
        "draft": Action(pgettext_lazy("trail", "Draft"), _("%(actor)s drafted %(subject)s")),
        "change_document_template": Action(
            _("Change the template of a kind"), _("%(actor)s changed the template of %(subject)s")
        ),
        "name_co_drafters": Action(
            pgettext_lazy("trail", "Name who writes too"), _("%(actor)s named who writes %(subject)s too")
        ),
        "edit": Action(pgettext_lazy("trail", "Edit"), _("%(actor)s changed the text of %(subject)s")),
        "attach": Action(
            pgettext_lazy("trail", "Attach"), _("%(actor)s attached a file to %(subject)s"), attaches=True
        ),
        "attach_anew": Action(
            _("Attach a new version"), _("%(actor)s attached a new version of a file to %(subject)s"), attaches=True
        ),
        "detach": Action(
            _("Remove an attachment"),
            _("%(actor)s removed an attached file from %(subject)s"),
            detaches=True,
        ),
        "take_back": Action(pgettext_lazy("trail", "Take back"), _("%(actor)s took %(subject)s back to correct it")),
        "give_up": Action(pgettext_lazy("trail", "Withdraw a document"), _("%(actor)s withdrew %(subject)s")),
        "note_recall": Action(_("Note a recall"), _("%(actor)s recalled the document of %(subject)s")),
        "send_out": Action(pgettext_lazy("trail", "Send out"), _("%(actor)s sent out the document of %(subject)s")),
    },
    fields={
        "abstract": _("abstract"),
        "co_drafters": _("co-drafters"),
        "copied_from": _("copied from"),
        "addressed_to": _("to"),
        "bases": _("legal bases"),
        "body": _("text"),
        "amount": _("amount"),
        "attachment": _("attachment"),
        "attachment.evidence": _("attached file"),
    },
)
menu.register(
    entries=[Entry("submissions", pgettext_lazy("menu", "For signing"), "y", 35)],
    help_pages={
        "submissions": [
            *("submissions", "submission_new", "submission", "submission_edit", "document_template"),
            *(
                "submission_approval",
                "submission_opinion",
                "submission_opine_on_paper",
                "submission_opinion_reply",
                "submission_examination",
            ),
            *("submission_pause", "submission_attachments", "submission_attachment_remove", "submission_co_drafters"),
            *("submission_retract", "submission_compare"),
        ],
        "routes": [
            *("submission_steer", "submission_skip_step", "submission_hand_over"),
            *("submission_insert_step", "submission_move_to_route"),
        ],
    },
)
typed.register(chosen=["document_kind", "unit", "no_secrets"])
rules.register(
    Submission,
    {
        **SHARED,
        "edit": Right("write_reports", on_ward=False, states=WITH_DRAFTER, by_co_drafters=True),
        "name_co_drafters": Right("write_reports", on_ward=False, states=WITH_DRAFTER),
        "send_for_approval": Right("submit_reports", on_ward=False),
        "change_signer": Right("submit_reports", on_ward=False, states=(SignOff.AWAITING_APPROVAL,)),
        "take_back": Right("submit_reports", on_ward=False),
        "give_up": Right("write_reports", on_ward=False),
        "reply_to_opinion": Right(
            "write_reports",
            on_ward=False,
            states=(*WITH_DRAFTER, SignOff.AWAITING_APPROVAL),
            when=asks_for_opinions,
            by_co_drafters=True,
        ),
        "send_out": Right("issue_reports"),
        "note_recall": Right("issue_reports", offered=False),  # what the recall of its document does
    },
)
labels.ACTIONS.add(
    {
        "edit": _("Edit the text"),
        "name_co_drafters": _("Who writes too"),
        "take_back": _("Take back"),
        "give_up": _("Withdraw"),
        "send_out": _("Send out"),
    }
)
mails.SUBJECTS.add(
    {
        "document_recalled": _("Its document is recalled: %(report)s"),
        "co_drafting": _("You may write it too: %(report)s"),
    }
)
mails.NAMED_BY_ROW.add({"co_drafting": named_by})
typed.register(chosen=["people"])
