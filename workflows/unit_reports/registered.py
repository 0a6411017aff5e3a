"""Trail words, side effects, pages, rights, labels, mails and clocks of a unit's report."""

from functools import partial

from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails, rules, standing, types
from workflows.cases.attached import kinds as attached
from workflows.cases.rules import Right, deciders
from workflows.cases.times import clocks
from workflows.cases.types import CaseType, Next
from workflows.flows import UnitReportFlow
from workflows.models import Evidence, QuickFile, UnitReport, Verb
from workflows.models.querysets import UNIT_DUE
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD, UnitState

from .confirming import rules as confirming
from .evidence.actions import dropped
from .looks import rules as looks
from .on_behalf import taking_in

WITH_UNIT_MISSING = (  # what a ward delivers comes by itself
    Next(
        "save_draft",
        _("Nobody can write %(case)s: give somebody the office of drafter in the unit."),
        when=lambda report: not report.unit.delivers,
        instead="save_on_behalf",
    ),
    Next(
        "submit",
        _("Nobody can submit %(case)s: give somebody the office of head in the unit."),
        when=lambda report: not report.unit.delivers,
        instead="submit_on_behalf",
    ),
)
NOBODY_ACCEPTS = _(
    "Nobody can accept %(case)s: whoever coordinates wrote or submitted it, or holds the office no more. "
    "Give somebody else the office of coordinator."
)
NEXT = {
    UnitState.DRAFT: WITH_UNIT_MISSING,
    UnitState.RETURNED: WITH_UNIT_MISSING,
    UnitState.SUBMITTED: (Next("take", _("Nobody can review %(case)s: give somebody the office of coordinator.")),),
    UnitState.IN_REVIEW: (
        Next("accept", NOBODY_ACCEPTS, when=lambda report: not (report.twice or report.informants)),
        # its unit's word accepts what the office typed, or the clock does (on_behalf/taking_in.py)
        Next("accept", when=lambda report: bool(report.informants) and not report.twice),
        Next("propose_acceptance", NOBODY_ACCEPTS, when=lambda report: report.twice and not report.proposed_by_id),
        Next(
            "confirm_acceptance",
            _(
                "Nobody can confirm that %(case)s is accepted, at the step “%(step)s”: whoever sits there wrote it or "
                "proposed it. Give the office to somebody else, or have it proposed by another."
            ),
            when=lambda report: report.proposed_by_id is not None,
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
        counted=Q(period__kind__practice=False),
    )
)
attached.register(Evidence, dropped=dropped)
attached.register(QuickFile)
words.register(
    actions={
        "save_draft": Action(pgettext_lazy("trail", "Save draft"), _("%(actor)s saved the draft of %(subject)s")),
        "take_in_figures": Action(
            _("Take in figures of a system"), _("a system in the name of %(actor)s put figures into %(subject)s")
        ),
        "finish_draft": Action(_("Finish the draft"), _("%(actor)s finished the draft of %(subject)s")),
        "submit": Action(pgettext_lazy("trail", "Submit"), _("%(actor)s submitted %(subject)s"), on_parts=True),
        "send_to_drafter": Action(_("Send back to the drafter"), _("%(actor)s sent %(subject)s back to the drafter")),
        "ask_for_look": Action(
            _("Ask for a look"), _("%(actor)s asked for a look at %(subject)s before it is submitted")
        ),
        "withdraw_look": Action(_("Take back from the look"), _("%(actor)s took %(subject)s back from the look")),
        "look": Action(_("Look before it is submitted"), _("%(actor)s looked at %(subject)s before it is submitted")),
        "return_look": Action(
            _("Give back to the drafter"), _("%(actor)s looked at %(subject)s and gave it back to the drafter")
        ),
        "propose_acceptance": Action(_("Propose to accept"), _("%(actor)s proposed to accept %(subject)s")),
        "confirm_acceptance": Action(
            _("Confirm the acceptance"), _("%(actor)s confirmed that %(subject)s is accepted"), on_parts=True
        ),
        "refuse_acceptance": Action(
            _("Do not confirm the acceptance"), _("%(actor)s did not confirm that %(subject)s is accepted")
        ),
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
        "confirm_by_link": Action(
            _("Confirm an entry on behalf by a link"),
            _("%(actor)s received the unit's confirmation, by a link, of what was entered into %(subject)s"),
        ),
        "accept_confirmed": Action(
            _("Accept by the unit's confirmation"),
            _("%(actor)s accepted %(subject)s, because its unit has confirmed it and whoever reviews typed it"),
            on_parts=True,
        ),
        "accept_unconfirmed": Action(
            _("Accept without the unit's confirmation"),
            _("%(actor)s accepted %(subject)s at its due time, not confirmed by its unit"),
            on_parts=True,
        ),
        "deliver": Action(
            _("Take in a ward's report"), _("%(actor)s took in %(subject)s from the document that arrived")
        ),
        "receive_delivery": Action(
            _("Accept with the document"),
            _("%(actor)s accepted %(subject)s, whose document was received"),
            on_parts=True,
        ),
        "refuse_delivery": Action(
            _("Return with the document"), _("%(actor)s returned %(subject)s, whose document was refused or recalled")
        ),
        "ask_quickly": Action(_("Make a quick form"), _("%(actor)s made a quick form of %(subject)s")),
        "withdraw_quick_form": Action(_("Close a quick form"), _("%(actor)s closed a quick form of %(subject)s")),
        "answer_quickly": Action(
            _("Answer a quick form"), _("%(actor)s received an answer to a quick form of %(subject)s")
        ),
        "attach_quick_file": Action(
            _("Receive a file with the answer of a quick form"),
            _("%(actor)s received a file with the answer of a quick form of %(subject)s"),
            attaches=True,
        ),
        "type_quick_form": Action(
            _("Type a quick form in from paper"), _("%(actor)s typed a quick form of %(subject)s in from paper")
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
        "arrival": _("document"),
        "look": _("look before it is submitted"),
        "comment": _("comment"),
        "answer": _("answer"),
    },
    values={
        "look": {"nobody": _("nobody in the unit could look")},
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
            "unit_report_return_look",
            "unit_report_refuse_acceptance",
        ],
        "telephone-sheet": ["telephone_sheet", "telephone_sheet_links"],
        "quick-forms": [
            *("quick_forms", "quick_form", "quick_answer_leave", "quick_form_by_code", "quick_form_type"),
            *("quick_forms_many", "quick_forms_of_period", "quick_answers_take"),
        ],
        "unit-report-write": ["unit_report_write", "unit_report_check", "unit_report_workbook", "entry_evidence"],
    },
)
typed.register(
    chosen=["seen", "part", "parts", "many", "same", "months", "answers", "submits"],
    of_the_page=["initial-.*", "tick-.*", "seen-.*", ".*_status"],
)

WITH_UNIT = tuple(HELD_BY_UNIT)
IN_REVIEW = (UnitState.IN_REVIEW,)
IN_TALK = (UnitState.SUBMITTED, UnitState.IN_REVIEW, UnitState.ACCEPTED, UnitState.RETURNED)

rules.register(
    UnitReport,
    {
        "save_draft": Right("write_reports", on_ward=False, states=WITH_UNIT, shut=looks.stands_still),
        "take_in_figures": Right("write_reports", on_ward=False, states=WITH_UNIT, shut=looks.stands_still),
        "finish_draft": Right("write_reports", on_ward=False, states=WITH_UNIT, shut=looks.not_to_finish),
        "ask_for_look": Right("view_reports", on_ward=False, states=WITH_UNIT, shut=looks.not_to_ask),
        "withdraw_look": Right("view_reports", on_ward=False, states=WITH_UNIT, shut=looks.nobody_looks),
        "look": Right("", bars_authors=True, at_step=Verb.LOOK, states=WITH_UNIT, shut=looks.not_asked),
        "return_look": Right("", bars_authors=True, at_step=Verb.LOOK, states=WITH_UNIT, shut=looks.not_asked),
        "submit": Right("submit_reports", on_ward=False, when=looks.is_with_nobody),
        "send_to_drafter": Right("submit_reports", on_ward=False, states=WITH_UNIT, when=looks.is_with_nobody),
        "save_on_behalf": Right("review_reports", states=WITH_UNIT, shut=looks.stands_still),
        "submit_on_behalf": Right("review_reports", shut=looks.stands_still),
        "confirm_on_behalf": Right(
            "view_reports",  # which the unit's drafter and head hold on it
            on_ward=False,
            states=tuple(UnitState),
            when=lambda report: report.unconfirmed_since is not None,
        ),
        "withdraw": Right("submit_reports", on_ward=False),
        "take": Right("review_reports"),
        "hand_back": Right("review_reports"),
        "accept": Right("review_reports", bars_authors=True, shut=confirming.by_two),
        "propose_acceptance": Right(
            "review_reports", bars_authors=True, states=IN_REVIEW, shut=confirming.not_to_propose
        ),
        "confirm_acceptance": Right("", bars_authors=True, at_step=Verb.CONFIRM, shut=confirming.not_proposed),
        "refuse_acceptance": Right(
            "", bars_authors=True, at_step=Verb.CONFIRM, states=IN_REVIEW, shut=confirming.not_proposed
        ),
        "return_for_revision": Right("review_reports"),
        "waive": Right("review_reports"),
        "comment": Right("review_reports", states=IN_TALK),
        "answer": Right("write_reports", on_ward=False, states=(UnitState.DRAFT, *IN_TALK, UnitState.CONSOLIDATED)),
    },
)

labels.ACTIONS.add(
    {
        "save_draft": _("Save draft"),
        "take_in_figures": _("Take in figures of a system"),
        "finish_draft": _("The draft is finished"),
        "submit": _("Submit report"),
        "send_to_drafter": _("Send back to the drafter"),
        "save_on_behalf": _("Enter on behalf"),
        "submit_on_behalf": _("Submit on behalf"),
        "confirm_on_behalf": _("Confirm what was entered"),
        "withdraw": _("Withdraw"),
        "take": _("Take for review"),
        "hand_back": _("Put back into the queue"),
        "ask_for_look": _("Ask for a look first"),
        "withdraw_look": _("Take back and go on writing"),
        "look": _("In order, the head submits it"),
        "return_look": _("Give back to the drafter"),
        "propose_acceptance": _("Propose to accept"),
        "confirm_acceptance": _("Confirm and accept"),
        "refuse_acceptance": _("Do not confirm"),
        "accept": _("Accept"),
        "return_for_revision": _("Send back"),
        "waive": _("Waive report"),
    }
)

mails.SUBJECTS.add(
    {
        "finished": _("The draft is finished, please check it and submit it: %(report)s"),
        "submitted": _("Submitted, please take it for review: %(report)s"),
        "to_drafter": _("The head of the unit sends it back to the drafter: %(report)s"),
        "look": _("Please look at it before your unit submits it: %(report)s"),
        "looked": _("Looked at in the unit, please submit it: %(report)s"),
        "to_confirm": _("Proposed to be accepted, please confirm it: %(report)s"),
        "not_confirmed": _("Its acceptance was not confirmed: %(report)s"),
        "quick_answer": _("An answer to a quick form waits to be confirmed: %(report)s"),
        "on_behalf": _("The office entered this on your unit's behalf, please confirm it: %(report)s"),
        "accepted_unconfirmed": _("Accepted at its due time, not confirmed by its unit: %(report)s"),
        "returned": _("Returned for revision: %(report)s"),
        "delivery_recalled": _("A ward recalled its document, whose figures this report has: %(report)s"),
        "commented": _("The office asks about an entry: %(report)s"),
        "answered": _("The unit has answered about an entry: %(report)s"),
    }
)

mails.ADDRESSEES.add({"look": partial(deciders, verb=Verb.LOOK), "to_confirm": partial(deciders, verb=Verb.CONFIRM)})
mails.ADDRESSEES.add({"accepted_unconfirmed": taking_in.notified})

clocks.register(
    UnitReport,
    {
        UnitState.DRAFT: clocks.UNIT,
        UnitState.RETURNED: clocks.UNIT,
        UnitState.SUBMITTED: clocks.OFFICE,
        UnitState.IN_REVIEW: clocks.OFFICE,
    },
)
