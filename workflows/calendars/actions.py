"""Days off and worked Saturdays of one ward, or of a province and the wards that report to it: entered, or taken from a
file, and given back to the calendar above.

What is due already stays due; what opens from then on is counted by the new days, and so is how much time is left.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.pages.days import FIRST, LAST
from approvals.statements import lock
from approvals.text.plain import one_line
from units.models import Person, Unit
from units.subjects import keep, require
from workflows.models import CalendarDay

from .days import DayOfWard
from .lingering import lingering

MOST = 400  # days at once: a year and some


@transaction.atomic
def set_days(ward: Unit, days: Sequence[DayOfWard], *, by: Person | None) -> int:
    """Put these days in the place of what the calendar above says of them, for this ward, or province with the wards
    that report to it. Returns how many differ from what it had said before.

    Raises NotPossible for a day without a name, out of bounds or named twice, and for more than MOST days.
    """
    ward = lock(Unit, ward.pk)
    require(by, ward.pk)
    _refuse(days)
    own = {row.day: _of(row) for row in CalendarDay.objects.filter(ward=ward, day__in=[each.day for each in days])}
    new = [each for each in days if own.get(each.day) != each]
    if new:
        CalendarDay.objects.bulk_create(
            [CalendarDay(ward=ward, **asdict(each)) for each in new],
            update_conflicts=True,
            unique_fields=["ward", "day"],
            update_fields=["working", "name", "decided"],
        )
        _note(ward, "set_calendar_days", [own[each.day] for each in new if each.day in own], new, by=by)
    return len(new)


@transaction.atomic
def give_back_day(ward: Unit, day: date, *, by: Person | None) -> None:
    """Let the calendar above say again what the day is. Nothing happens where the ward has said nothing of it."""
    ward = lock(Unit, ward.pk)
    require(by, ward.pk)
    rows = CalendarDay.objects.filter(ward=ward, day=day)
    if gone := [_of(row) for row in rows]:
        rows.delete()
        _note(ward, "give_back_calendar_day", gone, [], by=by)


@transaction.atomic
def drop_days_of_province(ward: Unit, *, by: Person | None) -> int:
    """Put what the nation says in the place of what a province says of days from today on, once the ward's channel to
    it has ended. Returns how many; days that the province enters later count again. Raises NotPossible where none do.
    """
    require(by, ward.pk)
    found = lingering(ward)
    if found is None:
        raise NotPossible(_("No day of a province counts here beyond an ended channel: nothing is to be dropped."))
    return sum(set_days(ward, found.days[start : start + MOST], by=by) for start in range(0, len(found.days), MOST))


def _refuse(days: Sequence[DayOfWard]) -> None:
    if len(days) > MOST:
        raise NotPossible(_("These are %(count)d days; at most %(most)d go at once.") % _counts(days))
    for each in days:
        shown = {"day": f"{each.day:%d/%m/%Y}"}
        if not one_line(each.name):
            raise NotPossible(_("Say what the day %(day)s is: a holiday, or a Saturday worked in exchange.") % shown)
        if not FIRST <= each.day <= LAST:
            raise NotPossible(_("The day %(day)s is out of bounds. Check the year.") % shown)
    twice = [day for day, count in Counter(each.day for each in days).items() if count > 1]
    if twice:
        raise NotPossible(_("The day %(day)s is named twice. Keep one of them.") % {"day": f"{min(twice):%d/%m/%Y}"})


def _counts(days: Sequence[DayOfWard]) -> dict[str, int]:
    return {"count": len(days), "most": MOST}


def _of(row: CalendarDay) -> DayOfWard:
    return DayOfWard(row.day, row.working, row.name, row.decided)


def _note(ward: Unit, action: str, old: Sequence[DayOfWard], new: Sequence[DayOfWard], *, by: Person | None) -> None:
    lines = ["\n".join(each.words for each in days) for days in (old, new)]
    keep(ward, action, by=by, scope=ward.pk, changes={"calendar_days": lines})
