"""Who may do what with a report, and in which of its states. Rows, the answer for one, and who may, agree by test.

Each room registers the rights of its actions, in its module `registered`. An action's right stands on the report's unit
or on its ward; whoever wrote or submitted a report decides it never, nor does who stands in for them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from approvals.models import Decision, Signature, TrailEvent
from approvals.registry import Registry, Text
from units import grants, seats
from units.models import Membership, Person
from workflows.models import CaseStep, Need, UnitReport, Verb, WardReport
from workflows.models.cases import Case
from workflows.models.routes import AFTER, BEFORE, CaseStepQuerySet
from workflows.models.states import OPEN, sources_of

ANY_VERB = "any"
# What changes whom a case waits for, without a decision in its favour.
ADJUSTING = (
    *("retract", "return_to_step", "skip_step", "hand_over", "reassign", "insert_step"),
    "move_to_route",
    *("withdraw_look", "return_look", "refuse_acceptance"),
)


def always(_report: Any) -> bool:
    return True


def never_shut(_report: Any) -> Text:
    return ""


@dataclass(frozen=True)
class Right:
    """What an action asks for: `codename` on the report's unit, or `on_ward`.

    `states` are those in which it may be done where it is no transition of the model; a transition's are its sources.
    `when` says what else of the report it waits for; `shut` why nobody may do it as the report stands, in a sentence
    that says what to do, blank where somebody may; `offered` whether a page draws a button for it. `bars_authors`
    where one must not decide what one wrote, `by_signatory` where the document bears one person's name. `at_step` is
    the verb of the open step of the route that must be the person's, or ANY_VERB; a blank `codename` asks for nothing
    beside that. `by_co_drafters`: who was named to write it too may do it as well. `by_decider` where it is about one's
    own decision on the report. `where_asked` is the verb of the step that must be the person's where the case has an
    open one.
    """

    codename: str
    on_ward: bool = True
    bars_authors: bool = False
    states: tuple[str, ...] = ()
    when: Callable[[Any], bool] = always
    shut: Callable[[Any], Text] = never_shut
    offered: bool = True
    at_step: str = ""
    by_signatory: bool = False
    by_co_drafters: bool = False
    by_decider: bool = False
    where_asked: str = ""

    def unit_id(self, report: Case) -> int:
        return report.ward_id if self.on_ward else report.scope

    @property
    def is_personal(self) -> bool:
        """Whether holding the right is not enough: the report is asked too."""
        return bool(self.bars_authors or self.at_step or self.by_signatory or self.by_decider)


RIGHTS: dict[type[Case], Registry[Right]] = defaultdict(Registry)


def register(model: type[Case], rights: Mapping[str, Right]) -> None:
    """Add the rights of actions on reports of this type. Raises ImproperlyConfigured for what is registered already."""
    RIGHTS[model].add(rights)


def right_to(action: str, report: Case) -> Right:
    return RIGHTS[type(report)][action]


def states_of(action: str, model: type[Case]) -> tuple[str, ...]:
    """The states in which `action` makes sense: the machine's, or those that its right declares."""
    right = RIGHTS[model].get(action)
    return (right.states if right else ()) or sources_of(model, action)


def deciding_states(model: type[Case]) -> set[str]:
    """The states in which steps of a route are decided; none for a type that has no route of its own."""
    at_steps = [
        action
        for action, right in RIGHTS[model].items()
        if (right.at_step or right.where_asked) and right.at_step not in BEFORE
    ]
    return {state for action in at_steps for state in states_of(action, model)}


def may(person: Person, action: str, report: Case) -> bool:
    """Whether `person` has the right to `action` on `report` now. One query, two for an approval step."""
    right = right_to(action, report)
    if right.by_signatory:  # who approved it, which an author could not
        cases: Any = type(report)._default_manager
        return cases.to_sign(person).filter(pk=report.pk).exists()
    if right.by_decider:
        return _has_decided(person, report)
    if not _holds(person, right, report) or is_anothers(person, right, report):
        return False
    return not right.at_step or step_of(person, report, right.at_step) is not None


