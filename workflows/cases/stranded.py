"""Cases that wait for nobody: each is an incident until somebody can take it on again, and its ward gets a mail.

Whoever could act may have been made inactive, or have lost the office or its term. What each state of a type waits for
its room registers (`CaseType.next`). Asked within the action by which an office ends, as soon as one is given (the
outbox's topic `office_started`), each minute where a term has run out, and by `workflows.reconcile`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage
from approvals.outbox import queue as outbox
from units import grants
from units.models import Membership
from units.offices.leaving import Wait
from workflows.models import CaseStep

from . import labels, mails, rules
from .standing import STRANDED
from .types import TYPES, CaseType, Next

LOOKED_BACK = timedelta(minutes=5)  # beat asks each minute


@dataclass(frozen=True)
class WaitingCase:
    """What a case waits for now: `step` where it is one of its route, `people` the ids of those who may do it."""

    case: Any
    next: Next
    people: frozenset[int]
    step: CaseStep | None = None

    @property
    def is_stranded(self) -> bool:
        """Whether nobody may do it, or fewer than the step still needs."""
        needed = rules.still_needed(self.step) if self.step and self.people else 1
        return bool(self.next.nobody) and len(self.people) < needed

    @property
    def why(self) -> str:
        """What nobody can do, and what to do about it, as sentences."""
        if self.next.explains and self.step and (words := self.next.explains(self.step)):
            sentence = _("%(case)s waits for nobody. %(words)s") % {"case": self.case, "words": words}
        else:
            sentence = str(self.next.nobody) % {"case": self.case, "step": self.step or ""}
        if not self.adjusted_at:
            return sentence
        helps = _(
            "Of this document alone an administrator may also hand the step over or skip it, on its page “Adjust the "
            "steps”."
        )
        return f"{sentence} {helps}"

    @property
    def adjusted_at(self) -> str:
        """Where an administrator has another do it, or the case go on without it; blank where that is not possible."""
        return self.next.adjusted_at(self.case, self.step) if self.next.adjusted_at and self.step else ""


def offices_changed(message: OutboxMessage) -> None:
    """Outbox handler for `office_started`, and for `office_ended` of earlier releases: the scope is the ward."""
    look(message.scope)


def still_stranded(message: OutboxMessage) -> None:
    """Outbox handler for `stranded`, when its incident is tried again. Raises NotPossible while nobody can act."""
    kind, pk = _named_by(message)
    for found in _stranded(message.scope, {kind: [pk]}).values():
        raise NotPossible(_why(found))


def waits_in(ward: int) -> dict[object, Wait]:
    """What cases of the ward wait for, as the pages on which an office ends tell it."""
    return {
        (each.case.kind, each.case.pk, each.next.action, each.step and each.step.pk): Wait(
            title=str(each.case),
            url=each.case.get_absolute_url(),
            asked=str(each.step or labels.ACTIONS[each.next.action]),
            people=each.people,
            is_stranded=each.is_stranded,
        )
        for each in waiting(ward)
    }


def waiting(ward: int | None = None, only: Mapping[str, Collection[int]] | None = None) -> Iterator[WaitingCase]:
    """What each open case waits for: of the ward, of all, or `only` of those named by kind and ids."""
    held = _Held(grants.holders_by_right(ward))
    for kind, case_type in TYPES.items():
        if only is not None and kind not in only:
            continue
        cases = _open_cases(case_type, ward)
        for case in cases if only is None else cases.filter(pk__in=only[kind]):
            for step in case_type.next[case.state]:
                yield from _waits_of(case, step, held)


def open_to_act(case: Any) -> Iterator[WaitingCase]:
    """What one case waits for at this moment: of its steps those alone whose turn it is."""
    held = _Held(grants.holders_by_right(case.ward_id))
    for step in TYPES[case.kind].next[case.state]:
        yield from (each for each in _waits_of(case, step, held) if each.step is None or each.step.opened_at)


def look(ward: int | None = None) -> None:
    """Open an incident for each case that waits for nobody, and close those of cases that somebody can take on."""
    let_go(ward)
    known = set(_incidents(ward).values_list("message__key", flat=True))
    for case, found in _stranded(ward).items():
        if key_of(case) not in known:
            _open(case, found)


def look_at(case: Any) -> None:
    """Open an incident at once where the case, which has just moved, waits for nobody."""
    for row, found in _stranded(case.ward_id, {case.kind: [case.pk]}).items():
        _open(row, found)


def look_where_terms_ended() -> None:
    """As `look`, in each ward in which the term of an office has just run out. One query where there is none."""
    ended = Membership.objects.filter(ends_at__gt=now() - LOOKED_BACK, ends_at__lte=now()).select_related("unit")
    for ward in sorted({membership.unit.root_id for membership in ended}):
        look(ward)


def let_go(ward: int | None = None) -> None:
    """Close the incidents of cases that somebody can take on, or has. One query where there is none."""
    for incident in _incidents(ward):
        kind, pk = _named_by(incident.message)
        case, found = next(iter(_stranded(incident.scope, {kind: [pk]}).items()), (None, []))
        key = incident.message.key
        if case is None or case.state_since > incident.opened_at or key != key_of(case):
            outbox.withdraw(key, by=None, instead=f"{key}-until-{uuid4().hex}")
            if case:  # it has moved, and still waits for nobody
                _open(case, found, known=incident.what)


def key_of(case: Any) -> str:
    return f"{STRANDED}-{case.kind}-{case.pk}"


def incidents_of(wards: Collection[int]) -> QuerySet[Incident]:
    """The open incidents of cases of these wards that wait for nobody, the oldest first."""
    return _incidents(None).filter(scope__in=wards).order_by("opened_at", "pk")


def _open(case: Any, found: list[WaitingCase], *, known: str = "") -> None:
    """The incident, and the mail unless these words are `known`."""
    why = _why(found)
    payload = {"kind": case.kind, "pk": case.pk, "case": str(case), "path": case.get_absolute_url()}
    payload["adjusted_at"] = next(filter(None, (each.adjusted_at for each in found)), "")
    outbox.fail(STRANDED, key_of(case), why, scope=case.ward_id, **payload)
    if why != known:
        mails.tell_stranded(case, why)


def _stranded(ward: int | None, only: Mapping[str, Collection[int]] | None = None) -> dict[Any, list[WaitingCase]]:
    """The cases that wait for nobody, each with all that nobody can do."""
    found: dict[Any, list[WaitingCase]] = {}
    for each in waiting(ward, only):
        if each.is_stranded:
            found.setdefault(each.case, []).append(each)
    return found


def _why(found: list[WaitingCase]) -> str:
    """All that nobody can do, in Vietnamese."""
    with override("vi"):
        return " ".join(dict.fromkeys(each.why for each in found))


def _named_by(message: OutboxMessage) -> tuple[str, int]:
    """Rows of earlier releases named ward reports alone."""
    payload = message.payload
    return (payload["kind"], payload["pk"]) if "kind" in payload else ("wardreport", payload["ward_report"])


def _open_cases(case_type: CaseType, ward: int | None) -> QuerySet[Any]:
    model: Any = case_type.model
    cases = case_type.named(model._default_manager.filter(state__in=list(case_type.next)))
    return cases.filter(ward=ward) if ward else cases


@dataclass(frozen=True)
class _Held:
    """Who holds which right now, and which units have ever had somebody."""

    by_right: grants.Holders

    @cached_property
    def seated(self) -> frozenset[int]:
        """One query."""
        return frozenset(Membership.objects.order_by().values_list("unit", flat=True).distinct())

    def doers(self, step: Next, case: Any) -> frozenset[int]:
        """Who does it; the office for a group that signs in nowhere."""
        people = rules.doers(step.action, case, self.by_right)
        if step.instead and not people and case.unit_id not in self.seated:
            people = rules.doers(step.instead, case, self.by_right)
        return frozenset(people)


def _waits_of(case: Any, step: Next, held: _Held) -> Iterator[WaitingCase]:
    if not step.when(case):
        return
    right = rules.right_to(step.action, case)
    if right.at_step:
        undecided = case.steps.filter(
            decided_at=None, verb__in=(right.at_step, *step.also)
        )  # those too whose turn has not come
        for each, people in rules.deciders_by_step(case, undecided).items():
            yield WaitingCase(case, step, frozenset(person.pk for person in people), each)
    else:
        named = rules.naming(right, case).first() if right.where_asked and case.after_signing else None
        yield WaitingCase(case, step, held.doers(step, case), named)


def _incidents(ward: int | None) -> QuerySet[Incident]:
    opened = Incident.objects.filter(state=Incident.State.OPEN, message__topic=STRANDED).select_related("message")
    return opened.filter(scope=ward) if ward else opened
