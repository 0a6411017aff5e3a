"""Steps whose conditions are of fields that earlier steps fill: which of them a case takes shows on its way.

Such a step is copied with those that stand for it. `pending` of each copy holds the number of its `chain`, `any_of`,
and its `conditions`: what each is, as a step has it, and its `answer`, whether it is as the step wants it; None while
that is not known. Once the step that fills a field is decided, the conditions of it are answered, and those steps are
closed that are not taken. The caller saves what is returned. No queries.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from workflows.models import CaseStep, Change
from workflows.pure.filling.asked import read

ON_THE_WAY: Mapping[str, Callable[[Any, str], bool]] = {
    "filled_amount": lambda value, least: Decimal(value) >= Decimal(least),
    "filled_choice": lambda value, word: value == word,
}  # by the code of a condition, from what was filled in and what is asked; blank holds nowhere
SAVED = ("pending", "filled", "change", "changed_at")


def numbers_of(step: Any) -> set[int]:
    """The numbers of the fields that the step fills."""
    return {field["number"] for field in step.fills}


def answer(condition: str, of: Any, values: Mapping[str, Any]) -> bool:
    """Whether a condition of a filled field holds, of the values by their fields' numbers."""
    number, asked, _name = read(of)
    value = values.get(str(number))
    return value is not None and ON_THE_WAY[condition](value, asked)


def held(pending: Mapping[str, Any]) -> bool | None:
    """Whether the step's conditions hold; None while that depends on what is not known."""
    answers = [each["answer"] for each in pending["conditions"]]
    return both(answers, any_of=pending["any_of"])


def both(answers: Sequence[bool | None], *, any_of: bool) -> bool | None:
    """Whether all of these hold, or any; None while that depends on one that is not known."""
    decisive = any_of and bool(answers)
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def settle(decided: Iterable[CaseStep], left: Sequence[CaseStep], at: datetime | None) -> list[CaseStep]:
    """Answer what these steps, now decided, have filled in, and close those of the steps that are `left` which are not
    taken; returns which of them changed.
    """
    filled = {number: step for step in decided for number in numbers_of(step)}
    waiting = [step for step in left if step.pending and not step.decided_at]
    if not (filled and waiting):
        return []
    for step in waiting:
        step.pending = step.pending | {"conditions": [_answered(each, filled) for each in step.pending["conditions"]]}
    for _chain, steps in groupby(waiting, key=lambda step: step.pending["chain"]):
        for step in _untaken(list(steps)):
            step.decided_at, step.change, step.changed_at = at, Change.UNTAKEN, at
    return waiting


def _answered(each: Mapping[str, Any], filled: Mapping[int, CaseStep]) -> dict[str, Any]:
    step = filled.get(read(each["parameter"]).number) if each["condition"] in ON_THE_WAY else None
    if step is None:
        return dict(each)
    values = {} if step.change == Change.SKIPPED else step.filled
    return {**each, "answer": answer(each["condition"], each["parameter"], values) != each["reversed"]}


def _untaken(chain: Sequence[CaseStep]) -> list[CaseStep]:
    """Those of a chain that are not taken, as far as that is known."""
    found: list[CaseStep] = []
    for place, step in enumerate(chain):
        holds = held(step.pending)
        if holds is None:
            break
        if holds:
            return [*found, *chain[place + 1 :]]
        found.append(step)
    return found


def depending(decided: Iterable[CaseStep], steps: Sequence[CaseStep]) -> list[CaseStep]:
    """Those of all `steps` whose being taken depends on what these fill, with those that stand for them."""
    numbers = {number for step in decided for number in numbers_of(step)}
    chains = {step.pending["chain"] for step in steps if step.pending and depends_on(step, numbers)}
    return [step for step in steps if step.pending and step.pending["chain"] in chains]


def reopen(again: Iterable[CaseStep], steps: Iterable[CaseStep]) -> None:
    """These steps are decided anew: have the `steps` that depend on them, of `depending`, wait for it."""
    numbers = {number for step in again for number in numbers_of(step)}
    for step in steps:
        step.pending = step.pending | {
            "conditions": [_unanswered(each, numbers) for each in step.pending["conditions"]]
        }
        if step.change == Change.UNTAKEN:
            step.decided_at, step.change, step.changed_at = None, "", None


def depends_on(step: CaseStep, numbers: Iterable[int]) -> bool:
    """Whether a condition of the step is of one of these fields."""
    return any(
        each["condition"] in ON_THE_WAY and read(each["parameter"]).number in set(numbers)
        for each in (step.pending or {"conditions": []})["conditions"]
    )


def _unanswered(each: Mapping[str, Any], numbers: Iterable[int]) -> dict[str, Any]:
    is_open = each["condition"] in ON_THE_WAY and read(each["parameter"]).number in set(numbers)
    return {**each, "answer": None} if is_open else dict(each)
