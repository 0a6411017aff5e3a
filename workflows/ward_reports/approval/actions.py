from typing import Any

from django.conf import settings
from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision, Signature
from approvals.statements import insert
from units import grants
from units.models import Person
from units.offices.authority import Capacity, authority_held, capacity_as, represented
from workflows.cases import standing
from workflows.cases.mails import tell
from workflows.cases.moves import moving, record, refusal
from workflows.cases.texts import Changes, stated
from workflows.models import ApprovalStep, Need, StepDecider, WardReport
from workflows.models.states import WardState
from workflows.ward_reports.signing.actions import ask_to_sign


def approve(report: WardReport, *, by: Person, seen: str, asked: int | None = None) -> WardReport:
    """Decide the open step in favour. `seen` is the SHA-256 of the PDF whose pages were read: another one is refused.

    `asked` is the step that the page named: a second click decides no later one, where the person decides at several.
    The last step's last decision takes the report to the clerk; until then it goes on to the next step, or waits for
    the others where all must decide.
    """
    with moving(report, "approve", by=by) as row:
        undecided = undecided_steps(row, by)
        step = undecided[0]
        refuse_unless_asked(row, step, "approve", by=by, asked=asked)
        refuse_unless_seen(step, seen)
        authority = authority_at(row, step, by)
        row.last_step_decided = pass_step(row, undecided, by)
        row.approve()
        record(row, changes=authority)
        decide(row, step, Decision.Verdict.APPROVE, by=by, seen=seen, under=authority)
        if row.state == WardState.APPROVED:
            tell(row, "approved", "issue_reports", row.ward_id)
            if settings.SIGNER == Signature.Kind.EXTERNAL:
                ask_to_sign(row)
        else:
            tell(row, "awaiting", "approve_reports", row.ward_id)
        return row


def authority_at(row: WardReport, step: Any, by: Person) -> Changes:
    """Under which authority `by` decides the step, and for whom, as the trail records it; empty where none is known."""
    capacity = Capacity(**row.signature) if row.signatory_id == by.pk else capacity_as(by, step.authority)
    if capacity is None:
        return {}
    recorded = {"authority": capacity.words, "acts_for": capacity.acts_for}
    return {name: [None, words] for name, words in recorded.items() if words}


def undecided_steps(row: WardReport, by: Person) -> list[Any]:
    """In their order, with the `authority` under which `by` would decide and the `pdf` that is shown; `moves`
    has checked that the first, which is open, is theirs.
    """
    steps = row.steps.filter(decided_at=None).order_by("order")
    shown = Subquery(standing.pdf_to_sign(row)[:1])
    return list(steps.annotate(authority=authority_held(by, at=row.state_since), pdf=shown))


def pass_step(row: WardReport, undecided: list[ApprovalStep], by: Person) -> bool:
    """Note the decision at the first step, close it where that is enough and open the next. True past the last."""
    step, *later = undecided
    StepDecider.objects.create(step=step, person=by, at=row.state_since)
    if waits_for_others(row, step):
        return False
    step.decided_at = row.state_since
    for following in later[:1]:
        following.opened_at = row.state_since
    ApprovalStep.objects.bulk_update(undecided[:2], ["opened_at", "decided_at"])
    return not later


def waits_for_others(row: WardReport, step: ApprovalStep, *, but: Person | None = None) -> bool:
    """Whether all must decide at this step and somebody other than `but` has not.

    A delegate decides for whom they act for, and the other way round; the signatory decides in person.
    """
    if step.need != Need.ALL:
        return False
    waiting = grants.holding(step.unit_id, step.office).exclude(pk__in=step.deciders.values("pk"))
    by_another = represented(step.unit_id, step.office, step.deciders.all())
    waiting = waiting.exclude(by_another & ~Q(pk=row.signatory_id))
    waiting = waiting.exclude(pk=but.pk) if but else waiting
    return waiting.exclude(pk__in=row.authors.values("pk")).exists()


def signs_by_approving(report: WardReport, person: Person) -> bool:
    """Whether the person is to sign the report, and their approval would be the last of all."""
    if report.signatory_id != person.pk:
        return False
    undecided = list(report.steps.filter(decided_at=None))
    return len(undecided) == 1 and not waits_for_others(report, undecided[0], but=person)


def send_back(report: WardReport, *, by: Person, seen: str, reason: str, asked: int | None = None) -> WardReport:
    """Decide the open step against: the coordinator gets the report back with a reason that cannot be blank.

    `seen` is the SHA-256 of the PDF whose pages were read, `asked` the step that the page named.
    """
    reason = stated(reason)
    with moving(report, "send_back", by=by) as row:
        step = undecided_steps(row, by)[0]
        refuse_unless_asked(row, step, "send_back", by=by, asked=asked)
        refuse_unless_seen(step, seen)
        authority = authority_at(row, step, by)
        row.send_back()
        row.reason = reason
        record(row, reason=reason, changes=authority)
        decide(row, step, Decision.Verdict.RETURN, by=by, seen=seen, under=authority, reason=reason)
        tell(row, "sent_back", "review_reports", row.ward_id)
        return row


def refuse_unless_asked(row: WardReport, step: ApprovalStep, action: str, *, by: Person, asked: int | None) -> None:
    """Raises NotPossible where another step than the one that the page named is open now."""
    if asked not in (None, step.pk):
        raise refusal(row, action, by=by)


def refuse_unless_seen(step: Any, seen: str) -> None:
    """Raises NotPossible where the report's present PDF is not the one of this SHA-256, or is not rendered yet."""
    if step.pdf is None:
        raise NotPossible(_("The pages of the report are still being made. Please read them first, then decide."))
    if step.pdf != seen:
        raise NotPossible(_("The report has changed since you read it. Please read it again, then decide."))


def decide(
    row: WardReport, step: ApprovalStep, verdict: str, *, by: Person, seen: str, under: Changes, reason: str = ""
) -> None:
    """Note the decision, its step, what was seen and the authority."""
    values: dict[str, Any] = {"subject_kind": row._meta.model_name, "subject_id": row.pk, "scope": row.ward_id}
    values |= {"step": step.pk, "verdict": verdict, "person_id": by.pk, "at": now(), "reason": reason, "seen": seen}
    insert(Decision, **values, authority=under.get("authority", [None, ""])[1])
