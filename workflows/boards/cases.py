"""Danh sách hồ sơ: the cases of every type that a person may see, as one list. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value

from approvals.clock import now
from approvals.text.vietnamese import holds
from units import grants
from units.hours import spans_of
from units.models import Person
from workflows.cases import rules, standing
from workflows.cases.times import calendar_days, clocks, slack
from workflows.cases.times.calendar_days import Calendars
from workflows.cases.times.lateness import late_from
from workflows.cases.types import TYPES, CaseType
from workflows.models import CaseStep
from workflows.pure.hours import Hours
from workflows.pure.period_words import with_codes
from workflows.reminders import rules as reminders

NEWEST_FIRST = ("-since", "of_kind", "-pk")
LONGEST_TEXT = 100


@dataclass(frozen=True)
class CaseFilter:
    """What the list is to show: cases of one `kind`, in one state, that are `waiting` for somebody, that are late, or
    whose names hold all the words of `text`. Blank and false ask for nothing.
    """

    kind: str = ""
    state: str = ""
    text: str = ""
    waiting: bool = False
    late: bool = False

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "CaseFilter":
        """As the address says it: a state is named with its kind, "wardreport.issued"."""
        kind, _dot, state = _plain(query, "state").partition(".")
        text = with_codes(_plain(query, "q")[:LONGEST_TEXT])
        chosen = kind if state else _plain(query, "kind")
        return cls(chosen, state, text, bool(query.get("waiting")), bool(query.get("late")))


@dataclass(frozen=True)
class CaseRow:
    """A case in the list: who has it, at which open steps of its route, and when it is late; whether the reader may
    remind whoever has it. `safe_until`: for as long the steps after those that are open keep their time.
    """

    case: Any
    type_name: str
    holder: str
    steps: list[str] = field(default_factory=list)
    due: standing.Due | None = None
    may_remind: bool = False
    safe_until: datetime | None = None

    @property
    def is_past_safety(self) -> bool:
        return bool(self.safe_until and self.safe_until <= now())

    @property
    def age(self) -> str:
        """How long it has been in its state, in words."""
        return clocks.words(now() - self.case.state_since)


def found(person: Person, asked: CaseFilter) -> QuerySet[Any, Any]:
    """The cases that the person may see and that are asked for, newest first, as (kind, id, late from): one query."""
    kinds = [kind for kind in TYPES if asked.kind in ("", kind)]
    parts = [_of_type(TYPES[kind], person, asked) for kind in kinds]
    if not parts:
        return CaseStep.objects.none().values_list("subject_kind", "subject_id", "due_at")
    whole = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return whole.order_by(*NEWEST_FIRST)


def rows_of(keys: Iterable[tuple[str, int, Any, Any]], reader: Person) -> list[CaseRow]:
    """What the list shows the reader of these cases, in their order: a query for each type among them, one for the open
    steps, one for the calendar, and one for the reader's rights where a page has not read them.
    """
    keys = list(keys)
    cases = dict(_named(keys, reader))
    coordinated = set(grants.units_where(reader, "review_reports"))
    steps = _undecided_steps(cases.values())
    calendars = calendar_days.every() if keys else None
    return [
        CaseRow(
            case=case,
            type_name=name_of(TYPES[kind]),
            holder=TYPES[kind].holder(case),
            steps=[step.title for step in steps[kind, pk] if step.opened_at],
            due=standing.due(late_from, calendars.of(case.ward_id)) if late_from and calendars else None,
            may_remind=reminders.waits(case) and (case.wrote or case.ward_id in coordinated),
            safe_until=_safe_until(case, steps[kind, pk], calendars) if calendars else None,
        )
        for kind, pk, _since, late_from in keys
        if (case := cases.get((kind, pk)))
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


def _of_type(case_type: CaseType, person: Person, asked: CaseFilter) -> QuerySet[Any, Any]:
    model: Any = case_type.model
    cases = model._default_manager.visible_to(person).annotate(late_from=late_from(case_type))
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


def _named(keys: Iterable[tuple[str, int, Any, Any]], reader: Person) -> Iterator[tuple[tuple[str, int], Any]]:
    """The cases with their names, and whether the reader `wrote` them, by kind and id."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk, _since, _late_from in keys:
        ids[kind].append(pk)
    for kind, pks in ids.items():
        model: Any = TYPES[kind].model
        named = TYPES[kind].named(model._default_manager.filter(pk__in=pks)).select_related("ward")
        for case in named.annotate(wrote=reminders.wrote(TYPES[kind], reader)):
            yield (kind, case.pk), case


def _undecided_steps(cases: Iterable[Any]) -> dict[tuple[str, int], list[CaseStep]]:
    """The steps that are not decided by case; no query where none of the cases is being decided."""
    deciding = [case for case in cases if case.state in rules.deciding_states(type(case))]
    steps: dict[tuple[str, int], list[CaseStep]] = defaultdict(list)
    if not deciding:
        return steps
    which = reduce(or_, (Q(subject_kind=case.kind, subject_id=case.pk) for case in deciding))
    for step in CaseStep.objects.filter(which, decided_at=None).order_by("order"):
        steps[step.subject_kind, step.subject_id].append(step)
    return steps


def _safe_until(case: Any, steps: Sequence[CaseStep], calendars: Calendars) -> datetime | None:
    """For as long the steps after those that are open keep their time; None where none is, or the case is due by its
    steps alone.
    """
    if not steps or case.ends_at is None:
        return None
    hours = Hours(spans_of(case.ward.hours), calendars.of(case.ward_id))
    return slack.of_open(steps, case.ends_at, hours, case.urgency)


def _plain(query: Mapping[str, Any], name: str) -> str:
    """What was asked for; PostgreSQL refuses NUL."""
    return str(query.get(name, "")).replace("\x00", "").strip()
