"""The ways to find somebody that routes themselves know: by the unit that submitted a case, and by who is in charge."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from units.charges.fields import fields_of
from units.models import Office, Unit

from .finding import Target, WayToFind

UNFIT = _(
    "A ward's report is made of all its units' reports: no single unit submitted it. Choose another way to find who is "
    "asked."
)


def _submitter(case: Any, _of: str) -> list[Target]:
    return [{"unit": case.unit, "office": Office.UNIT_HEAD}]


def _charged_submitter(case: Any, _of: str) -> list[Target]:
    return [{"charged": case.unit}]


def _not_known_before(_ward: Unit, _of: str) -> None:
    return None


def _field(_case: Any, of: str) -> list[Target]:
    return [{"field": of}]


def _unit(case: Any, of: str) -> list[Target]:
    return _unit_of(case.ward_id, of)


def _unit_of_ward(ward: Unit, of: str) -> list[Target]:
    return _unit_of(ward.pk, of)


def _unit_of(ward_id: int, code: str) -> list[Target]:
    return [{"charged": unit} for unit in Unit.objects.filter(ward=ward_id, code=code, retired_at=None)]


def _units(ward: Unit) -> Iterable[tuple[str, str]]:
    return [(unit.code, unit.short_name) for unit in ward.members.filter(retired_at=None)]


def _fields(ward: Unit) -> Iterable[tuple[str, str]]:
    return [(name, name) for name in fields_of(ward)]


OF_ROUTES = {
    "submitter": WayToFind(
        _("head of the unit that submitted it"),
        _submitter,
        _not_known_before,
        office=Office.UNIT_HEAD,
        asks="unit",
        unfit=UNFIT,
    ),
    "submitter_leader": WayToFind(
        _("leader in charge of the unit that submitted it"),
        _charged_submitter,
        _not_known_before,
        asks="unit",
        unfit=UNFIT,
    ),
    "field": WayToFind(
        _("leader in charge of the field “%(of)s”"),
        _field,
        lambda _ward, of: [{"field": of}],
        options=_fields,
        group=_("Leader in charge of a field"),
    ),
    "unit_leader": WayToFind(
        _("leader in charge of the unit %(of)s"),
        _unit,
        _unit_of_ward,
        nobody=_("The ward has no unit %(of)s any more. Have the step ask somebody else, on the page of routes."),
        options=_units,
        group=_("Leader in charge of a unit"),
        of_unit=True,
    ),
}
