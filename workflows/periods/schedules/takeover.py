"""The days that a plan's workbook gives, against those of the kinds that the ward has."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from units.models import Person, Unit
from units.workbook import ScheduleRow
from workflows.models import ReportingPeriod, ReportKind
from workflows.periods import kinds

from .actions import change_schedule


@dataclass(frozen=True)
class Differing:
    """A kind whose days the workbook has otherwise; `settings` are the workbook's, as `change_schedule` takes them."""

    kind: ReportKind
    settings: dict[str, Any]

    @property
    def words(self) -> str:
        """Each day with the one that counts now: "Báo cáo tháng: đơn vị trước ngày 7 (đang là 5), …"."""
        values = {"kind": self.kind, "units": self._day("unit_day"), "ward": self._day("ward_day")}
        sentence = _("%(kind)s: units before day %(units)s, the ward before day %(ward)s") % values
        if "due_month" in self.settings:
            sentence += _(", in month %(month)s") % {"month": self._day("due_month")}
        meant = _("The workbook means “before” the days; now they are meant “no later than”.")
        return f"{sentence}. {meant}" if self.kind.inclusive else sentence

    def _day(self, name: str) -> str:
        old, new = getattr(self.kind, name), self.settings[name]
        return str(new) if old == new else _("%(new)d (now %(old)d)") % {"new": new, "old": old}


def differing(ward: Unit | None, rows: Iterable[ScheduleRow]) -> list[Differing]:
    """The ward's kinds whose days the rows give otherwise. One query."""
    own = {kind.code: kind for kind in ReportKind.objects.periodic().filter(ward=ward).select_related("ward", "route")}
    found = ((own[row.kind], _settings(row)) for row in rows if row.kind in own)
    return [
        Differing(kind, values) for kind, values in found if any(getattr(kind, name) != values[name] for name in values)
    ]


@transaction.atomic
def take_over(
    ward: Unit, rows: Iterable[ScheduleRow], *, by: Person, move_open: bool = False, reason: str = ""
) -> list[ReportingPeriod]:
    """Give the ward's kinds the days of the rows, as `change_schedule` does. Returns the open periods that moved."""
    moved = []
    for each in differing(ward, rows):
        seen = kinds.edits_of(each.kind)
        moved += change_schedule(each.kind, by=by, seen=seen, move_open=move_open, reason=reason, **each.settings)
    return moved


def _settings(row: ScheduleRow) -> dict[str, Any]:
    month = {"due_month": row.unit_month} if row.unit_month else {}
    return {"unit_day": row.unit_day, "ward_day": row.ward_day, "inclusive": False} | month
