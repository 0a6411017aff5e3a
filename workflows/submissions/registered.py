"""Type, document, trail words, pages, rights, labels and mails of what is submitted for signing."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails, rules, types
from workflows.cases.attached import kinds as attached
from workflows.cases.desks import SOURCES
from workflows.cases.rules import Right
from workflows.cases.types import CaseType
from workflows.documents import papers
from workflows.documents.papers import Paper
from workflows.flows import SubmissionFlow
from workflows.models import Attachment, Submission, Verb
from workflows.models.states import WITH_DRAFTER, SignOff
from workflows.routes.opinions import asks_for_opinions

from .actions import recalled
from .desk import lines_of
from .document import content_of, with_source

types.register(CaseType(Submission, SubmissionFlow, recalled=recalled))
attached.register(Attachment)
papers.register(Submission, Paper(with_source, content_of))
SOURCES.add({"submission": lines_of})
words.register(
    actions={
        "draft": Action(pgettext_lazy("trail", "Draft"), _("%(actor)s drafted %(subject)s")),
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
        "give_up": Action(pgettext_lazy("trail", "Withdraw"), _("%(actor)s withdrew %(subject)s")),
        "note_recall": Action(_("Note a recall"), _("%(actor)s recalled the document of %(subject)s")),
        "send_out": Action(pgettext_lazy("trail", "Send out"), _("%(actor)s sent out the document of %(subject)s")),
    },
    fields={
        "abstract": _("abstract"),
        "addressed_to": _("to"),
        "bases": _("legal bases"),
        "body": _("text"),
        "amount": _("amount"),
        "attachment": _("attachment"),
        "attachment.evidence": _("attached file"),
    },
)
menu.register(
    entries=[Entry("submissions", pgettext_lazy("menu", "For signing"), "k", 35)],
    help_pages={
        "submissions": [
            *("submissions", "submission_new", "submission", "submission_edit"),
            *("submission_approval", "submission_opinion", "submission_opinion_reply"),
            *("submission_attachments", "submission_attachment_remove"),
        ]
    },
)
typed.register(chosen=["document_kind", "unit", "no_secrets"])
rules.register(
    Submission,
    {
        "edit": Right("write_reports", on_ward=False, states=WITH_DRAFTER),
        "send_for_approval": Right("submit_reports", on_ward=False),
        "take_back": Right("submit_reports", on_ward=False),
        "give_up": Right("write_reports", on_ward=False),
        "approve": Right("approve_reports", bars_authors=True, at_step=Verb.APPROVE),
        "send_back": Right("approve_reports", bars_authors=True, at_step=Verb.APPROVE, offered=False),
        "opine": Right(
            "",
            bars_authors=True,
            at_step=Verb.OPINION,
            states=(SignOff.AWAITING_APPROVAL,),
            when=asks_for_opinions,
        ),
        "reply_to_opinion": Right(
            "write_reports",
            on_ward=False,
            states=(*WITH_DRAFTER, SignOff.AWAITING_APPROVAL),
            when=asks_for_opinions,
        ),
        "sign": Right("approve_reports", states=(SignOff.APPROVED,), by_signatory=True),
        "return_before_issue": Right("issue_reports"),
        "issue": Right("issue_reports"),
        "send_out": Right("issue_reports"),
        "note_recall": Right("issue_reports", offered=False),  # what the recall of its document does
    },
)
labels.ACTIONS.add(
    {
        "edit": _("Edit the text"),
        "take_back": _("Take back"),
        "give_up": _("Withdraw"),
        "send_out": _("Send out"),
    }
)
mails.SUBJECTS.add({"document_recalled": _("Its document is recalled: %(report)s")})
