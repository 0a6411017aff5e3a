"""Whose clock runs: how long a unit report has lain with its unit, and with the office. Plain time, nights included.

A report that is accepted, consolidated or waived lies with neither.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from approvals.clock import now
from workflows.models import UnitReport, WardReport
from workflows.models.states import UnitState

CLOCKS = {
    UnitState.DRAFT: "unit_seconds",
    UnitState.RETURNED: "unit_seconds",
    UnitState.SUBMITTED: "office_seconds",
    UnitState.IN_REVIEW: "office_seconds",
}
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Held:
    """The time a report has lain with its unit and with the office, the present state included."""

    unit: timedelta
    office: timedelta

    @property
    def unit_words(self) -> str:
        return words(self.unit)

    @property
    def office_words(self) -> str:
        return words(self.office)


def stop(row: UnitReport | WardReport, at: datetime) -> None:
    """Add the time in the state that `row` leaves at `at` to whose clock it was."""
    name = _clock(row)
    if name:
        setattr(row, name, getattr(row, name) + _since(row, at))


def held(report: UnitReport) -> Held:
    """Both clocks as they stand now."""
    seconds = {name: getattr(report, name) for name in ("unit_seconds", "office_seconds")}
    name = _clock(report)
    if name:
        seconds[name] += _since(report, now())
    return Held(timedelta(seconds=seconds["unit_seconds"]), timedelta(seconds=seconds["office_seconds"]))


def words(time: timedelta) -> str:
    """The two largest measures that matter: "2 ngày 3 giờ", "40 phút"; "0 phút" below a minute."""
    seconds = int(time.total_seconds())
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    said = [
        _("%(count)s d") % {"count": days} if days else "",
        _("%(count)s h") % {"count": hours} if hours else "",
        _("%(count)s min") % {"count": minutes} if minutes else "",
    ]
    return " ".join([each for each in said if each][:2]) or _("%(count)s min") % {"count": 0}


def _clock(report: UnitReport | WardReport) -> str | None:
    return CLOCKS.get(UnitState(report.state)) if isinstance(report, UnitReport) else None


def _since(report: UnitReport | WardReport, at: datetime) -> int:
    return max(0, int((at - report.state_since).total_seconds()))
