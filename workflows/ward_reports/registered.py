"""Trail words, side effects, pages, rights, labels and mails of a ward's report."""

from django.db.models import Case, Exists, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.clock import now
from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action
from units.models import Unit
from workflows.cases import labels, mails, rules, standing, types
from workflows.cases.rules import Right, is_correctable
from workflows.cases.types import CaseType, Next
from workflows.documents import papers
from workflows.documents.papers import Paper
from workflows.documents.source import content_of, with_source
from workflows.figures.consolidation import is_consolidated
from workflows.flows import WardReportFlow
from workflows.models import IndicatorEntry, UnitReport, Verb, WardReport
from workflows.models.states import ABOVE, OPEN, UnitState, WardState
from workflows.prose.drafts import PARTS
from workflows.routes.underway.opinions import asks_for_opinions
from workflows.routes.when import conditions
from workflows.routes.when.conditions import Condition
from workflows.routes.who.holders import why_empty
from workflows.signoff.rights import SHARED, is_numbered
from workflows.signoff.signing.keys import is_unsigned
from workflows.signoff.steering.advice import page_to_adjust, why_not_numbered
from workflows.unit_reports.deliveries import actions as deliveries

from .actions import digest_of
from .correction import recalls
from .province import actions as province

conditions.register(
    {
        "waived": Condition(
            _("a unit is waived"),
            _("no unit is waived"),
            lambda report, _of: Exists(report.period.unit_reports.filter(state=UnitState.WAIVED)),
            asks="period",
        ),
        "replacement": Condition(
            _("it replaces a refused or recalled version"),
            _("it is the first version"),
            lambda report, _of: report.version > 1,
            asks="version",
        ),
        "explained": Condition(
            _("a unit gave a reason for a figure that a check asked about"),
            _("no figure needed a reason of its unit"),
            lambda report, _of: Exists(
                IndicatorEntry.objects.filter(report__period=report.period_id, asked=True).exclude(explanation="")
            ),
            asks="period",
        ),
        "reworded": Condition(
            _("its text was edited after it was drafted"),
            _("its text stands as it was drafted"),
            lambda report, _of: any(getattr(report, part) != text for part, text in report.drafted.items()),
            asks="drafted",
        ),
        "late": Condition(
            _("it is sent after its due time"),
            _("it is sent in time"),
            lambda report, _of: now() >= report.period.ward_due_at,
            asks="period",
        ),
    }
)


def unit_reports_behind(pk: int) -> QuerySet[UnitReport]:
    whole = WardReport.objects.filter(pk=pk)
    return UnitReport.objects.filter(period__in=whole.values("period"), ward__in=whole.values("ward"))


COORDINATOR_MISSING = _("Nobody can consolidate %(case)s: give somebody the office of coordinator.")
CLERK_MISSING = _("Nobody can issue or send %(case)s: give somebody the office of clerk.")
UNSENT = (*OPEN, WardState.APPROVED, WardState.ISSUED)
NEXT = {
    WardState.CONSOLIDATING: (Next("consolidate", COORDINATOR_MISSING),),
    WardState.RETURNED: (Next("rework", COORDINATOR_MISSING),),
    WardState.AWAITING_APPROVAL: (
        Next(
            "approve",
            _(
                "%(case)s waits for nobody at the step “%(step)s”: whoever is to decide it is inactive or holds the "
                "office no more. Give the office to somebody, have another sign, or have the coordinator reopen the "
                "report and send it anew."
            ),
            explains=why_empty,
            adjusted_at=page_to_adjust,
            also=(Verb.EXAMINE,),
        ),
        Next("opine"),  # passed over in time
    ),
    WardState.APPROVED: (
        Next(
            "sign",
            _(
                "Whoever approved %(case)s can sign it no more. Give the office back, or have the clerk send the "
                "report back so that another signs."
            ),
            when=is_unsigned,
        ),
        Next("issue", CLERK_MISSING, when=is_numbered, explains=why_not_numbered, adjusted_at=page_to_adjust),
    ),
    WardState.ISSUED: (Next("dispatch", CLERK_MISSING),),
    WardState.DISPATCHED: (Next("record_receipt", CLERK_MISSING),),
}
types.register(
    CaseType(
        WardReport,
        WardReportFlow,
        parts=unit_reports_behind,
        recalled=province.recalled,
        answered=province.answered,
        next=NEXT,
        named=standing.with_ward_standing,
        holder=standing.ward_holder,
        searched=("period__kind__name", "period__code", "period__title"),
        texts=PARTS,
        due=Case(When(state__in=list(UNSENT), then=F("period__ward_due_at"))),
        counted=Q(period__kind__practice=False),
    )
)
papers.register(WardReport, Paper(with_source, content_of, digest_of))


