"""Demo mode: the cast on the sign-in page, by unit and office. Nobody where demo mode is off.

A database that holds the demo is for nothing else.
"""

from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from approvals.clock import now
from units.models import Membership, Office, Person

ADDRESSES = "@demo.invalid"  # of the cast: a domain that cannot exist
SHORT = 24

HINTS = {
    Office.COORDINATOR: _("Review the units' reports, return or accept them, consolidate the month."),
    Office.APPROVER: _("Read the ward's report and sign it, or send it back with a reason."),
    Office.CLERK: _("Number and issue the signed report, send it to the province."),
    Office.ADMIN: _("Add people, change units, import the plan, set the approval route."),
    Office.AUDITOR: _("Read every report and the trail; change nothing."),
    Office.UNIT_HEAD: _("Read what the unit wrote and submit it."),
    Office.DRAFTER: _("Write the unit's monthly report."),
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


def is_there() -> bool:
    """Whether this database holds the demo."""
    return Person.objects.filter(email__endswith=ADDRESSES).exists()


def _person(held: list[Membership]) -> dict[str, str]:
    """Who is called by unit and office; a member of a board, which does not report, by their own title."""
    unit, offices = held[0].unit, {membership.office for membership in held}
    words = ", ".join(str(Office(office).label).lower() for office in HINTS if office in offices)
    place = unit.name if len(unit.name) <= SHORT else unit.short_name
    in_board = unit.ward_id is not None and not unit.reports
    hint = next(hint for office, hint in HINTS.items() if office in offices)
    label = str(held[0].person) if in_board else f"{place}, {words}"
    return {"label": label, "hint": str(hint), "token": held[0].person.username}
