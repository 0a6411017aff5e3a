"""What a route asks at the reports of the units, before the ward makes its own report of them (docs/decisions/0074).

Somebody in the unit looks at its report before the head submits it, and a second person confirms that it is accepted.
A report keeps its own copy of these steps from the moment its period is opened.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Office
from workflows.cases.times import calendar_days
from workflows.cases.types import TYPES
from workflows.models import AtEnd, CaseStep, Need, ReportKind, Route, Step, StepDecider, UnitReport, Urgency, Verb
from workflows.models.routes import BEFORE
from workflows.models.states import Looked
from workflows.pure.hours import shortened
from workflows.routes.who.finding import about

from .deciding import store

# Who may be asked: they read the report by their office. Whoever looks is of the unit that reports.
OFFICES = {Verb.LOOK: (Office.UNIT_HEAD, Office.DRAFTER), Verb.CONFIRM: (Office.COORDINATOR, Office.APPROVER)}
ORDER = {verb: place for place, verb in enumerate(BEFORE, start=1)}


def asks_of_units() -> Exists:
    """Of a kind of report: whether its route asks anything at the reports of the units."""
    return Exists(Step.objects.filter(route__kind=OuterRef("pk"), retired_at=None, verb__in=BEFORE))


def steps_of(kind: ReportKind) -> list[Step]:
    """What the kind's route asks at the reports of the units now. One query; none where the kind came with the answer
    that it asks nothing (`asks_of_units`).
    """
    return list(Step.objects.filter(route__kind=kind, retired_at=None, verb__in=BEFORE)) if kind.asks_of_units else []


def mark(report: UnitReport, steps: Sequence[Step]) -> None:
    """Note on a report that is not saved yet what these steps ask of it."""
    verbs = {step.verb for step in steps}
    report.looked = Looked.WANTED if Verb.LOOK in verbs else Looked.NOT_ASKED
    report.twice = Verb.CONFIRM in verbs


def copy_steps(steps: Sequence[Step], reports: Sequence[UnitReport]) -> None:
    """Give these new reports, which are saved, their own copy of the steps. One statement, none without steps."""
    if steps and reports:
        store([_copy(step, report) for report in reports for step in steps])


def _copy(step: Step, report: UnitReport) -> CaseStep:
    values = {name: getattr(step, name) for name in Step.COPIED}
    unit_id = report.unit_id if step.verb == Verb.LOOK else step.unit_id
    return CaseStep(
        **values,
        subject_kind=report.kind,
        subject_id=report.pk,
        unit_id=unit_id,
        office=step.office,
        position=step.position,
        person_id=step.person_id,
        **about(report),
        order=ORDER[Verb(step.verb)],
        stage=ORDER[Verb(step.verb)],
    )


def begin(row: UnitReport, step: CaseStep, at: datetime) -> None:
    """The step of the report, whose row is locked, waits from now on for whoever it asks, whatever was said before."""
    shut(step)
    step.opened_at = at
    step.due_at = step.alarm_at = calendar_days.hours_of(row.ward).end_of(at, shortened(step.allowance, Urgency.NORMAL))
    step.save(update_fields=["opened_at", "due_at", "alarm_at", "decided_at"])


def shut(step: CaseStep) -> None:
    """It waits for nobody, and nobody has decided it."""
    StepDecider.objects.filter(step=step).delete()
    step.opened_at = step.due_at = step.alarm_at = step.decided_at = None
    step.save(update_fields=["opened_at", "due_at", "alarm_at", "decided_at"])


def split(steps: Iterable[Step]) -> tuple[list[Step], list[Step]]:
    """The steps of a route at the reports of the units, and those by which its own cases are approved."""
    steps = list(steps)
    return [step for step in steps if step.verb in BEFORE], [step for step in steps if step.verb not in BEFORE]


def refuse_unless_first(steps: Sequence[Step]) -> None:
    """Of a route's steps in order. Raises NotPossible unless those at the reports of the units stand first, one look
    and one confirmation at most, in this order.
    """
    own, others = split(steps)
    if [*own, *others] != list(steps):
        raise NotPossible(
            _("What is asked at the reports of the units stands before all other steps. Move the step up.")
        )
    verbs = [Verb(step.verb) for step in own]
    if len(set(verbs)) < len(verbs):
        raise NotPossible(_("One step looks at a unit's report, and one confirms it: take the others out."))
    if verbs != sorted(verbs, key=BEFORE.index):
        raise NotPossible(_("A unit's report is looked at before its acceptance is confirmed. Move the step."))


def refuse_unless_fits(step: Step, route: Route) -> None:
    """Of a step at the reports of the units. Raises NotPossible where such a step cannot say what it says."""
    if TYPES[route.case_kind].parts is None:
        raise NotPossible(_("Documents of this kind are not made of reports of units. Choose something else to ask."))
    if step.office not in OFFICES[Verb(step.verb)]:
        offices = ", ".join(str(office.label) for office in OFFICES[Verb(step.verb)])
        raise NotPossible(_("At this step the office is one of these: %(offices)s.") % {"offices": offices})
    if step.condition or step.otherwise or step.beside or step.units or step.found or step.need != Need.ANY:
        raise NotPossible(
            _(
                "A step at the reports of the units asks one person of an office or of a title, always, and beside no "
                "other: leave the rest out."
            )
        )
    if step.verb == Verb.LOOK and step.person_id:
        raise NotPossible(_("Whoever looks is found in each unit: choose an office or a title there, no person."))
    if step.at_end != AtEnd.REMIND:
        raise NotPossible(_("When the time of this step is over, whoever is asked is reminded: choose that."))
