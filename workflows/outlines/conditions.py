"""What a step of a route may depend on of an outline's fields: a word that a unit chose, or how much all units have."""

import json
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy

from units.models import Unit
from workflows.models import Field, FieldType, FieldValue, OutlineVersion, ReportKind
from workflows.models.states import TAKEN_IN
from workflows.pure.filling.asked import OfField, read
from workflows.routes.when.conditions import Condition, if_there
from workflows.routes.when.of_fields import AtLeast, Chosen
from workflows.routes.when.parameters import Of

SUMMED = ("sum", "mean", "ratio", "least", "most")  # ways of telling a field of all units as one number
NUMBERS = (FieldType.NUMBER, FieldType.PERCENT)


def fields_of(ward: Unit, kind: ReportKind | None, *types: str) -> list[Field]:
    """The fields of these types that the newest outlines of the ward's kinds have, or that of this kind. One query."""
    newest = OutlineVersion.objects.filter(kind=OuterRef("section__outline__kind"), of_request=False)
    newest = newest.order_by("-number")
    found = Field.objects.filter(section__outline__kind__ward=ward, type__in=types)
    found = found.filter(section__outline__kind=kind) if kind else found
    return list(found.filter(section__outline=Subquery(newest.values("pk")[:1])))


def _words(ward: Unit, kind: ReportKind | None) -> list[OfField]:
    fields = fields_of(ward, kind, FieldType.CHOICE)
    return [OfField(each.number, word, str(each)) for each in fields for word in each.choices]


def _numbers(ward: Unit, kind: ReportKind | None) -> dict[int, str]:
    return {each.number: str(each) for each in fields_of(ward, kind, *NUMBERS) if each.summing in SUMMED}


def _is_chosen(report: Any, of: Of) -> Any:
    """Whether a unit whose report was taken in chose the word."""
    number, word, _name = read(of)
    listed = Q(listed__contains=json.dumps(word)) | Q(listed__contains=json.dumps(word, ensure_ascii=False))
    there = _asked(report, number).filter(type=FieldType.CHOICE).annotate(listed=Cast("choices", TextField()))
    values = FieldValue.objects.filter(report__period=report.period_id, report__state__in=TAKEN_IN)
    return if_there(Exists(there.filter(listed)), Exists(values.filter(field__number=number, choice=word)))


def _is_reached(report: Any, of: Of) -> Any:
    """Whether all units together have as much; nobody reported counts as less."""
    number, asked, _name = read(of)
    there = _asked(report, number).filter(type__in=NUMBERS, summing__in=SUMMED)
    reached = report.field_figures.filter(field__number=number, value__gte=Decimal(asked or 0))
    return if_there(Exists(there), Exists(reached))


def _asked(report: Any, number: int) -> Any:
    """The field of this number in the outline of the report's period."""
    return Field.objects.filter(section__outline__periods=report.period_id, number=number)


GONE = gettext_lazy(
    "the outline that its period was opened with does not ask for %(of)s. An administrator changes the condition, on "
    "the page of routes."
)
CONDITIONS = {
    "field_choice": Condition(
        gettext_lazy("a unit chose %(of)s"),
        gettext_lazy("no unit chose %(of)s"),
        _is_chosen,
        asks="field_figures",
        parameter=Chosen(gettext_lazy("Field and word"), _words),
        gone=GONE,
    ),
    "field_amount": Condition(
        gettext_lazy("all units reach %(of)s"),
        gettext_lazy("all units do not reach %(of)s"),
        _is_reached,
        asks="field_figures",
        parameter=AtLeast(gettext_lazy("Field of numbers, and from how much"), _numbers),
        gone=GONE,
    ),
}
