"""Danh sách hồ sơ: the cases of every type that a person may see, as one list. Reads only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from approvals.clock import now
from approvals.text.vietnamese import holds
from units.models import Person
from workflows.cases import calendar_days, clocks, rules, standing
from workflows.cases.types import TYPES, CaseType
from workflows.models import CaseStep

NEWEST_FIRST = ("-since", "of_kind", "-pk")
MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
LONGEST_TEXT = 100


@dataclass(frozen=True)
class Asked:
    """What the list is to show: cases of one `kind`, in one state, that are `waiting` for somebody, that are late, or
    whose names hold all the words of `text`. Blank and false ask for nothing.
    """

    kind: str = ""
    state: str = ""
    text: str = ""
    waiting: bool = False
    late: bool = False

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Asked":
        """As the address says it: a state is named with its kind, "wardreport.issued"."""
        kind, _dot, state = _plain(query, "state").partition(".")
        text = MONTH.sub(lambda found: f"{found[2]}-{int(found[1]):02}", _plain(query, "q")[:LONGEST_TEXT])
        chosen = kind if state else _plain(query, "kind")
        return cls(chosen, state, text, bool(query.get("waiting")), bool(query.get("late")))


@dataclass(frozen=True)
class Row:
    """A case in the list: who has it, at which open steps of its route, and when it is late."""

    case: Any
    type_name: str
    holder: str
    steps: list[str] = field(default_factory=list)
    due: standing.Due | None = None

    @property
    def age(self) -> str:
        """How long it has been in its state, in words."""
        return clocks.words(now() - self.case.state_since)


def found(person: Person, asked: Asked) -> QuerySet[Any, Any]:
    """The cases that the person may see and that are asked for, newest first, as (kind, id, late from): one query."""
    kinds = [kind for kind in TYPES if asked.kind in ("", kind)]
    parts = [_of_type(TYPES[kind], person, asked) for kind in kinds]
    if not parts:
        return CaseStep.objects.none().values_list("subject_kind", "subject_id", "due_at")
    whole = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return whole.order_by(*NEWEST_FIRST)


def rows_of(keys: Iterable[tuple[str, int, Any, Any]]) -> list[Row]:
    """What the list shows of these cases, in their order: a query for each type among them, one for the open steps and
    one for the calendar.
    """
    keys = list(keys)
    cases = dict(_named(keys))
    steps = _open_steps(cases.values())
    calendars = calendar_days.every() if keys else None
    return [
        Row(
            case=cases[kind, pk],
            type_name=name_of(TYPES[kind]),
            holder=TYPES[kind].holder(cases[kind, pk]),
            steps=steps[kind, pk],
            due=standing.due(late_from, calendars.of(cases[kind, pk].ward_id)) if late_from and calendars else None,
        )
        for kind, pk, _since, late_from in keys
        if (kind, pk) in cases
    ]


def name_of(case_type: CaseType) -> str:
    name = str(case_type.model._meta.verbose_name)
    return name[:1].upper() + name[1:]


def states_to_choose() -> list[tuple[str, list[tuple[str, str]]]]:
    """The states of each type by its name, as the filter names them."""
    return [
        (name_of(each), [(f"{kind}.{value}", label) for value, label in states_of(each)])
        for kind, each in TYPES.items()
    ]


def states_of(case_type: CaseType) -> Sequence[tuple[str, str]]:
    """The states of the type, each with its label."""
    model: Any = case_type.model
    return model._meta.get_field("state").choices


def _of_type(case_type: CaseType, person: Person, asked: Asked) -> QuerySet[Any, Any]:
    model: Any = case_type.model
    cases = model._default_manager.visible_to(person).annotate(late_from=_late_from(case_type))
    if asked.state:
        cases = cases.filter(state=asked.state)
    if asked.waiting:
        cases = cases.filter(state__in=list(case_type.next))
    if asked.late:
        cases = cases.filter(late_from__lte=now())
    for word in asked.text.split():
        cases = cases.filter(reduce(or_, (holds(name, word) for name in case_type.searched), Q(pk=None)))
    kind = Value(model._meta.model_name, CharField())
    return (
        cases.annotate(of_kind=kind, since=F("state_since"))
        .order_by()
        .values_list("of_kind", "pk", "since", "late_from")
    )


def _late_from(case_type: CaseType) -> Any:
    """When its open steps are due, else what its type says."""
    due = Value(None, DateTimeField()) if case_type.due is None else case_type.due
    deciding = rules.deciding_states(case_type.model)
    if not deciding:
        return due
    steps = CaseStep.objects.of_kind(case_type.model).filter(subject_id=OuterRef("pk"))
    open_ones = steps.filter(opened_at__isnull=False, decided_at=None).order_by().values("subject_id")
    first = Subquery(open_ones.annotate(first=Min("due_at")).values("first"))
    return Case(When(state__in=sorted(deciding), then=Coalesce(first, due)), default=due)


def _named(keys: Iterable[tuple[str, int, Any, Any]]) -> Iterator[tuple[tuple[str, int], Any]]:
    """The cases with their names, by kind and id."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk, _since, _late_from in keys:
        ids[kind].append(pk)
    for kind, pks in ids.items():
        model: Any = TYPES[kind].model
        for case in TYPES[kind].named(model._default_manager.filter(pk__in=pks)).select_related("ward"):
            yield (kind, case.pk), case


def _open_steps(cases: Iterable[Any]) -> dict[tuple[str, int], list[str]]:
    """The titles of the open steps by case; no query where none of them is being decided."""
    deciding = [case for case in cases if case.state in rules.deciding_states(type(case))]
    titles: dict[tuple[str, int], list[str]] = defaultdict(list)
    if not deciding:
        return titles
    which = reduce(or_, (Q(subject_kind=case.kind, subject_id=case.pk) for case in deciding))
    for step in CaseStep.objects.filter(which, opened_at__isnull=False, decided_at=None).order_by("order"):
        titles[step.subject_kind, step.subject_id].append(step.title)
    return titles


def _plain(query: Mapping[str, Any], name: str) -> str:
    """What was asked for; PostgreSQL refuses NUL."""
    return str(query.get(name, "")).replace("\x00", "").strip()
