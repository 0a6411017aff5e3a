"""Trail words, side effects, pages, rights, labels, mails and clocks of a unit's report."""

from django.db.models import Case, F, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails, rules, standing, types
from workflows.cases.attached import kinds as attached
from workflows.cases.rules import Right
from workflows.cases.times import clocks
from workflows.cases.types import CaseType, Next
from workflows.flows import UnitReportFlow
from workflows.models import Evidence, UnitReport
from workflows.models.querysets import UNIT_DUE
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD, UnitState

from .evidence.actions import dropped

WITH_UNIT_MISSING = (
    Next("save_draft", _("Nobody can write %(case)s: give somebody the office of drafter in the unit.")),
    Next("submit", _("Nobody can submit %(case)s: give somebody the office of head in the unit.")),
)
NEXT = {
    UnitState.DRAFT: WITH_UNIT_MISSING,
    UnitState.RETURNED: WITH_UNIT_MISSING,
    UnitState.SUBMITTED: (Next("take", _("Nobody can review %(case)s: give somebody the office of coordinator.")),),
    UnitState.IN_REVIEW: (
        Next(
            "accept",
            _(
                "Nobody can accept %(case)s: whoever coordinates wrote or submitted it, or holds the office no more. "
                "Give somebody else the office of coordinator."
            ),
        ),
    ),
}
types.register(
    CaseType(
        UnitReport,
        UnitReportFlow,
        next=NEXT,
        named=standing.with_unit_standing,
        holder=standing.unit_holder,
        searched=("unit__name", "unit__short_name", "period__kind__name", "period__code", "period__title"),
        due=Case(
            When(state__in=HELD_BY_UNIT, then=UNIT_DUE),
            When(state__in=HELD_BY_WARD, then=F("period__ward_due_at")),
        ),
    )
)
attached.register(Evidence, dropped=dropped)
words.register(
    actions={
        "save_draft": Action(pgettext_lazy("trail", "Save draft"), _("%(actor)s saved the draft of %(subject)s")),
        "submit": Action(pgettext_lazy("trail", "Submit"), _("%(actor)s submitted %(subject)s"), on_parts=True),
        "send_to_drafter": Action(_("Send back to the drafter"), _("%(actor)s sent %(subject)s back to the drafter")),
        "save_on_behalf": Action(
            _("Enter on behalf"), _("%(actor)s entered figures into %(subject)s on the unit's behalf")
        ),
        "submit_on_behalf": Action(
            _("Submit on behalf"), _("%(actor)s submitted %(subject)s on the unit's behalf"), on_parts=True
        ),
        "confirm_on_behalf": Action(
            _("Confirm an entry on behalf"),
            _("%(actor)s confirmed what was entered into %(subject)s on the unit's behalf"),
        ),
        "ask_quickly": Action(_("Make a quick form"), _("%(actor)s made a quick form of %(subject)s")),
        "withdraw_quick_form": Action(_("Close a quick form"), _("%(actor)s closed a quick form of %(subject)s")),
        "answer_quickly": Action(
            _("Answer a quick form"), _("%(actor)s received an answer to a quick form of %(subject)s")
        ),
        "take_quick_answer": Action(
            _("Take the answer of a quick form"), _("%(actor)s took the answer of a quick form into %(subject)s")
        ),
        "leave_quick_answer": Action(
            _("Leave the answer of a quick form"),
            _("%(actor)s did not take the answer of a quick form into %(subject)s"),
        ),
        "withdraw": Action(pgettext_lazy("trail", "Withdraw"), _("%(actor)s withdrew %(subject)s")),
        "take": Action(pgettext_lazy("trail", "Take for review"), _("%(actor)s took %(subject)s for review")),
        "hand_back": Action(
            pgettext_lazy("trail", "Hand back to the queue"), _("%(actor)s handed %(subject)s back to the queue")
        ),
        "accept": Action(pgettext_lazy("trail", "Accept"), _("%(actor)s accepted %(subject)s"), on_parts=True),
        "return_for_revision": Action(
            pgettext_lazy("trail", "Return for revision"), _("%(actor)s returned %(subject)s for revision")
        ),
        "return_consolidated": Action(
            pgettext_lazy("trail", "Return for revision after consolidation"),
            _("%(actor)s returned %(subject)s for revision after it was consolidated"),
        ),
        "waive": Action(pgettext_lazy("trail", "Waive"), _("%(actor)s waived %(subject)s"), on_parts=True),
        "unwaive": Action(
            pgettext_lazy("trail", "Take a waiver back"),
            _("%(actor)s took the waiver of %(subject)s back"),
            on_parts=True,
        ),
        "comment": Action(_("Comment on an entry"), _("%(actor)s commented on %(subject)s")),
        "answer": Action(_("Answer a comment"), _("%(actor)s answered a comment on %(subject)s")),
        "attach_evidence": Action(_("Attach evidence"), _("%(actor)s attached evidence to %(subject)s"), attaches=True),
        "remove_evidence": Action(
            _("Remove evidence"), _("%(actor)s removed evidence from %(subject)s"), detaches=True
        ),
    },
    fields={
        "note": _("note"),
        "explanation": _("reason"),
        "status": _("progress"),
        "result": _("result, product"),
        "reopened": _("returned for revision"),
        "confirmed": _("confirmed what was entered on its behalf"),
        "quick_form": _("asked by a quick form"),
        "comment": _("comment"),
        "answer": _("answer"),
    },
    values={
        "status": {
            "not_started": _("Not begun"),
            "in_progress": _("Under way"),
            "done": _("Finished"),
        },
    },
)
menu.register(
    help_pages={
        "unit-report": [
            "unit_report",
            "unit_report_on_behalf",
            "unit_report_submit_on_behalf",
            "unit_report_confirm_on_behalf",
        ],
        "quick-forms": ["quick_forms", "quick_form", "quick_answer_leave"],
        "unit-report-write": ["unit_report_write", "unit_report_check", "unit_report_workbook", "entry_evidence"],
    },
)
typed.register(
    chosen=["seen", "part", "parts", "many", "same", "months", "answers"],
    of_the_page=["initial-.*", "tick-.*", ".*_status"],
)

