"""The heads of the units that lead indicators, as ways to find whom a step asks."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from units.charges.fields import newest_plan
from units.models import Indicator, Office, Unit
from workflows.models import IndicatorFigure
from workflows.routes.who.finding import Target, WayToFind

UNFIT = _("Cases of this kind hold no indicators. Choose another way to find who is asked.")
NAME = 60  # characters of an indicator's name in a list


def _heads(units: Iterable[Unit]) -> list[Target]:
    return [{"unit": unit, "office": Office.UNIT_HEAD} for unit in units]


def _lead(case: Any, of: str) -> list[Target]:
    return _heads(Unit.objects.filter(pk__in=_numbered(case.period.plan_id, of)))


def _lead_of_ward(ward: Unit, of: str) -> list[Target]:
    plan = newest_plan(ward)
    return _heads(Unit.objects.filter(pk__in=_numbered(plan.pk, of))) if plan else []


def _numbered(plan_id: int, number: str) -> Any:
    numbers = [int(number)] if number.isdecimal() and len(number) < 6 else []
    return Indicator.objects.filter(plan=plan_id, number__in=numbers).values("lead")


def _red_leads(case: Any, _of: str) -> list[Target]:
    red = case.figures.filter(light=IndicatorFigure.Light.RED)
    return _heads(Unit.objects.filter(pk__in=red.values("indicator__lead")))


def _leads_of_ward(ward: Unit, _of: str) -> list[Target]:
    plan = newest_plan(ward)
    return _heads(Unit.objects.filter(pk__in=Indicator.objects.filter(plan=plan).values("lead"))) if plan else []


def indicators_of(ward: Unit) -> list[tuple[str, str]]:
    """The indicators of the ward's newest plan: their numbers, and their names cut short."""
    plan = newest_plan(ward)
    rows = plan.indicators.order_by("number") if plan else ()
    return [(str(row.number), Truncator(str(row)).chars(NAME)) for row in rows]


WAYS = {
    "lead": WayToFind(
        _("head of the unit that leads indicator %(of)s"),
        _lead,
        _lead_of_ward,
        nobody=_("The plan has no indicator %(of)s. Have the step ask somebody else, on the page of routes."),
        options=indicators_of,
        group=_("Head of the unit that leads an indicator"),
        office=Office.UNIT_HEAD,
        asks="period",
        unfit=UNFIT,
    ),
    "red_leads": WayToFind(
        _("heads of the units that lead red indicators"),
        _red_leads,
        _leads_of_ward,
        nobody=_("No indicator is red, so no unit is found that leads one."),
        office=Office.UNIT_HEAD,
        asks="period",
        unfit=UNFIT,
        condition="red",
        several=True,
    ),
}
