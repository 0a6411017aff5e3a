"""Figures that a system of a unit sends: into the draft, marked with their source. A person submits them."""

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from units import grants
from workflows.models import FigureDelivery, FigureSource
from workflows.sources import actions as sources
from workflows.sources.content import MOST_LINES, Line, Unfit, of_call

from .callers import WRITE, Call
from .paging import Paging, page
from .problems import problem
from .shapes import ID, UnitOut

router = Router(tags=[_("Sources of figures")])
Number = Annotated[Decimal, Field(max_digits=24, decimal_places=8)]
NUMBERS = ("value", "numerator", "denominator")


class SourceOut(Schema):
    code: str = Field(description=_("The code by which addresses name it"))
    name: str = Field(description=_("The name of the system"))
    unit: UnitOut = Field(description=_("The unit whose figures it sends"))


class Sources(Schema):
    items: list[SourceOut]


class DeliveryOut(Schema):
    id: int = Field(description=ID)
    way: str = Field(description=_("How it came: api, folder or mail"))
    name: str = Field(description=_("The file, or the name of the call"))
    sha256: str = Field(description=_("SHA-256 of the content as it came"))
    at: datetime = Field(description=_("When it came"))
    taken: bool = Field(description=_("Whether it was taken into the draft"))
    report: int | None = Field(description=_("The number of the unit report"), alias="report_id")
    changed: int = Field(description=_("How many indicators it changed"))
    sentences: list[str] = Field(description=_("What is wrong, or what stayed as it was"))


class Deliveries(Schema):
    items: list[DeliveryOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


class FigureIn(Schema):
    """What is sent of an indicator. What is left out stays; null makes it blank."""

    value: Number | None = Field(None, description=_("The figure; of a percentage it follows from its parts"))
    numerator: Number | None = Field(None, description=_("The upper part of a percentage"))
    denominator: Number | None = Field(None, description=_("The lower part; of a mean the number of cases"))
    note: str | None = Field(None, description=_("A note"), max_length=500)
    measure: str = Field("", description=_("The unit of measure: another than the plan's is refused"), max_length=50)


class FiguresIn(Schema):
    period: str = Field(description=_("The code of the period: 2026-11"), min_length=1, max_length=40)
    kind: str = Field("", description=_("The code of the kind of report, where the period alone is not enough"))
    name: str = Field("API", description=_("What it is called beside the figures"), min_length=1, max_length=100)
    figures: dict[Annotated[str, Field(pattern="^[1-9][0-9]{0,3}$")], FigureIn] = Field(
        description=_('By the number of the indicator: {"7": {"numerator": "118", "denominator": "120"}}'),
        max_length=MOST_LINES,
    )


@router.get("", response=Sources, operation_id="list_sources", summary=_("Systems that send figures"))
def source_list(request: Call) -> dict[str, Any]:
    return {"items": list(_mine(request).select_related("unit").order_by("unit", "pk"))}


@router.get("/{code}/figures", response=Deliveries, operation_id="list_deliveries", summary=_("What a system has sent"))
def deliveries(request: Call, code: str, asked: Query[Paging]) -> dict[str, Any]:
    return page(FigureDelivery.objects.filter(source=get_object_or_404(_mine(request), code=code)), asked)


@router.post(
    "/{code}/figures",
    response=DeliveryOut,
    auth=WRITE,
    operation_id="send_figures",
    summary=_("Send figures into the draft: all of them or nothing; what repeats the newest delivery is taken once"),
)
def send_figures(request: Call, code: str, given: FiguresIn) -> Any:
    source = get_object_or_404(_mine(request).select_related("unit", "person"), code=code)
    lines = [_line(number, figure) for number, figure in given.figures.items()]
    plain = json.dumps(given.dict(exclude_unset=True), sort_keys=True, default=str, ensure_ascii=False)
    content = of_call(hashlib.sha256(plain.encode()).hexdigest(), given.period, given.kind, lines)
    try:
        return sources.take_in(source, content, by=request.user, way=FigureDelivery.Way.API, name=given.name)
    except Unfit as refusal:
        faults = [{"where": "figures", "detail": sentence} for sentence in refusal.sentences]
        return problem(422, gettext("Some fields cannot be taken. Nothing was changed."), faults)


def _line(number: str, figure: FigureIn) -> Line:
    given = figure.dict(exclude_unset=True)
    return Line(
        int(number), {name: given[name] for name in NUMBERS if name in given}, given.get("note"), figure.measure
    )


def _mine(request: Call) -> Any:
    """Those of the units whose reports the person writes, in use."""
    return FigureSource.objects.filter(unit__in=grants.units_where(request.user, "write_reports"), stopped_at=None)
