"""An opinion that somebody gave on paper, entered for them by the clerk, with its scan (docs/decisions/0119).

It is the opinion of whoever wrote it: it counts as theirs, is told to them, and they may take it back as any other.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from approvals.channels.receipts import kind_of_scan
from approvals.clock import ZONE, now, today
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from approvals.text.plain import plain_lines
from units import grants
from units.models import Person
from workflows.cases.attached.actions import ask_to_scan, attached_change, take_in
from workflows.cases.inputs.texts import Changes
from workflows.cases.mails import mail
from workflows.cases.moves import locked, note
from workflows.flows import row_held
from workflows.models import CaseStep, OpinionFile, PaperOpinion, Verb
from workflows.models.cases import RoutedCase
from workflows.routes.underway import deciding, opinions


@dataclass(frozen=True)
class WrittenOpinion:
    """What `member` wrote on the day `given_on`, at the step with the id `asked`; `scan` is an upload."""

    member: Person
    asked: int
    verdict: str
    text: str
    given_on: date
    scan: Any


def opine_on_paper(case: RoutedCase, *, by: Person, seen: str, paper: WrittenOpinion) -> RoutedCase:
    """Enter what somebody wrote on paper about the pages of the SHA-256 `seen`.

    Raises NotPossible where they are not asked there now, for whoever would enter their own, for a day that cannot be,
    and where words or scan are missing; PermissionDenied.
    """
    text, member = plain_lines(paper.text), paper.member
    if paper.verdict not in opinions.SIMPLY and not text:
        raise NotPossible(_("Type the remarks as they stand on the paper."))
    opinion = opinions.GivenOpinion(member, seen, paper.verdict, text, paper.asked)

    def opened() -> RoutedCase:
        row = locked(case, "opine_on_paper", by=by)
        refuse_own(row, by, member)
        return row

    def keep(row: RoutedCase, values: dict[str, Any]) -> OpinionFile:
        decision = _given(row, by, opinion, paper, values)
        return OpinionFile.objects.create(decision_id=decision, by=by, at=now(), **values)

    made = take_in(paper.scan, OpinionFile.PAPER, by=by, opened=opened, keep=keep, kind_of=kind_of_scan)
    ask_to_scan(made)
    return made.report


def _given(
    row: RoutedCase, by: Person, opinion: opinions.GivenOpinion, paper: WrittenOpinion, scan: dict[str, Any]
) -> int:
    """Note the opinion on a locked case, and open what follows. Returns the id of its decision."""
    with one_cursor(), row_held():
        member, waiting = opinion.by, deciding.undecided(row, opinion.by)
        step = _step(waiting, paper)
        deciding.refuse_unless_seen(step, opinion.seen)
        opinions.refuse_unless_answer(step, opinion.verdict)
        _refuse_day(step, paper.given_on)
        authority, at = deciding.authority_at(row, step, member), now()
        opened, counted = opinions.answered(row, step, waiting, member, verdict=opinion.verdict, at=at)
        opinions.wait_anew(row, opened, at)
        changes = {**_changes_of(step, paper, scan), **authority, **counted}
        note(row, "opine_on_paper", by=by, reason=opinion.text, changes=changes, state=row.state)
        decision = deciding.decide(
            row, step, opinion.verdict, by=member, seen=opinion.seen, under=authority, reason=opinion.text
        )
        PaperOpinion.objects.create(decision_id=decision, given_on=paper.given_on, by=by, at=at)
        opinions.notify(row, waiting, opened)
        outbox.put_all([_mail_to(member, row, by)])
        return decision


def refuse_own(row: RoutedCase, by: Person, member: Person) -> None:
    """Raises NotPossible for whoever would enter their own opinion, or that of somebody for whom they act."""
    if member.pk == by.pk:
        raise NotPossible(_("Your own opinion you give yourself, on the page of the document."))
    if by.pk in grants.acting_for([member.pk]):
        raise NotPossible(_("You act for %(person)s: somebody else enters what they wrote.") % {"person": member})
    if row.barred.filter(pk=member.pk).exists():
        raise NotPossible(_("%(person)s wrote the document, and gives no opinion on it.") % {"person": member})


def _step(waiting: list[Any], paper: WrittenOpinion) -> Any:
    for step in waiting:
        if step.theirs and step.verb == Verb.OPINION and step.pk == paper.asked:
            return step
    raise NotPossible(_("%(person)s is not asked for an opinion here any more.") % {"person": paper.member})


def _changes_of(step: CaseStep, paper: WrittenOpinion, scan: dict[str, Any]) -> Changes:
    """What the trail tells."""
    brought = attached_change(OpinionFile.PAPER, scan["name"], scan["sha256"])
    values = {"step": step.title, "opinion": paper.verdict, "opinion_of": str(paper.member)}
    values["given_on"] = f"{paper.given_on:%d/%m/%Y}"
    return {**brought, **{name: [None, value] for name, value in values.items()}}


def _refuse_day(step: CaseStep, given_on: date) -> None:
    if given_on > today():
        raise NotPossible(_("The day on the paper has not come yet. Please correct it."))
    if step.opened_at and given_on < (asked_on := step.opened_at.astimezone(ZONE).date()):
        sentence = _("The opinion was asked for on %(day)s: the paper cannot be older.")
        raise NotPossible(sentence % {"day": f"{asked_on:%d/%m/%Y}"})


def _mail_to(member: Person, row: RoutedCase, by: Person) -> dict[str, Any]:
    """The mail and the notice to whoever wrote it."""
    words = _("%(person)s entered it from your paper. If it is not what you wrote, take it back on its page.")
    asked = mail(row, "opined_on_paper", "", row.ward_id, words=words % {"person": by})
    asked["payload"]["people"] = [member.pk]
    return asked
