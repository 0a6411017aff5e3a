"""Menu entries, help and choices of plans and of the forms of others; plans and assignments as ends of links."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from units import rules
from units.models import Assignment, Person, Plan
from workflows.cases.links.ends import ENDS, End
from workflows.models import Case, CaseLink


def visible_plans(person: Person) -> QuerySet[Plan]:
    return Plan.objects.filter(ward__in=rules.visible_wards(person))


def visible_assignments(person: Person) -> QuerySet[Assignment]:
    return Assignment.objects.filter(plan__in=visible_plans(person))


def newest(case: Case, plans: QuerySet[Any]) -> QuerySet[Any]:
    """The plan of the case's ward that holds now."""
    return plans.filter(ward=case.ward_id).order_by("-year", "-imported_at", "-version")[:1]


def of_newest(case: Case, assignments: QuerySet[Any]) -> QuerySet[Any]:
    return assignments.filter(plan__in=newest(case, Plan.objects.all()).values("pk")).order_by("number")


def address(plan_id: int) -> str:
    return f"{reverse('plan')}?version={plan_id}"


menu.register(
    entries=[
        Entry("plan", _("Plan"), "h", 50),
    ],
    help_pages={
        "plan": ["plan", "plan_differences"],
        "plan-import": ["plan_import", "plan_import_confirm"],
        "forms": ["external_forms", "external_form", "mapping_differences", "mapping_import", "mapping_import_confirm"],
    },
)
typed.register(chosen=["report", "days"])
ENDS.add(
    {
        "plan": End(_("plans"), CaseLink.Relation.CARRIES_OUT, visible_plans, newest, lambda plan: address(plan.pk)),
        "assignment": End(
            *(_("assignments"), CaseLink.Relation.CARRIES_OUT, visible_assignments, of_newest),
            lambda assignment: f"{address(assignment.plan_id)}#assignments",
        ),
    }
)
