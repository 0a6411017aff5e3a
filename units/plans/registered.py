"""What is done with plans."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.search import registry as search
from approvals.search.registry import Findable, FoundLine
from approvals.trail import words
from approvals.trail.words import Action
from units.models import Assignment, Indicator, Person, Plan
from units.rules import visible_wards

from .versions import newest

FOLLOWS = {"plan": "plan_id", "unit": "lead_id"}


def newest_plans(person: Person) -> QuerySet[Plan]:
    """Those of the person's wards, each in its newest version."""
    return newest(Plan.objects.filter(ward__in=visible_wards(person)))


def line_of(row: Any, part: str) -> FoundLine:
    """Of an indicator or an assignment: told with its plan and the unit that leads."""
    plan = row.plan
    address = f"{reverse('plan')}?version={plan.pk}#{part}-{row.number}"
    about = f"{plan.number}, {row.lead.short_name}"
    return FoundLine(str(row), address, plan.ward_id, plan.imported_at, about, row.lead.name, row.number)


def read(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("plan", "lead")


search.register(
    Findable(
        name=_("Indicators"),
        place=40,
        model=Indicator,
        visible=lambda person: Indicator.objects.filter(plan__in=newest_plans(person)),
        line=lambda row: line_of(row, "indicator"),
        read=read,
        follows=FOLLOWS,
        called=("chi tieu", "ct"),
    )
)
search.register(
    Findable(
        name=_("Assignments"),
        place=45,
        model=Assignment,
        visible=lambda person: Assignment.objects.filter(plan__in=newest_plans(person)),
        line=lambda row: line_of(row, "assignment"),
        read=read,
        follows=FOLLOWS,
        called=("nhiem vu", "nv"),
    )
)
words.register(
    actions={
        "import_plan": Action(pgettext_lazy("trail", "Import a plan"), _("%(actor)s imported plan %(subject)s")),
        "correct_kind": Action(
            _("Correct whether indicators are over a period or at a point of time"),
            _("%(actor)s corrected whether indicators are over a period or at a point of time: %(subject)s"),
        ),
        "amend_plan": Action(pgettext_lazy("trail", "Amend a plan"), _("%(actor)s amended plan %(subject)s")),
        "set_helping": Action(
            _("Say which units only help"), _("%(actor)s said which units only help, and report no figure: %(subject)s")
        ),
        "name_counts": Action(
            _("Say what numerators and denominators count"),
            _("%(actor)s said what numerators and denominators count: %(subject)s"),
        ),
    },
    fields={
        "numerator_words": _("what the numerator counts"),
        "denominator_words": _("what the denominator counts"),
        "helping": _("only help"),
        "cooperating": _("cooperate"),
        "lead": _("leads"),
        "goal": _("goal of the year"),
        "version": _("version"),
        "indicators": _("indicators"),
        "assignments": _("assignments"),
        "stock": _("at a point of time"),
    },
)
