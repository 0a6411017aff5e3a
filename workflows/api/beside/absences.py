"""Somebody is away and somebody else holds their offices meanwhile: told by the person, or by an administrator."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as told
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema

from approvals.errors import NotPossible
from units import rules
from units.absences import actions as absences
from units.absences.forms import AbsenceForm
from units.models import Absence, Person
from workflows.api.callers import ACT, Call
from workflows.api.problems import Untaken, cleaned, refused
from workflows.api.shapes import ID

router = Router(tags=[_("Absences")])
Key = Field(None, description=_("The person who is away; blank: whoever calls"), ge=1, le=2**63 - 1)


class PersonOut(Schema):
    id: int = Field(description=ID)
    name: str = Field(description=_("Full name"))


class AbsenceOut(Schema):
    id: int = Field(description=ID)
    person: PersonOut = Field(description=_("Who is away"))
    substitute: PersonOut = Field(description=_("Who holds their offices meanwhile"))
    starts_at: datetime = Field(description=_("From when"))
    ends_at: datetime = Field(description=_("Until just before when"))
    reason: str = Field(description=_("The reason that was given"))


class Absences(Schema):
    items: list[AbsenceOut] = Field(description=_("Running or to come, the next one first"))


class Substitutes(Schema):
    items: list[PersonOut] = Field(description=_("Who may stand in, by name"))


class AbsenceIn(Schema):
    person: int | None = Key
    substitute: int = Field(description=_("Who holds their offices meanwhile"), ge=1, le=2**63 - 1)
    starts_on: date = Field(description=_("From this day, in Vietnam"))
    last_day: date = Field(description=_("Until the end of this day"))
    reason: str = Field("", description=_("Why"), max_length=200)


@router.get(
    "", response=Absences, operation_id="list_absences", summary=_("One's own absences, and those one stands in for")
)
def absence_list(request: Call) -> dict[str, Any]:
    own = Q(person=request.user) | Q(substitute=request.user)
    return {"items": list(Absence.objects.unended().filter(own))}


@router.get(
    "/substitutes", response=Substitutes, operation_id="list_substitutes", summary=_("Who may stand in for the caller")
)
def substitutes(request: Call) -> dict[str, Any]:
    return {"items": list(rules.colleagues_of(request.user))}


@router.post("", response=AbsenceOut, auth=ACT, operation_id="start_absence", summary=_("Report an absence"))
def start(request: Call, given: AbsenceIn) -> Any:
    person = _person(request, given.person)
    _refuse_unvouched(request.user)
    form = AbsenceForm(given.dict(), person=person)
    try:
        cleaned(form)
    except Untaken as fault:
        return refused(fault)
    return absences.start_absence(person, by=request.user, **form.absence)


@router.post(
    "/{int:absence}/end",
    response=AbsenceOut,
    auth=ACT,
    operation_id="end_absence",
    summary=_("Back again, or not away after all"),
)
def end(request: Call, absence: int) -> Any:
    seen = Q(person=request.user) | Q(substitute=request.user)
    seen |= Q(person__in=rules.visible_people(request.user).values("pk"))
    return absences.end_absence(get_object_or_404(Absence.objects.filter(seen), pk=absence), by=request.user)


def _person(request: Call, pk: int | None) -> Person:
    """Whoever calls, else a person whom they see: 404 for others."""
    if pk is None or pk == request.user.pk:
        return request.user
    return get_object_or_404(rules.visible_people(request.user), pk=pk)


def _refuse_unvouched(person: Person) -> None:
    """Who gives offices, and chose their password by a mailed link, proves it first (decision 0026): on the page."""
    if person.unvouched_since and not settings.DEMO:
        raise NotPossible(told("Your password was chosen by a mailed link: report the absence on its page."))
