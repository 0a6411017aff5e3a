"""Who may do what with a report: rights alone, never its state. Rows, the answer for one, and who may, agree by test.

An action's right stands on the report's unit or on its ward; whoever wrote or submitted a report decides it never.
"""

from dataclasses import dataclass

from approvals.models import Signature
from units import grants
from units.models import Person
from workflows.models import ApprovalStep, UnitReport, UnitReportAuthor, WardReport, WardReportAuthor
from workflows.models.states import UnitState, WardState

Report = UnitReport | WardReport


@dataclass(frozen=True)
class Right:
    """`codename` on the report's unit or on its ward; `bars_authors` where one must not decide what one wrote."""

    codename: str
    on_ward: bool = True
    bars_authors: bool = False

    def unit_id(self, report: Report) -> int:
        return report.unit_id if isinstance(report, UnitReport) and not self.on_ward else report.ward_id


UNIT_RIGHTS = {
    "save_draft": Right("write_reports", on_ward=False),
    "submit": Right("submit_reports", on_ward=False),
    "send_to_drafter": Right("submit_reports", on_ward=False),
    "save_on_behalf": Right("review_reports"),
    "submit_on_behalf": Right("review_reports"),
    "confirm_on_behalf": Right("view_reports", on_ward=False),  # which the unit's drafter and head hold on it
    "withdraw": Right("submit_reports", on_ward=False),
    "take": Right("review_reports"),
    "hand_back": Right("review_reports"),
    "accept": Right("review_reports", bars_authors=True),
    "return_for_revision": Right("review_reports"),
    "waive": Right("review_reports"),
    "unwaive": Right("review_reports"),
    "comment": Right("review_reports"),
    "answer": Right("write_reports", on_ward=False),
    "return_consolidated": Right("review_reports"),
}
WARD_RIGHTS = {
    "consolidate": Right("review_reports"),
    "edit_narrative": Right("review_reports"),
    "redraft": Right("review_reports"),
    "look_again": Right("review_reports"),
    "override_figure": Right("review_reports"),
    "remove_override": Right("review_reports"),
    "refresh_figures": Right("review_reports"),
    "call_back": Right("review_reports"),
    "send_for_approval": Right("review_reports"),
    "reopen": Right("review_reports"),
    "approve": Right("approve_reports", bars_authors=True),
    "send_back": Right("approve_reports", bars_authors=True),
    "sign": Right("approve_reports"),
    "return_before_issue": Right("issue_reports"),
    "issue": Right("issue_reports"),
    "dispatch": Right("issue_reports"),
    "record_receipt": Right("issue_reports"),
    "record_refusal": Right("issue_reports"),
    "record_recall": Right("issue_reports"),
}
AT_A_STEP = ("approve", "send_back")
UNTIL_APPROVAL = ("return_consolidated", "unwaive")
ON_FIGURES = (
    *("edit_narrative", "send_for_approval", "redraft", "look_again"),
    *("override_figure", "remove_override", "refresh_figures"),
)

UNIT_STATES = {
    "save_draft": (UnitState.DRAFT, UnitState.RETURNED),
    "submit": (UnitState.DRAFT, UnitState.RETURNED),
    "send_to_drafter": (UnitState.DRAFT, UnitState.RETURNED),
    "save_on_behalf": (UnitState.DRAFT, UnitState.RETURNED),
    "submit_on_behalf": (UnitState.DRAFT, UnitState.RETURNED),
    "confirm_on_behalf": tuple(UnitState),
    "withdraw": (UnitState.SUBMITTED,),
    "take": (UnitState.SUBMITTED,),
    "hand_back": (UnitState.IN_REVIEW,),
    "accept": (UnitState.IN_REVIEW,),
    "return_for_revision": (UnitState.IN_REVIEW, UnitState.ACCEPTED),
    "waive": (UnitState.DRAFT, UnitState.RETURNED),
    "unwaive": (UnitState.WAIVED,),
    "comment": (UnitState.SUBMITTED, UnitState.IN_REVIEW, UnitState.ACCEPTED, UnitState.RETURNED),
    "answer": (UnitState.DRAFT, UnitState.SUBMITTED, UnitState.IN_REVIEW, UnitState.ACCEPTED, UnitState.RETURNED),
    "return_consolidated": (UnitState.CONSOLIDATED,),
}
WARD_STATES = {
    "consolidate": (WardState.CONSOLIDATING,),
    "edit_narrative": (WardState.CONSOLIDATING,),
    "redraft": (WardState.CONSOLIDATING,),
    "look_again": (WardState.CONSOLIDATING,),
    "override_figure": (WardState.CONSOLIDATING,),
    "remove_override": (WardState.CONSOLIDATING,),
    "refresh_figures": (WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED),
    "call_back": (WardState.AWAITING_APPROVAL, WardState.RETURNED),
    "send_for_approval": (WardState.CONSOLIDATING,),
    "reopen": (WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED),
    "approve": (WardState.AWAITING_APPROVAL,),
    "send_back": (WardState.AWAITING_APPROVAL,),
    "sign": (WardState.APPROVED,),
    "return_before_issue": (WardState.APPROVED,),
    "issue": (WardState.APPROVED,),
    "dispatch": (WardState.ISSUED,),
    "record_receipt": (WardState.DISPATCHED,),
}


