"""When a step of a route is taken: a closed list of conditions, each registered by the room that has the data.

A condition reads only what nobody changes any more once a case is sent for approval.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errors import NotPossible
from approvals.registry import Registry, Text
from approvals.trail import words
from workflows.cases.texts import Changes
from workflows.models import RouteVersion, Step

FIELD = "when_"  # the beginning of a condition's field in the trail


@dataclass(frozen=True)
class Condition:
    """`label` says when it holds ("an indicator is red"), `opposite` when it does not; `holds` asks a case. One query
    at most.
    """

    label: Text
    opposite: Text
    holds: Callable[[Any], bool]


CONDITIONS: Registry[Condition] = Registry()


def register(conditions: dict[str, Condition]) -> None:
    """Add conditions by their codes, with their words in the trail. Raises ImproperlyConfigured for what is registered
    already.
    """
    CONDITIONS.add(conditions)
    answers = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}
    words.register(
        fields={f"{FIELD}{code}": condition.label for code, condition in conditions.items()},
        values={f"{FIELD}{code}": answers for code in conditions},
    )


@dataclass(frozen=True)
class Taken:
    """The steps that a case takes, in order, the value of each condition that was asked, and the number of the route's
    version in force.
    """

    steps: Sequence[Step]
    values: dict[str, bool]
    version: int | None

    @property
    def changes(self) -> Changes:
        """The version and the conditions as the trail keeps them."""
        version: Changes = {"route": [None, str(self.version)]} if self.version else {}
        return version | {f"{FIELD}{code}": [None, "yes" if value else "no"] for code, value in self.values.items()}


def chains(steps: Iterable[Step]) -> list[list[Step]]:
    """The steps of a route, each with those that stand for it where its condition does not hold."""
    found: list[list[Step]] = []
    for step in steps:
        if step.otherwise and found:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def taken(case: Any) -> Taken:
    """The steps of its route that the case takes now: of each chain the first whose condition holds, if any does.

    Raises NotPossible where a condition is known no more. A query for the route, and one for each condition that it
    names.
    """
    values: dict[str, bool] = {}
    newest = RouteVersion.objects.filter(route=OuterRef("route")).order_by("-number").values("number")[:1]
    steps: list[Any] = list(case.route_steps.annotate(version=Subquery(newest)))
    return Taken(chosen(steps, case, values), values, steps[0].version if steps else None)


def chosen(steps: Iterable[Step], case: Any, values: dict[str, bool]) -> list[Step]:
    """Of these steps of a route those that the case takes. `values` holds the conditions that are known, and those that
    were asked afterwards. Raises NotPossible where a condition is known no more.
    """
    taken = (next((step for step in chain if _holds(step, case, values)), None) for chain in chains(steps))
    return [step for step in taken if step]


def _holds(step: Step, case: Any, values: dict[str, bool]) -> bool:
    if not step.condition:
        return True
    if step.condition not in values:
        values[step.condition] = known(step).holds(case)
    return values[step.condition] != step.reversed


def known(step: Step) -> Condition:
    """The step's condition. Raises NotPossible where no room knows it any more."""
    if step.condition not in CONDITIONS:
        raise NotPossible(
            _("The step “%(step)s” depends on a condition that is known no more. An administrator chooses another.")
            % {"step": step}
        )
    return CONDITIONS[step.condition]


def in_words(step: Step) -> Text:
    """When the step is taken; blank where it always is."""
    condition = CONDITIONS.get(step.condition)
    if condition is None:
        return ""
    return condition.opposite if step.reversed else condition.label
