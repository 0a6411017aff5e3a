"""Phiếu trình of a case, and the time that steps and states take."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.models import Decision
from approvals.trail.querysets import history
from units import grants
from units.models import Unit
from units.offices.authority import Capacity
from units.requests import SignedIn
from units.tree.wards import ward_asked, ward_choice
from workflows.boards.cases import name_of
from workflows.boards.passages import measures_of, stays_of, turns_of
from workflows.cases.discussion.reading import count_of
from workflows.cases.times import calendar_days
from workflows.cases.types import TYPES
from workflows.cases.visible import visible_case
from workflows.routes.underway.opinions import opinions_of


@require_safe
def case_slip(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """One page to print: the case's steps, who decided under which authority, what was said, and how long it took."""
    case = visible_case(request, kind, pk)
    hours = calendar_days.hours_of(case.ward)
    decisions = list(
        Decision.objects.filter(subject_kind=kind, subject_id=pk).select_related("person").order_by("at", "pk")
    )
    steps = {step.pk for step in case.way}
    page = {
        "case": case,
        "type_name": name_of(TYPES[kind]),
        "holder": TYPES[kind].holder(case),
        "signs": _signs(case),
        "turns": turns_of(case, decisions, hours),
        "others": [each for each in decisions if each.step not in steps and each.verdict not in Decision.OPINIONS],
        "opinions": opinions_of(case),
        "messages_written": count_of(case),
        "stays": stays_of(case, history(case, request.user), hours),
    }
    return render(request, "workflows/boards/case_slip.html", page)


@require_safe
def case_times(request: SignedIn) -> HttpResponse:
    """How long steps and states took in a ward in the last twelve months, for those who read its trail."""
    wards = grants.units_where(request.user, "view_trail")
    asked = ward_asked(request, wards)
    if asked is None:
        return ward_choice(request, wards, title=_("Time per step"), back=reverse("cases"))
    ward = asked.named or Unit.objects.get(pk=asked.pk)
    measures = measures_of(ward, request.user)
    return render(request, "workflows/boards/case_times.html", {"ward": asked.named, "measures": measures})


def _signs(case: Any) -> Capacity | None:
    """Who is to sign it, or has, and under which authority; None where nobody is."""
    signature = getattr(case, "signature", None)
    return Capacity(**signature) if signature else None