def is_anothers(person: Person, right: Right, report: Any) -> bool:
    """Whether the route names whom the right is for, and the person is not asked. No query where it names nobody."""
    if not right.where_asked or not report.after_signing:
        return False
    named = naming(right, report)
    return named.exists() and not named.open_for(person).exists()


def naming(right: Right, report: Any) -> CaseStepQuerySet:
    """The open step of the report's route that names whom the right is for, where there is one."""
    return report.steps.filter(verb=right.where_asked, opened_at__isnull=False, decided_at=None)


def _holds(person: Person, right: Right, report: Case) -> bool:
    barred = (type(report).authors.through._meta.db_table, report.pk) if right.bars_authors else None
    if not right.codename:
        return not report.barred.filter(pk=person.pk).exists()
    if grants.may(person, right.codename, right.unit_id(report), unless_author=barred):
        return True
    return right.by_co_drafters and _co_drafts(person, report)


def _co_drafts(person: Person, report: Case) -> bool:
    return report.co_drafters.filter(pk=person.pk).exists()


def _has_decided(person: Person, report: Case) -> bool:
    """Whether the person has decided at a step of the report's route at any time."""
    given = Decision.objects.filter(subject_kind=report.kind, subject_id=report.pk, person=person)
    return given.filter(step__isnull=False).exists()


def may_read(person: Person, case: Case) -> bool:
    """Whether the person may see the case, and so write beside it and link it. One query."""
    cases: Any = type(case)._default_manager
    return cases.visible_to(person).filter(pk=case.pk).exists()


def held_right(person: Person, action: str, report: Case) -> bool:
    """Whether the person holds the right to `action`, or held it when the report was last moved. One query."""
    right = right_to(action, report)
    if right.by_decider:
        return _has_decided(person, report)
    if not right.codename:
        return report.steps.held_by(person).exists()
    if grants.held(person, right.codename, right.unit_id(report), since=report.state_since):
        return True
    return right.by_co_drafters and _co_drafts(person, report)


def came_too_late(person: Person, action: str, report: Case) -> bool:
    """Whether what was the person's to do needs them no more: they signed, they or a colleague decided the step, or the
    steps were adjusted while it waited.
    """
    right = right_to(action, report)
    if right.by_signatory:
        signed = Signature.objects.filter(subject_kind=report.kind, subject_id=report.pk, person=person)
        return signed.filter(field=Signature.Field.PERSON, voided_at=None).exists()
    if not (right.at_step or right.where_asked) or not _holds(person, right, report):
        return False
    if right.at_step and _of_verb(report.steps.decided_for(person), right.at_step).exists():
        return True
    adjusted = TrailEvent.objects.filter(subject_kind=report.kind, subject_id=report.pk, at__gte=report.state_since)
    return adjusted.filter(action__in=ADJUSTING).exists()


def step_of(person: Person, report: Any, verb: str = Verb.APPROVE) -> CaseStep | None:
    """The open step of `report`, a case with a route, that is the person's to decide; of any verb for ANY_VERB."""
    return _of_verb(report.steps.open_for(person), verb).first()


def _of_verb(steps: CaseStepQuerySet, verb: str) -> CaseStepQuerySet:
    return steps if verb == ANY_VERB else steps.filter(verb=verb)


def open_to(person: Person, report: Case) -> set[str]:
    """The actions that the report's state and the person's rights allow now: what pages draw buttons from."""
    rights = {
        action: right
        for action, right in RIGHTS[type(report)].items()
        if right.offered
        and report.state in states_of(action, type(report))
        and right.when(report)
        and not right.shut(report)
    }
    held = grants.rights_on(person, {right.unit_id(report) for right in rights.values()}) if rights else set()
    co_drafts = cache(partial(_co_drafts, person, report))

    def is_held(right: Right) -> bool:
        if not right.codename or (right.codename, right.unit_id(report)) in held:
            return True
        return right.by_co_drafters and co_drafts()

    return {
        action
        for action, right in rights.items()
        if is_held(right)
        and (not right.is_personal or may(person, action, report))
        and not is_anothers(person, right, report)
    }


