"""What those asked think of a case before it is approved; what nobody says in time; and what becomes of each opinion.

An opinion decides nothing: whoever is asked agrees, agrees with remarks or disagrees, and the case goes on. Silence is
recorded when the step's time is over, and is no agreement.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision, TrailEvent
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from approvals.text.plain import plain_lines
from units.models import Person
from workflows.cases.attached.actions import ask_to_scan, attached_change, digest, take_in
from workflows.cases.authors import note_with_author
from workflows.cases.inputs.texts import Changes, stated
from workflows.cases.mails import mail
from workflows.cases.moves import locked, note
from workflows.flows import row_held
from workflows.models import CaseStep, OpinionFile, OpinionReply, PaperOpinion, StepDecider, Verb
from workflows.models.cases import RoutedCase

from . import ballots, deciding

SIMPLY = (Decision.Verdict.AGREE, Decision.Verdict.IN_FAVOUR)  # what needs no remarks
AGAINST = (Decision.Verdict.DISAGREE, Decision.Verdict.AGAINST)
# The event that tells of an opinion: of whoever gave it, or of whoever entered it from paper.
NOTED_AS = Case(When(paper=None, then=Value("opine")), default=Value("opine_on_paper"))
NOTED_BY = Coalesce("paper__by", "person")
SILENT = "none"  # the verdict of whoever was asked and gave none, as the trail has it


@dataclass(frozen=True)
class Opinion:
    """What was said at a step: `decision` is None where its time passed in silence, `step` where the case was sent
    anew since and has other steps. `acts_for` is in whose place it was said, blank where in nobody's; `member` who gave
    no answer in a ballot.
    """

    step: CaseStep | None
    decision: Decision | None
    at: datetime
    acts_for: str = ""
    member: str = ""

    @property
    def reply(self) -> OpinionReply | None:
        return getattr(self.decision, "reply", None)

    @property
    def paper(self) -> PaperOpinion | None:
        """By whom it was entered from paper, where it was given so."""
        return getattr(self.decision, "paper", None)

    @property
    def file(self) -> OpinionFile | None:
        return getattr(self.decision, "file", None)

    @property
    def is_unanswered(self) -> bool:
        """Whether it has remarks to which nobody has replied."""
        return bool(self.decision and self.decision.reason and not self.reply)

    @property
    def disagrees(self) -> bool:
        """Whether somebody asked disagrees with what is to be approved now."""
        return bool(self.step and self.decision and self.decision.verdict in AGAINST)


@dataclass(frozen=True)
class GivenOpinion:
    """An opinion as it is given: `seen` is the SHA-256 of the PDF whose pages were read, `asked` the step that the page
    named.
    """

    by: Person
    seen: str
    verdict: str
    text: str
    asked: int | None


def opine(
    case: RoutedCase,
    *,
    by: Person,
    seen: str,
    verdict: str,
    text: str,
    asked: int | None = None,
    file: File | None = None,
) -> RoutedCase:
    """Give an opinion at an open step, with a `file` or without (cases/attached/actions.py). Whoever does not simply
    agree says why, in words. The same opinion with the same file, sent twice, is given once.

    Raises NotPossible where it comes too late, the pages have changed, the words are missing, or the file is refused.
    """
    opinion = GivenOpinion(by, seen, verdict, plain_lines(text), asked)
    if verdict not in SIMPLY and not opinion.text:
        raise NotPossible(_("Please write your remarks: what is to be changed, or why you disagree."))
    if file is not None:
        return _with_file(case, opinion, file)
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(case, "opine", by=by)
        _given_now(row, opinion)
        return row


def _with_file(case: RoutedCase, opinion: GivenOpinion, file: File) -> RoutedCase:
    if _was_given(case, opinion, file):
        return case

    def keep(row: RoutedCase, values: dict[str, Any]) -> OpinionFile:
        with one_cursor(), row_held():
            decision = _given_now(
                row, opinion, attached=attached_change(OpinionFile.PART, values["name"], values["sha256"])
            )
        return OpinionFile.objects.create(decision_id=decision, by=opinion.by, at=now(), **values)

    made = take_in(
        file, OpinionFile.PART, by=opinion.by, opened=lambda: locked(case, "opine", by=opinion.by), keep=keep
    )
    ask_to_scan(made)
    return made.report


def _was_given(case: RoutedCase, opinion: GivenOpinion, file: File) -> bool:
    """Whether this very opinion stands already."""
    own = Decision.objects.filter(subject_kind=case.kind, subject_id=case.pk, person=opinion.by, retracted_at=None)
    same = own.filter(
        step=opinion.asked, step__isnull=False, verdict=opinion.verdict, reason=opinion.text, seen=opinion.seen
    )
    return same.filter(file__isnull=False, file__sha256=digest(file)).exists()


def _given_now(row: RoutedCase, opinion: GivenOpinion, *, attached: Changes | None = None) -> int:
    """Note the opinion on a locked case, and open what follows. Returns the id of its decision."""
    by, verdict, at = opinion.by, opinion.verdict, now()
    waiting = deciding.undecided(row, by)
    step = deciding.step_to_decide(row, waiting, Verb.OPINION, by=by, asked=opinion.asked, action="opine")
    deciding.refuse_unless_seen(step, opinion.seen)
    refuse_unless_answer(step, verdict)
    authority = deciding.authority_at(row, step, by)
    opened, counted = answered(row, step, waiting, by, verdict=verdict, at=at)
    wait_anew(row, opened, at)
    changes = {"step": [None, step.title], "opinion": [None, verdict], **authority, **counted, **(attached or {})}
    note(row, "opine", by=by, reason=opinion.text, changes=changes, state=row.state)
    decision = deciding.decide(row, step, verdict, by=by, seen=opinion.seen, under=authority, reason=opinion.text)
    notify(row, waiting, opened)
    return decision


def refuse_unless_answer(step: CaseStep, verdict: str) -> None:
    """Raises NotPossible for an answer that the step does not ask for."""
    if verdict not in ballots.verdicts_at(step):
        answers = ", ".join(str(each.label) for each in ballots.verdicts_at(step))
        raise NotPossible(_("This step asks for one of these: %(answers)s.") % {"answers": answers})


def answered(
    row: RoutedCase, step: CaseStep, waiting: Sequence[CaseStep], by: Person, *, verdict: str, at: datetime
) -> tuple[list[CaseStep], Changes]:
    """Note that `by` has answered, and close the step where that is enough. Returns what opened, and how a ballot
    ended.
    """
    if not step.ballot:
        return deciding.pass_step(row, step, waiting, by, at=at), {}
    StepDecider.objects.create(step=step, person=by, at=at)
    if not ballots.is_over(row, step, verdict, by):
        return [], {}
    counted = ballots.count(row, step, {by.pk: verdict})
    return deciding.close(row, [step], waiting, at), counted


def wait_anew(row: RoutedCase, opened: Sequence[CaseStep], at: datetime) -> None:
    """Where a stage has opened: others have the case from this moment, as after an approval that is not the last."""
    if opened:
        row.state_since = at


def notify(row: RoutedCase, waiting: Sequence[CaseStep], opened: Iterable[CaseStep]) -> None:
    """Mail whoever decides next; and once no opinion is asked for any more, those who reply to them."""
    wanted = deciding.asks(row, opened)
    if not any(step.verb == Verb.OPINION and step.opened_at and not step.decided_at for step in waiting):
        ended = [f"{step.title}: {ballots.words(step)}" for step in waiting if step.tally]
        wanted.append(mail(row, "opinions_in", *row.returned_to, words="\n".join([tally(row), *ended])))
    outbox.put_all(wanted)


def tally(row: RoutedCase) -> str:
    """How many gave which opinion at its present steps, and how many steps were passed over, in Vietnamese. One
    query.
    """
    given = _given(row).filter(subject_id=row.pk)
    of_round = given.filter(step__in=row.steps.order_by().values("pk")).order_by().values_list("verdict")
    silent = row.steps.filter(silent=True).order_by().values_list(Value(SILENT))
    counts = Counter(verdict for (verdict,) in of_round.union(silent, all=True))
    with override("vi"):
        sets = [each for each in (Decision.OPINIONS, Decision.BALLOTS) if any(counts[verdict] for verdict in each)]
        answers = [verdict for each in sets or [Decision.OPINIONS] for verdict in each]
        labels = {**{verdict.value: str(verdict.label) for verdict in answers}, SILENT: _("No opinion")}
        return "\n".join(f"{label}: {counts[verdict]}" for verdict, label in labels.items())


def pass_in_silence(row: RoutedCase, silent: Sequence[CaseStep], waiting: Sequence[CaseStep], at: datetime) -> None:
    """Pass over opinions whose time is over; ballots are counted. The row is locked; `waiting` are all its undecided
    steps, in order.
    """
    counted = [ballots.count(row, step)["ballot"][1] for step in silent if step.ballot]
    opened = deciding.close(row, silent, waiting, at, silent=True)
    wait_anew(row, opened, at)
    titles = ", ".join(step.title for step in silent)
    changes: Changes = {"step": [None, titles], "opinion": [None, SILENT]}
    changes |= {"ballot": [None, " ".join(counted)]} if counted else {}
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
    given = _given(case).filter(subject_id=case.pk).annotate(noted_as=NOTED_AS, noted_by=NOTED_BY)
    noted = {"action": OuterRef("noted_as"), "actor": OuterRef("noted_by"), "at__lte": OuterRef("at")}
    noting = TrailEvent.objects.filter(subject_kind=case.kind, subject_id=case.pk, **noted)
    acts_for = Subquery(noting.order_by("-seq").values(whom=KT("changes__acts_for__1"))[:1])
    found = [
        Opinion(steps.get(decision.step or 0), decision, decision.at, decision.acts_for or "")
        for decision in given.annotate(acts_for=acts_for)
        .select_related("person", "reply__person", "paper__by", "file")
        .order_by("pk")
    ]
    silent = [Opinion(step, None, step.decided_at) for step in steps.values() if step.silent and step.decided_at]
    unanswered_by = [
        Opinion(step, None, step.decided_at, member=name)
        for step in steps.values()
        if step.tally and step.decided_at
        for name in step.tally["silent"]
    ]
    return sorted([*found, *silent, *unanswered_by], key=lambda opinion: opinion.at)


def _given(of: RoutedCase | type[RoutedCase]) -> QuerySet[Decision]:
    """The opinions on cases of one type, but for those that were taken back."""
    given = Decision.objects.filter(subject_kind=of._meta.model_name, verdict__in=Decision.SAID)
    return given.filter(retracted_at=None)


def objections(case: RoutedCase) -> dict[str, Any]:
    """What a page of approval says of opinions: all of them, how many with remarks have no reply, and whether there is
    anything to look at first. One query.
    """
    found = opinions_of(case)
    open_ones = sum(opinion.is_unanswered for opinion in found)
    objected = bool(open_ones) or any(opinion.disagrees for opinion in found)
    return {"opinions": found, "unanswered": open_ones, "objected": objected}


def unanswered(model: type[RoutedCase], units: Collection[int]) -> Any:
    """For the rows of one type: how many opinions with remarks on them have no reply yet, where the unit that their
    trail concerns is one of `units`; None where there is none.
    """
    given = _given(model).filter(subject_id=OuterRef("pk"), scope__in=units)
    open_ones = given.filter(reply=None).exclude(reason="").order_by()
    return Subquery(open_ones.values("subject_id").annotate(number=Count("pk")).values("number"))


def reply(case: RoutedCase, decision: Decision, *, by: Person, adopted: bool, text: str) -> OpinionReply:
    """Say of an opinion that it is adopted, or explain why not; said anew, the later word stands. Whoever does so
    speaks for those who wrote the case, and is an author.
    """
    text = plain_lines(text) if adopted else stated(text)
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(case, "reply_to_opinion", by=by)
        values = {"adopted": adopted, "text": text, "person": by, "at": now()}
        found, _made = OpinionReply.objects.update_or_create(decision=decision, defaults=values)
        verdict = "adopted" if adopted else "explained"
        note_with_author(row, "reply_to_opinion", by=by, reason=text, changes={"reply": [None, verdict]})
        return found
