"""Who looks at a unit's report before its head submits it, and whether that is still wanted."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errors import NotPossible
from approvals.registry import Text
from units import grants
from units.models import Person
from workflows.cases import rules
from workflows.cases.inputs.texts import Changes
from workflows.models import CaseStep, StepDecider, UnitReport, Verb
from workflows.models.states import Looked

STANDS_STILL = {
    Looked.ASKED: gettext_lazy(
        "It is being looked at in the unit, and nothing in it changes meanwhile. Take it back first, then change it."
    ),
    Looked.DONE: gettext_lazy(
        "It was looked at in the unit, and its head submits it as it is. Take it back first, then change it: it is "
        "looked at anew."
    ),
}


def stands_still(report: UnitReport) -> Text:
    """Why nothing in the report changes now; blank where it may."""
    return STANDS_STILL.get(Looked(report.looked), "")


def is_with_nobody(report: UnitReport) -> bool:
    """Whether nobody looks at it at this moment: what its head does with it is offered."""
    return report.looked != Looked.ASKED


def not_to_ask(report: UnitReport) -> Text:
    """Why nobody is asked to look at it now; blank where somebody may be."""
    if report.looked == Looked.NOT_ASKED:
        return gettext_lazy("The route asks nobody in the unit to look at it: its head submits it.")
    return stands_still(report)


def not_to_finish(report: UnitReport) -> Text:
    """Why the unit's head is not told that the draft is finished: somebody is to look at it first. Blank else."""
    if report.looked == Looked.WANTED:
        return gettext_lazy("Somebody of the unit looks at it before its head does. Ask for that look.")
    return stands_still(report)


def nobody_looks(report: UnitReport) -> Text:
    """That there is nothing to take back; blank where somebody looks at it, or has."""
    return "" if report.being_looked_at else gettext_lazy("Nobody looks at it now: go on writing.")


def not_asked(report: UnitReport) -> Text:
    """That nobody is asked to look at it now; blank where somebody is."""
    if report.looked == Looked.ASKED:
        return ""
    return gettext_lazy("You are not asked to look at it any more: it was taken back, looked at or submitted.")


def look_of(report: UnitReport) -> CaseStep:
    """The step at which it is looked at; the route asked for it when the period was opened."""
    return report.steps.prefetch_related("deciders").get(verb=Verb.LOOK)


def lookers(report: UnitReport) -> list[Person]:
    """Who may look at it: whoever sits where the step asks, but for who wrote it, and for the only one who may submit
    it, who reads it anyway. Of a unit in which nobody does, the head submits without. None where nobody is to be asked
    any more. Four queries; none where the route asks for no look.
    """
    if report.looked not in (Looked.WANTED, Looked.ASKED):
        return []
    held = rules.may_decide(report, [look_of(report)], anew=True)[0]
    submitters = set(grants.holders("submit_reports", report.unit_id))
    only = submitters if len(submitters) == 1 else set()
    return [person for person in dict.fromkeys(row.person for row in held) if person not in only]


def refuse_unless_looked(row: UnitReport, by: Person) -> Changes:
    """Before it is submitted. Raises NotPossible while somebody of the unit is to look at it first, and for whoever
    looked at it alone, where another may submit it. Returns what the trail tells where nobody could look.
    """
    if people := lookers(row):
        values = {"people": "; ".join(map(str, people))}
        raise NotPossible(_("%(people)s looks at it before it is submitted. Ask for that first.") % values)
    if row.looked != Looked.DONE:
        return {"look": [None, "nobody"]}
    if _looked_alone(row, by):
        raise NotPossible(_("You looked at it yourself: another head of the unit submits it."))
    return {}


def _looked_alone(row: UnitReport, by: Person) -> bool:
    looked: Any = StepDecider.objects.filter(step__in=row.steps.filter(verb=Verb.LOOK), person=by)
    return looked.exists() and grants.holders("submit_reports", row.unit_id).exclude(pk=by.pk).exists()
