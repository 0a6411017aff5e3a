"""Menu entries, help and choices of plans and of the forms of others; plans and assignments as ends of links."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.trail import words
from approvals.trail.words import Action
from units import rules as unit_rules
from units.models import Assignment, Person, Plan
from workflows.cases import mails, rules
from workflows.cases.links.ends import ENDS, LinkEnd
from workflows.cases.rules import Right
from workflows.figures.consolidation import is_consolidated
from workflows.models import Case, CaseLink, WardReport
from workflows.models.states import WardState


def visible_plans(person: Person) -> QuerySet[Plan]:
    return Plan.objects.filter(ward__in=unit_rules.visible_wards(person))


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
        "plan": ["plan", "plan_differences", "plan_move", "plan_helping", "plan_counts", "plan_amend", "plan_history"],
        "plan-import": ["plan_import", "plan_import_confirm"],
        "forms": ["external_forms", "external_form", "mapping_differences", "mapping_import", "mapping_import_confirm"],
    },
)
typed.register(
    chosen=["report", "days", "periods", "confirmed"], of_the_page=[r"[ia]\d+", "(front-)?(aggregation|percent)"]
)
words.register(
    actions={
        "move_to_plan": Action(
            _("Follow another version of the plan"), _("%(actor)s let %(subject)s follow another version of the plan")
        ),
    },
    fields={"asked_for": _("asked for")},
)
rules.register(
    WardReport,
    {
        "move_to_plan": Right(
            "review_reports",
            states=(WardState.CONSOLIDATING,),
            when=lambda report: not is_consolidated(report),
            offered=False,
        )
    },
)
mails.SUBJECTS.add({"plan_changed": _("The plan was changed, your report asks for something else: %(report)s")})
ENDS.add(
    {
        "plan": LinkEnd(
            _("plans"), CaseLink.Relation.CARRIES_OUT, visible_plans, newest, lambda plan: address(plan.pk)
        ),
        "assignment": LinkEnd(
            *(_("assignments"), CaseLink.Relation.CARRIES_OUT, visible_assignments, of_newest),
            lambda assignment: f"{address(assignment.plan_id)}#assignments",
        ),
    }
)
