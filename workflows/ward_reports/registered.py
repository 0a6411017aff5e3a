"""Trail words, side effects, pages, rights, labels and mails of a ward's report."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.clock import now
from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails, rules, types
from workflows.cases.rules import ANY_VERB, Right, is_correctable
from workflows.cases.types import CaseType
from workflows.figures.consolidation import is_consolidated
from workflows.flows import WardReportFlow
from workflows.models import UnitReport, Urgency, Verb, WardReport
from workflows.models.states import OPEN, UnitState, WardState
from workflows.routes import conditions
from workflows.routes.conditions import Condition
from workflows.routes.opinions import asks_for_opinions

conditions.register(
    {
        "waived": Condition(
            _("a unit is waived"),
            _("no unit is waived"),
            lambda report: report.period.unit_reports.filter(state=UnitState.WAIVED).exists(),
        ),
        "replacement": Condition(
            _("it replaces a refused or recalled version"),
            _("it is the first version"),
            lambda report: report.version > 1,
        ),
        "late": Condition(
            _("it is sent after its due time"),
            _("it is sent in time"),
            lambda report: now() >= report.period.ward_due_at,
        ),
    }
)


def unit_reports_behind(pk: int) -> QuerySet[UnitReport]:
    whole = WardReport.objects.filter(pk=pk)
    return UnitReport.objects.filter(period__in=whole.values("period"), ward__in=whole.values("ward"))


types.register(CaseType(WardReport, WardReportFlow, parts=unit_reports_behind))
words.register(
    actions={
        "consolidate": Action(pgettext_lazy("trail", "Consolidate"), _("%(actor)s consolidated %(subject)s")),
        "refresh_figures": Action(
            _("Take in new figures"), _("%(actor)s took the units' new figures into %(subject)s")
        ),
        "call_back": Action(_("Call back"), _("%(actor)s called %(subject)s back, because a unit corrects its report")),
        "send_for_approval": Action(
            pgettext_lazy("trail", "Send for approval"), _("%(actor)s sent %(subject)s for approval")
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
        "dispatch": Action(
            pgettext_lazy("trail", "Send to the province"), _("%(actor)s sent %(subject)s to the province")
        ),
        "record_receipt": Action(
            pgettext_lazy("trail", "Record the province's receipt"),
            _("%(actor)s recorded that the province received %(subject)s"),
        ),
        "record_refusal": Action(
            pgettext_lazy("trail", "Record the province's refusal"),
            _("%(actor)s recorded that the province refused %(subject)s"),
        ),
        "record_recall": Action(
            _("Take back a report whose document is recalled"),
            _("%(actor)s recalled the document of %(subject)s, which opened its next version"),
        ),
        "reopen": Action(pgettext_lazy("trail", "Reopen"), _("%(actor)s reopened %(subject)s")),
        "release": Action(
            pgettext_lazy("trail", "Release"), _("%(actor)s released %(subject)s, because the ward report was reopened")
        ),
        "new_version": Action(
            pgettext_lazy("trail", "Make a new version"), _("%(actor)s made a new version: %(subject)s")
        ),
    },
    fields={
        "units": _("units"),
        "signer": _("signer"),
        "urgency": _("urgency"),
        "signature": _("signed file (SHA-256)"),
    },
    values={"urgency": {str(degree.value): degree.label for degree in Urgency}},
)
side_effects.register(
    {
        "render": Topic(_("The PDF of a report could not be made"), _("To make the PDF of a report")),
        "recalled": Topic(
            _("A report whose document is recalled could not be opened again"), _("To open a recalled report again")
        ),
        "next_version": Topic(
            _("The version that replaces a refused or recalled report could not be opened"),
            _("To open the version that replaces a report"),
        ),
        "sign": Topic(_("A document could not be signed"), _("To sign a document")),
        "issue": Topic(_("A document could not be issued"), _("To issue a document")),
    }
)
menu.register(
    help_pages={
        "ward-report": [
            "ward_report",
            "ward_report_edit",
            "ward_report_redraft",
            "ward_report_figures",
            "ward_report_figure",
            "ward_report_months",
            "ward_report_opinion_reply",
        ],
        "approval": ["ward_report_approval", "ward_report_opinion", "ward_report_pause"],
    },
)
typed.register(chosen=["key", "reads", "place", "signatory", "usual", "step", "answer", "verdict", "adopted"])
typed.register(chosen=["urgency"])


def stands_still(report: WardReport) -> bool:
    """Whether the clock of a step does."""
    return any(step.paused_at and not step.decided_at for step in report.way)


OF_A_STEP: dict[str, Any] = {"bars_authors": True, "at_step": ANY_VERB, "states": (WardState.AWAITING_APPROVAL,)}

rules.register(
    UnitReport,
    {
        "unwaive": Right("review_reports", when=is_correctable),
        "return_consolidated": Right("review_reports", when=is_correctable),
    },
)
rules.register(
    WardReport,
    {
        "consolidate": Right(
            "review_reports", states=(WardState.CONSOLIDATING,), when=lambda report: not is_consolidated(report)
        ),
        "refresh_figures": Right("review_reports", when=is_consolidated),
        "call_back": Right("review_reports", offered=False),  # what the return of a unit's report does
        "send_for_approval": Right("review_reports", when=is_consolidated),
        "reopen": Right(
            "review_reports",
            when=lambda report: is_consolidated(report) or report.state != WardState.CONSOLIDATING,
        ),
        "approve": Right("approve_reports", bars_authors=True, at_step=Verb.APPROVE),
        "send_back": Right("approve_reports", bars_authors=True, at_step=Verb.APPROVE),
        "opine": Right(
            "",
            bars_authors=True,
            at_step=Verb.OPINION,
            states=(WardState.AWAITING_APPROVAL,),
            when=asks_for_opinions,
        ),
        "pause": Right("", offered=False, **OF_A_STEP),  # on the page where the step is decided
        "resume": Right("", when=stands_still, **OF_A_STEP),
        "reply_to_opinion": Right("review_reports", states=OPEN, when=asks_for_opinions),
        "sign": Right("approve_reports", states=(WardState.APPROVED,), by_signatory=True),
        "return_before_issue": Right("issue_reports"),
        "issue": Right("issue_reports"),
        "dispatch": Right("issue_reports"),
        "record_receipt": Right("issue_reports"),
        "record_refusal": Right("issue_reports", offered=False),  # the same page as the receipt's
        "record_recall": Right("issue_reports", offered=False),  # what the recall of its document does
    },
)

labels.ACTIONS.add(
    {
        "unwaive": _("Take the waiver back"),
        "consolidate": _("Consolidate"),
        "send_for_approval": _("Send for approval"),
        "approve": _("Approve and sign"),
        "send_back": _("Send back"),
        "return_before_issue": _("Send back for correction"),
        "sign": _("Sign"),
        "issue": _("Issue"),
        "dispatch": _("Send to the province"),
        "record_receipt": _("Record the answer"),
        "reopen": _("Reopen"),
        "return_consolidated": _("Send back"),
        "refresh_figures": _("Take in the new figures"),
    }
)

mails.SUBJECTS.add(
    {
        "unwaived": _("Your unit reports this period after all: %(report)s"),
        "awaiting": _("Awaits your approval: %(report)s"),
        "sent_back": _("Sent back by the approver: %(report)s"),
        "returned_before_issue": _("Sent back by the clerk after it was signed: %(report)s"),
        "signature_voided": _("Your signature is void, the clerk sent it back for correction: %(report)s"),
        "stranded": _("It waits for nobody: %(report)s"),
        "approved": _("Approved, please number and issue it: %(report)s"),
        "refused": _("Refused by the province: %(report)s"),
        "recalled": _("Its document is recalled, a new version opens: %(report)s"),
    }
)