def may_read_units(person: Person, report: WardReport) -> bool:
    """Whether the person reads all the unit reports behind a ward's report, and so the makings of its figures."""
    return report.ward_id in grants.units_where(person, "view_reports")


def is_correctable(report: UnitReport) -> bool:
    """Whether the ward's report of its period is not approved yet. One query."""
    ward_reports = WardReport.objects.filter(period=report.period_id, replaced_by=None)
    return ward_reports.filter(state__in=OPEN).exists()


def deciders(case: Any, verb: str) -> list[Person]:
    """Who may decide the open steps of `verb` of a case with a route. Three queries, however many steps there are."""
    return deciders_at(case, case.steps.filter(verb=verb))


def deciders_at(case: Any, steps: CaseStepQuerySet) -> list[Person]:
    """Who may decide those of the case's steps that are open, as `may_decide` says of each."""
    by_step = deciders_by_step(case, steps.filter(opened_at__isnull=False, decided_at=None))
    return list(dict.fromkeys(person for people in by_step.values() for person in people))


def deciders_by_step(case: Any, steps: CaseStepQuerySet) -> dict[CaseStep, list[Person]]:
    """The same of each of these steps that are not decided, whether it is open or not."""
    undecided = list(steps.prefetch_related("deciders"))
    held = may_decide(case, undecided) if undecided else []
    return {step: list(dict.fromkeys(row.person for row in rows)) for step, rows in zip(undecided, held, strict=True)}


def may_decide(
    case: Any, steps: Sequence[CaseStep], *, sender: Person | None = None, anew: bool = False
) -> list[list[Membership]]:
    """For each of these steps of the case by which offices it may still be decided: those of whoever sits where it
    asks, for an approval with the right on the ward, and is no author and acts for none; where the document is to bear
    a name, that person's alone. By the people's names.

    Of steps that are not saved yet, or are about to open `anew`, nobody has decided any; `sender`, who is about to send
    the case, is barred like an author. One query, and one for who has decided where that did not come along.
    """
    barred = Q(person__in=case.barred.values("pk"))
    if sender:
        barred |= Q(person=sender) | Q(person__in=grants.acting_for([sender.pk]))
    approves = Q(person__in=grants.holders("approve_reports", case.ward_id).values("pk"))
    seated = seats.seated(
        (step.seat for step in steps),
        barred=ExpressionWrapper(barred, output_field=BooleanField()),
        approves=ExpressionWrapper(approves, output_field=BooleanField()),
    )
    return [[row for row in seated[step.seat] if _decides(row, step, anew)] for step in steps]


def _decides(row: Any, step: CaseStep, anew: bool) -> bool:
    """Whether the holder of an office that sits at the step, read by `may_decide`, may decide it."""
    if (row.barred and step.verb not in AFTER) or (step.verb == Verb.APPROVE and not row.approves):
        return False
    decided = {person.pk for person in step.deciders.all()} if step.pk and not anew else ()
    return step.signatory_id in (None, row.person_id) and row.person_id not in decided


def still_needed(step: CaseStep) -> int:
    """How many have yet to decide the step, at least."""
    return step.quorum - step.deciders.count() if step.need == Need.SOME else 1


def doers(action: str, case: Any, held: grants.Holders) -> set[int]:
    """The ids of those who have the right to `action` on the case, which is decided at no step of a route. One query
    where its authors are barred, else none.
    """
    right = right_to(action, case)
    people = held.get((right.codename, right.unit_id(case)), set())
    if right.by_signatory:
        return people & {case.signatory_id}
    if right.where_asked and case.after_signing:
        named = deciders_by_step(case, naming(right, case))
        return people & {person.pk for each in named.values() for person in each} if named else people
    return people - set(case.barred.values_list("pk", flat=True)) if right.bars_authors else people
