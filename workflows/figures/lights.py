"""What a step of a route may depend on of a report's figures."""

from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from units.models import Indicator
from workflows.models import IndicatorFigure
from workflows.routes.when.conditions import Condition, if_there
from workflows.routes.when.parameters import OneOf

from .leads import indicators_of


def _red(report: Any) -> Any:
    return report.figures.filter(light=IndicatorFigure.Light.RED)


def _is_red(report: Any, number: int) -> Any:
    in_plan = Indicator.objects.filter(plan=report.period.plan_id, number=number)
    return if_there(Exists(in_plan), Exists(_red(report).filter(indicator__number=number)))


CONDITIONS = {
    "red": Condition(
        _("an indicator is red"),
        _("no indicator is red"),
        lambda report, _of: Exists(_red(report)),
        asks="figures",
    ),
    "adjusted": Condition(
        _("a figure was adjusted by hand"),
        _("no figure was adjusted by hand"),
        lambda report, _of: Exists(report.figures.filter(overridden_at__isnull=False)),
        asks="figures",
    ),
    "red_one": Condition(
        _("indicator %(of)s is red"),
        _("indicator %(of)s is not red"),
        _is_red,
        asks="figures",
        parameter=OneOf(
            _("Red indicator"),
            lambda ward, _case_kind: ((int(number), words) for number, words in indicators_of(ward)),
            numbered=True,
        ),
        gone=_("the plan has no indicator %(of)s. An administrator chooses another condition, on the page of routes."),
    ),
}
