"""Who calls, kinds of report, and their periods."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from units import grants
from units.rules import visible_wards
from workflows.models import ReportingPeriod, ReportKind

from .callers import Call
from .paging import Paging, page
from .shapes import ID, PeriodOut, UnitOut

router = Router(tags=[_("Whom it speaks for, kinds and periods")])


class OfficeOut(Schema):
    office: str = Field(description=_("The office that is held"))
    unit: UnitOut = Field(description=_("The unit in which it is held"))


class Me(Schema):
    id: int = Field(description=ID)
    username: str = Field(description=_("User name"))
    name: str = Field(description=_("Full name"))
    allowed: str = Field(description=_("What the token allows: read, write or act"))
    offices: list[OfficeOut] = Field(description=_("The offices that are held now"))


class KindOut(Schema):
    id: int = Field(description=ID)
    ward: UnitOut = Field(description=_("The ward whose kind it is"))
    code: str = Field(description=_("Its code"))
    name: str = Field(description=_("Its name"))
    frequency: str = Field(description=_("How often it is reported"))


class Kinds(Schema):
    items: list[KindOut]


class PeriodsAsked(Paging):
    kind: str = Field("", description=_("Only of the kind with this code"))
    ward: str = Field("", description=_("Only of wards with this code"))


class Periods(Schema):
    items: list[PeriodOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


@router.get("/me", response=Me, operation_id="me", summary=_("Whom the token speaks for"))
def me(request: Call) -> dict[str, Any]:
    person, held = request.user, grants.offices_of(request.user).select_related("unit")
    allowed = request.auth.scope  # type: ignore[attr-defined]
    return {
        "id": person.pk,
        "username": person.username,
        "name": person.name,
        "allowed": allowed,
        "offices": list(held),
    }


@router.get("/kinds", response=Kinds, operation_id="list_kinds", summary=_("Kinds of report"))
def kinds(request: Call) -> dict[str, Any]:
    found = ReportKind.objects.filter(ward__in=visible_wards(request.user).values("pk")).select_related("ward")
    return {"items": list(found.order_by("ward", "pk"))}


@router.get("/periods", response=Periods, operation_id="list_periods", summary=_("Periods, newest first"))
def periods(request: Call, asked: Query[PeriodsAsked]) -> dict[str, Any]:
    found = ReportingPeriod.objects.filter(ward__in=visible_wards(request.user).values("pk")).select_related("kind")
    given = {"kind__code": asked.kind, "ward__code": asked.ward}
    return page(found.filter(**{name: value for name, value in given.items() if value}), asked)
