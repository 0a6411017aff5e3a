"""What keeps the next periods of a ward from opening or being approved, told to whoever administers it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import today
from units.models import Plan
from workflows.models import ReportingPeriod, ReportKind, Step

AHEAD = timedelta(days=31)  # from 1 December on the plan of the next year is missed


@dataclass(frozen=True)
class Lack:
    """A sentence that says what is missing, and where it is mended."""

    words: str
    url: str
    button: str


def kinds_of(wards: Collection[int]) -> list[Any]:
    """The kinds of report of these wards that recur, each with whether it `has_plan` for the year in which the periods
    of the next month lie, `has_steps`, and whether any period of its ward `has_opened`. One query; none without wards.
    """
    if not wards:
        return []  # building the query costs a desk more than running it
    plans = Plan.objects.filter(ward=OuterRef("ward"), year=_year())
    steps = Step.objects.filter(route__kind=OuterRef("pk"), retired_at=None)
    periods = ReportingPeriod.objects.filter(ward=OuterRef("ward"), kind__practice=False)
    kinds = ReportKind.objects.periodic().filter(ward__in=wards).select_related("ward", "route")
    annotated = kinds.annotate(has_plan=Exists(plans), has_steps=Exists(steps), has_opened=Exists(periods))
    return list(annotated.order_by("ward", "pk"))


def lacks_of(kinds: Iterable[Any]) -> list[Lack]:
    """What these kinds, from `kinds_of`, lack."""
    year = _year()
    found: dict[str, Lack] = {}
    for kind in kinds:
        for lack in (_plan(kind, year), _route(kind)):
            if lack:
                found.setdefault(lack.words, lack)
    return list(found.values())


def _year() -> int:
    return (today() + AHEAD).year


def _plan(kind: Any, year: int) -> Lack | None:
    if kind.has_plan:
        return None
    sentence = _("%(ward)s has no plan for %(year)s yet: none of its periods opens without it. Import it first.")
    values = {"ward": kind.ward.short_name, "year": year}
    return Lack(sentence % values, f"{reverse('plan_import')}?ward={kind.ward_id}", _("Import a plan"))


def _route(kind: Any) -> Lack | None:
    if kind.has_steps:
        return None
    values = {"kind": kind, "ward": kind.ward.short_name}
    sentence = _("“%(kind)s” of %(ward)s has no step of approval: its reports cannot be sent. Add one to its route.")
    return Lack(sentence % values, reverse("routes", args=[kind.ward_id]), _("Open the routes"))