WITH_UNIT = tuple(HELD_BY_UNIT)
IN_TALK = (UnitState.SUBMITTED, UnitState.IN_REVIEW, UnitState.ACCEPTED, UnitState.RETURNED)

rules.register(
    UnitReport,
    {
        "save_draft": Right("write_reports", on_ward=False, states=WITH_UNIT),
        "submit": Right("submit_reports", on_ward=False),
        "send_to_drafter": Right("submit_reports", on_ward=False, states=WITH_UNIT),
        "save_on_behalf": Right("review_reports", states=WITH_UNIT),
        "submit_on_behalf": Right("review_reports"),
        "confirm_on_behalf": Right(
            "view_reports",  # which the unit's drafter and head hold on it
            on_ward=False,
            states=tuple(UnitState),
            when=lambda report: report.unconfirmed_since is not None,
        ),
        "withdraw": Right("submit_reports", on_ward=False),
        "take": Right("review_reports"),
        "hand_back": Right("review_reports"),
        "accept": Right("review_reports", bars_authors=True),
        "return_for_revision": Right("review_reports"),
        "waive": Right("review_reports"),
        "comment": Right("review_reports", states=IN_TALK),
        "answer": Right("write_reports", on_ward=False, states=(UnitState.DRAFT, *IN_TALK)),
    },
)

labels.ACTIONS.add(
    {
        "save_draft": _("Save draft"),
        "submit": _("Submit report"),
        "send_to_drafter": _("Send back to the drafter"),
        "save_on_behalf": _("Enter on behalf"),
        "submit_on_behalf": _("Submit on behalf"),
        "confirm_on_behalf": _("Confirm what was entered"),
        "withdraw": _("Withdraw"),
        "take": _("Take for review"),
        "hand_back": _("Put back into the queue"),
        "accept": _("Accept"),
        "return_for_revision": _("Send back"),
        "waive": _("Waive report"),
    }
)

mails.SUBJECTS.add(
    {
        "submitted": _("Submitted, please take it for review: %(report)s"),
        "to_drafter": _("The head of the unit sends it back to the drafter: %(report)s"),
        "quick_answer": _("An answer to a quick form waits to be confirmed: %(report)s"),
        "on_behalf": _("The office entered this on your unit's behalf, please confirm it: %(report)s"),
        "returned": _("Returned for revision: %(report)s"),
        "commented": _("The office asks about an entry: %(report)s"),
        "answered": _("The unit has answered about an entry: %(report)s"),
    }
)

clocks.register(
    UnitReport,
    {
        UnitState.DRAFT: clocks.UNIT,
        UnitState.RETURNED: clocks.UNIT,
        UnitState.SUBMITTED: clocks.OFFICE,
        UnitState.IN_REVIEW: clocks.OFFICE,
    },
)
