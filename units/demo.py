"""Demo mode: the cast on the sign-in page, by unit and office. Nobody where demo mode is off."""

from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.clock import now

from .models import Membership, Office

SHORT = 24

HINTS = {
    Office.COORDINATOR: gettext_lazy("Review the units' reports, return or accept them, consolidate the month."),
    Office.APPROVER: gettext_lazy("Read the ward's report and sign it, or send it back with a reason."),
    Office.CLERK: gettext_lazy("Number and issue the signed report, send it to the province."),
    Office.ADMIN: gettext_lazy("Add people, change units, import the plan, set the approval route."),
    Office.AUDITOR: gettext_lazy("Read every report and the trail; change nothing."),
    Office.UNIT_HEAD: gettext_lazy("Read what the unit wrote and submit it."),
    Office.DRAFTER: gettext_lazy("Write the unit's monthly report."),
}


def cast() -> list[dict[str, object]]:
    """The people who can be tried: [{unit, people: [{label, hint, token}]}]."""
    if not settings.DEMO:
        return []
    held = (
        Membership.objects.at(now())
        .filter(person__is_active=True)
        .select_related("unit__ward", "person")
        .order_by("unit__ward_id", "unit__order", "unit_id", "person__username", "office")
    )
    return [
        {"unit": unit, "people": [_person(list(offices)) for _pk, offices in groupby(rows, lambda row: row.person_id)]}
        for unit, rows in groupby(held, lambda row: row.unit)
    ]


def _person(held: list[Membership]) -> dict[str, str]:
    person, unit, offices = held[0].person, held[0].unit, {membership.office for membership in held}
    words = _(" and ").join(str(Office(office).label).lower() for office in HINTS if office in offices)
    place = unit.name if len(unit.name) <= SHORT else unit.short_name
    label = f"{place}, {words}" if unit.ward_id else f"{person}, {words}"
    hint = next(hint for office, hint in HINTS.items() if office in offices)
    return {"label": label, "hint": str(hint), "token": person.username}
