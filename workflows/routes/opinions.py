"""What those asked think of a case before it is approved; what nobody says in time; and what becomes of each opinion.

An opinion decides nothing: whoever is asked agrees, agrees with remarks or disagrees, and the case goes on. Silence is
recorded when the step's time is over, and is no agreement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from approvals.text.plain import plain_lines
from units.models import Person
from workflows.cases.mails import mail
from workflows.cases.moves import locked, note
from workflows.cases.texts import stated
from workflows.flows import row_held
from workflows.models import CaseStep, OpinionReply, Verb
from workflows.models.cases import RoutedCase

from . import deciding

SILENT = "none"  # the verdict of whoever was asked and gave none, as the trail has it


@dataclass(frozen=True)
class Opinion:
    """What was said at a step: `decision` is None where its time passed in silence, `step` where the case was sent
    anew since and has other steps.
    """

    step: CaseStep | None
    decision: Decision | None
    at: datetime

    @property
    def reply(self) -> OpinionReply | None:
        return getattr(self.decision, "reply", None)


def opine(case: RoutedCase, *, by: Person, seen: str, verdict: str, text: str, asked: int | None = None) -> RoutedCase:
    """Give an opinion at an open step. `seen` is the SHA-256 of the PDF whose pages were read, `asked` the step that
    the page named. Whoever does not simply agree says why.

    Raises NotPossible where it comes too late, the pages have changed, or the words are missing.
    """
    text = plain_lines(text)
    if verdict != Decision.Verdict.AGREE and not text:
        raise NotPossible(_("Please write your remarks: they are why you do not simply agree."))
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(case, "opine", by=by)
        waiting = deciding.undecided(row, by)
        step = deciding.step_to_decide(row, waiting, Verb.OPINION, by=by, asked=asked, action="opine")
        deciding.refuse_unless_seen(step, seen)
        authority = deciding.authority_at(row, step, by)
        opened = deciding.pass_step(row, step, waiting, by, at=now())
        changes = {"step": [None, step.title], "opinion": [None, verdict], **authority}
        note(row, "opine", by=by, reason=text, changes=changes, state=row.state)
        deciding.decide(row, step, verdict, by=by, seen=seen, under=authority, reason=text)
        notify(row, waiting, opened)
        return row


def notify(row: RoutedCase, waiting: Sequence[CaseStep], opened: Iterable[CaseStep]) -> None:
    """Mail whoever decides next; and once no opinion is asked for any more, the coordinators, who reply to them."""
    wanted = deciding.asks(row, opened)
    if not any(step.verb == Verb.OPINION and step.opened_at and not step.decided_at for step in waiting):
        wanted.append(mail(row, "opinions_in", "review_reports", row.ward_id))
    outbox.put_all(wanted)


def pass_in_silence(row: RoutedCase, silent: Sequence[CaseStep], waiting: Sequence[CaseStep], at: datetime) -> None:
    """Pass over opinions whose time is over. The row is locked; `waiting` are all its undecided steps, in order."""
    opened = deciding.close(row, silent, waiting, at, silent=True)
    titles = ", ".join(step.title for step in silent)
    changes = {"step": [None, titles], "opinion": [None, SILENT]}
    note(row, "pass_in_silence", by=None, changes=changes, state=row.state)
    notify(row, waiting, opened)


def asks_for_opinions(case: RoutedCase) -> bool:
    """Whether a step of its route does, or somebody has given one when it was sent before (`opined`, where the row
    came with it).
    """
    return getattr(case, "opined", False) or any(step.verb == Verb.OPINION for step in case.way)


def opinions_of(case: RoutedCase) -> list[Opinion]:
    """What was said, each time it was sent, and the silences of its present steps, in the order of time. One query,
    none where nobody is or was asked.
    """
    if not asks_for_opinions(case):
        return []
    steps = {step.pk: step for step in case.way}
    given = Decision.objects.filter(subject_kind=case.kind, subject_id=case.pk, verdict__in=Decision.OPINIONS)
    said = [
        Opinion(steps.get(decision.step or 0), decision, decision.at)
        for decision in given.select_related("person", "reply__person").order_by("pk")
    ]
    silent = [Opinion(step, None, step.decided_at) for step in steps.values() if step.silent and step.decided_at]
    return sorted([*said, *silent], key=lambda opinion: opinion.at)


def reply(case: RoutedCase, decision: Decision, *, by: Person, adopted: bool, text: str) -> OpinionReply:
    """Say of an opinion that it is adopted, or explain why not; said anew, the later word stands."""
    text = plain_lines(text) if adopted else stated(text)
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(case, "reply_to_opinion", by=by)
        values = {"adopted": adopted, "text": text, "person": by, "at": now()}
        found, _made = OpinionReply.objects.update_or_create(decision=decision, defaults=values)
        verdict = "adopted" if adopted else "explained"
        note(row, "reply_to_opinion", by=by, reason=text, changes={"opinion": [decision.verdict, verdict]})
        return found
