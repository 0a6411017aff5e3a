"""What keeps the next periods of a ward from opening or being approved, told to whoever administers it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import today
from units.models import Plan
from workflows.models import ReportKind, Step

AHEAD = timedelta(days=31)  # from 1 December on the plan of the next year is missed


@dataclass(frozen=True)
class Lack:
    """A sentence that says what is missing, and where it is mended."""

    words: str
    url: str
    button: str


def lacks_of(wards: Collection[int]) -> list[Lack]:
    """What these wards lack for the year in which the periods of the next month lie. One query."""
    if not wards:
        return []
    year = (today() + AHEAD).year
    plans = Plan.objects.filter(ward=OuterRef("ward"), year=year)
    steps = Step.objects.filter(route__kind=OuterRef("pk"), retired_at=None)
    kinds = ReportKind.objects.periodic().filter(ward__in=wards).select_related("ward", "route")
    told = kinds.annotate(has_plan=Exists(plans), has_steps=Exists(steps))
    found: dict[str, Lack] = {}
    for kind in told.filter(Q(has_plan=False) | Q(has_steps=False)).order_by("ward", "pk"):
        for lack in (_plan(kind, year), _route(kind)):
            if lack:
                found.setdefault(lack.words, lack)
    return list(found.values())


def _plan(kind: Any, year: int) -> Lack | None:
    if kind.has_plan:
        return None
    sentence = _("%(ward)s has no plan for %(year)s yet: none of its periods opens without it. Import it first.")
    told = {"ward": kind.ward.short_name, "year": year}
    return Lack(sentence % told, f"{reverse('plan_import')}?ward={kind.ward_id}", _("Import a plan"))


def _route(kind: Any) -> Lack | None:
    if kind.has_steps:
        return None
    told = {"kind": kind, "ward": kind.ward.short_name}
    sentence = _("“%(kind)s” of %(ward)s has no step of approval: its reports cannot be sent. Add one to its route.")
    return Lack(sentence % told, reverse("routes", args=[kind.ward_id]), _("Open the routes"))
