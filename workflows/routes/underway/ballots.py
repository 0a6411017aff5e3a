"""Phiếu lấy ý kiến: an opinion that all members are asked for by a ballot (docs/decisions/0075).

Each answers "tán thành", "không tán thành" or "ý kiến khác". It is carried where more than half of all members are in
favour; whoever has not answered when it closes is recorded by name, and counts as not in favour.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.errors import NotPossible
from approvals.models import Decision
from units import seats
from units.models import Person
from units.offices.authority import doubled, represented
from workflows.cases.inputs.texts import Changes
from workflows.models import AtEnd, CaseStep, Need, Step, Verb
from workflows.models.cases import RoutedCase

from .deciding import others_wait

FAVOUR = Decision.Verdict.IN_FAVOUR


def verdicts_at(step: CaseStep | None) -> tuple[Decision.Verdict, ...]:
    """What may be answered at a step that asks for an opinion; anything where it asks no more, which is said then."""
    if step is None:
        return Decision.SAID
    return Decision.BALLOTS if step.ballot else Decision.OPINIONS


def refuse_unless_fits(step: Step) -> None:
    """Of a route's step that asks by a ballot. Raises NotPossible where it could not be counted or closed."""
    if step.verb != Verb.OPINION:
        raise NotPossible(_("Only a step that asks for an opinion asks by a ballot. Leave that out here."))
    if step.need not in (Need.MOST, Need.ALL):
        raise NotPossible(
            _("A ballot asks all members: choose “more than half of them”, or “all of them”, as how many decide.")
        )
    if step.at_end != AtEnd.PASS:
        raise NotPossible(
            _("When the time of a ballot is over, it goes on without those who have not answered: choose that.")
        )


def is_over(row: RoutedCase, step: CaseStep, verdict: str, by: Person) -> bool:
    """Whether nobody needs to answer any more, with the `verdict` of `by`, who is among the deciders already but has no
    decision yet: all have, or as many are in favour as carry it, where that is enough for the route.
    """
    if not others_wait(row, step):
        return True
    return step.need == Need.MOST and 2 * _in_favour(step, {by.pk: verdict}) > seats.voices(step.seat).count()


def count(row: RoutedCase, step: CaseStep, latest: dict[int, str] | None = None) -> Changes:
    """Note on the step, which closes, how the ballot ended, with the `latest` answers by ids of people; as the trail
    tells it. The caller saves `tally` and `carried`.
    """
    members = list(seats.voices(step.seat))
    answers = Counter(_answers(step, latest or {}).values())
    answered = represented(step.seat, step.deciders.all())
    silent = seats.voices(step.seat).exclude(pk__in=step.deciders.values("pk")).exclude(answered)
    barred = set(row.barred.values_list("pk", flat=True))
    step.tally = {
        "members": len(members),
        **{verdict.value: answers[verdict] for verdict in Decision.BALLOTS},
        "silent": [str(person) for person in silent if person.pk not in barred],
        "authors": [str(person) for person in silent if person.pk in barred],
    }
    step.carried = 2 * answers[FAVOUR] > len(members)
    return {"ballot": [None, f"{step.title}: {words(step)}"]}


def words(step: CaseStep) -> str:
    """How the ballot of a step ended, in Vietnamese: it stands in the trail and in the annex."""
    tally = step.tally or {}
    with override("vi"):
        parts = [f"{verdict.label}: {tally.get(verdict.value, 0)}" for verdict in Decision.BALLOTS]
        parts.append(f"{_('No opinion')}: {len(tally.get('silent', ()))}")
        if authors := tally.get("authors"):
            parts.append(f"{_('Authors, who do not answer')}: {len(authors)}")
        result = (
            _("carried, by more than half of %(members)d members")
            if step.carried
            else _("not carried, without more than half of %(members)d members")
        )
        return "; ".join([*parts, result % {"members": tally.get("members", 0)}])


def forget(step: CaseStep) -> None:
    """The step is open again."""
    step.tally = step.carried = None
    step.save(update_fields=["tally", "carried"])


def refuse_unless_carried(row: RoutedCase, lost: bool) -> None:
    """Before the case is approved, where a ballot at its present steps is `lost`. Raises NotPossible."""
    if lost:
        steps: Iterable[Any] = row.steps.filter(carried=False)
        results = " ".join(f"{step.title}: {words(step)}." for step in steps)
        raise NotPossible(
            _("%(ballot)s It cannot be approved: send it back, so that the members discuss it and are asked anew.")
            % {"ballot": results}
        )


def _in_favour(step: CaseStep, latest: dict[int, str]) -> int:
    return Counter(_answers(step, latest).values())[FAVOUR]


def _answers(step: CaseStep, latest: dict[int, str]) -> dict[int, str]:
    """What each member answered, by id: one voice where somebody absent and their substitute both did."""
    given = Decision.objects.filter(step=step.pk, verdict__in=Decision.BALLOTS, retracted_at=None)
    answers = dict(given.order_by("pk").values_list("person", "verdict")) | latest
    twice = set(doubled(step.seat, step.deciders.all()))
    return {person: verdict for person, verdict in answers.items() if person not in twice}