def state_of(state: str, scope: int) -> str:
    """What the trail calls a state of a province's own report; blank for a ward's. One query, for ABOVE's states."""
    if state not in ABOVE or not Unit.objects.filter(pk=scope, has_wards=True).exists():
        return ""
    return str(ABOVE[WardState(state)])


words.register(
    states={"wardreport": state_of},
    actions={
        "consolidate": Action(pgettext_lazy("trail", "Consolidate"), _("%(actor)s consolidated %(subject)s")),
        "refresh_figures": Action(
            _("Take in new figures"), _("%(actor)s took the units' new figures into %(subject)s")
        ),
        "call_back": Action(_("Call back"), _("%(actor)s called %(subject)s back, because a unit corrects its report")),
        "dispatch": Action(
            pgettext_lazy("trail", "Send to the province"),
            _("%(actor)s sent %(subject)s to the province"),
            to_recipient=_("%(actor)s sent %(subject)s to %(recipient)s"),
        ),
        "record_receipt": Action(
            pgettext_lazy("trail", "Record the province's receipt"),
            _("%(actor)s recorded that the province received %(subject)s"),
            to_recipient=_("%(actor)s recorded that %(recipient)s received %(subject)s"),
        ),
        "record_refusal": Action(
            pgettext_lazy("trail", "Record the province's refusal"),
            _("%(actor)s recorded that the province refused %(subject)s"),
            to_recipient=_("%(actor)s recorded that %(recipient)s refused %(subject)s"),
        ),
        "record_recall": Action(
            _("Take back a report whose document is recalled"),
            _("%(actor)s recalled the document of %(subject)s, which opened its next version"),
        ),
        "rework": Action(
            _("Correct a report that was sent back"),
            _("%(actor)s took up %(subject)s, which was sent back, to correct it"),
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
    },
)
side_effects.register(
    {
        "recalled": Topic(
            _("A report whose document is recalled could not be opened again"), _("To open a recalled report again")
        ),
        "next_version": Topic(
            _("The version that replaces a refused or recalled report could not be opened"),
            _("To open the version that replaces a report"),
        ),
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
        "approval": [
            *(
                "ward_report_approval",
                "ward_report_opinion",
                "ward_report_opine_on_paper",
                "ward_report_examination",
                "ward_report_pause",
            ),
            "ward_report_retract",
        ],
        "routes": [
            *("ward_report_steer", "ward_report_skip_step", "ward_report_hand_over"),
            *("ward_report_insert_step", "ward_report_move_to_route"),
        ],
    },
)
typed.register(chosen=["key", "reads", "place", "answer"])

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
        **SHARED,
        "consolidate": Right(
            "review_reports", states=(WardState.CONSOLIDATING,), when=lambda report: not is_consolidated(report)
        ),
        "refresh_figures": Right("review_reports", when=is_consolidated),
        "call_back": Right("review_reports", offered=False),  # what the return of a unit's report does
        "send_for_approval": Right("review_reports", when=is_consolidated),
        "change_signer": Right("review_reports", states=(WardState.AWAITING_APPROVAL,)),
        "rework": Right("review_reports", when=is_consolidated),
        "reopen": Right(
            "review_reports",
            when=lambda report: is_consolidated(report) or report.state != WardState.CONSOLIDATING,
        ),
        "reply_to_opinion": Right("review_reports", states=OPEN, when=asks_for_opinions),
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
        "dispatch": _("Send to the province"),
        "record_receipt": _("Record the answer"),
        "rework": _("Correct the text"),
        "reopen": _("Reopen"),
        "return_consolidated": _("Send back"),
        "refresh_figures": _("Take in the new figures"),
    }
)

deliveries.ON_RECALL.add({"ward_reports": recalls.open_again})
mails.SUBJECTS.add(
    {
        "unwaived": _("Your unit reports this period after all: %(report)s"),
        "refused": _("Refused by the province: %(report)s"),
        "refused_above": _("Refused by the superior: %(report)s"),
        "recalled": _("Its document is recalled, a new version opens: %(report)s"),
    }
)