def states_of(action: str, report: Report) -> tuple[str, ...]:
    """The states in which `action` makes sense."""
    return UNIT_STATES[action] if isinstance(report, UnitReport) else WARD_STATES[action]


def right_to(action: str, report: Report) -> Right:
    return UNIT_RIGHTS[action] if isinstance(report, UnitReport) else WARD_RIGHTS[action]


def may(person: Person, action: str, report: Report) -> bool:
    """Whether `person` has the right to `action` on `report` now. One statement, two for an approval step."""
    if action == "sign":  # by its signatory, who approved it, which an author could not
        return WardReport.objects.to_sign(person).filter(pk=report.pk).exists()
    if not _holds_right(person, action, report):
        return False
    return not (isinstance(report, WardReport) and action in AT_A_STEP) or step_of(person, report) is not None


def _holds_right(person: Person, action: str, report: Report) -> bool:
    right = right_to(action, report)
    authors = UnitReportAuthor if isinstance(report, UnitReport) else WardReportAuthor
    barred = (authors._meta.db_table, report.pk) if right.bars_authors else None
    return grants.may(person, right.codename, right.unit_id(report), unless_author=barred)


def held_right(person: Person, action: str, report: Report) -> bool:
    """Whether the person holds the right to `action`, or held it when the report was last moved. One statement."""
    right = right_to(action, report)
    return grants.held(person, right.codename, right.unit_id(report), since=report.state_since)


def came_too_late(person: Person, action: str, report: Report) -> bool:
    """Whether what was the person's to do needs them no more: they signed, or they or a colleague decided the step."""
    if action == "sign":
        signed = Signature.objects.filter(subject_kind="wardreport", subject_id=report.pk, person=person)
        return signed.filter(field=Signature.Field.PERSON, voided_at=None).exists()
    if action not in AT_A_STEP or not _holds_right(person, action, report):
        return False
    return ApprovalStep.objects.decided_for(person).filter(report=report).exists()


def step_of(person: Person, report: WardReport) -> ApprovalStep | None:
    """The open step of `report` that is the person's to decide."""
    return ApprovalStep.objects.open_for(person).filter(report=report).first()


def open_to(person: Person, report: Report) -> set[str]:
    """The actions that the report's state and the person's rights allow now: what pages draw buttons from."""
    states = UNIT_STATES if isinstance(report, UnitReport) else WARD_STATES
    ripe = [action for action, allowed in states.items() if report.state in allowed and _ripe(action, report)]
    rights = {action: right_to(action, report) for action in ripe}
    held = grants.rights_on(person, {right.unit_id(report) for right in rights.values()}) if rights else set()
    return {
        action
        for action, right in rights.items()
        if (right.codename, right.unit_id(report)) in held
        and (not (right.bars_authors or action in (*AT_A_STEP, "sign")) or may(person, action, report))
    }


def _ripe(action: str, report: Report) -> bool:
    """Consolidation comes before all that rests on it; what is signed is corrected no more."""
    if isinstance(report, UnitReport) and action == "confirm_on_behalf":
        return report.unconfirmed_since is not None
    if isinstance(report, UnitReport):
        return action not in UNTIL_APPROVAL or is_correctable(report)
    if action == "call_back":  # what the return of a unit's report does, and nobody does by itself
        return False
    if action in ON_FIGURES:
        return report.consolidated_at is not None
    if action == "reopen":
        return report.consolidated_at is not None or report.state != WardState.CONSOLIDATING
    return action != "consolidate" or report.consolidated_at is None


def may_read_units(person: Person, report: WardReport) -> bool:
    """Whether the person reads all the unit reports behind a ward's report, and so the makings of its figures."""
    return report.ward_id in grants.units_where(person, "view_reports")


def is_correctable(report: UnitReport) -> bool:
    """Whether the ward's report of its period is not approved yet. One statement."""
    ward_reports = WardReport.objects.filter(period=report.period_id, replaced_by=None)
    return ward_reports.filter(state__in=WARD_STATES["refresh_figures"]).exists()


def approvers(report: WardReport) -> list[Person]:
    """Who may decide the open step of `report`: its office in its unit, the right on the ward, and no author; where
    the document is to bear a name, that person alone.
    """
    step = report.steps.filter(opened_at__isnull=False, decided_at=None).first()
    if step is None:
        return []
    wrote = set(report.authors.values_list("pk", flat=True))
    decided = set(step.deciders.values_list("pk", flat=True))
    people = grants.holders("approve_reports", report.ward_id) & grants.holding(step.unit_id, step.office)
    named = {step.signatory_id or person.pk for person in people}
    return [person for person in people if person.pk in named - wrote - decided]
