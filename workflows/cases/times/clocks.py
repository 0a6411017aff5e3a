"""Whose clock runs: how long a unit report has lain with its unit, and with the office. Plain time, nights included.

A report that is accepted, consolidated or waived lies with neither.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from approvals.clock import now
from workflows.models import UnitReport
from workflows.models.cases import Case

UNIT, OFFICE = ATTRIBUTES = "unit_seconds", "office_seconds"
CLOCKS: dict[type[Case], dict[str, str]] = {}  # by the type of report and its state: the attribute that counts
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class TimeHeld:
    """The time a report has lain with its unit and with the office, the present state included."""

    unit: timedelta
    office: timedelta

    def sentences(self, *, unit: str, office: str) -> list[str]:
        """How long each has held the report, a sentence each, by these names; none where that is no time at all."""
        ran = ((unit, self.unit), (office, self.office))
        return [
            _("%(holder)s held it %(time)s") % {"holder": holder, "time": words(time)} for holder, time in ran if time
        ]


def stop(row: Case, at: datetime) -> None:
    """Add the time in the state that `row` leaves at `at` to whose clock it was."""
    name = _clock(row)
    if name:
        setattr(row, name, getattr(row, name) + _since(row, at))


def held(report: UnitReport) -> TimeHeld:
    """Both clocks as they stand now."""
    seconds = {name: getattr(report, name) for name in ("unit_seconds", "office_seconds")}
    name = _clock(report)
    if name:
        seconds[name] += _since(report, now())
    return TimeHeld(timedelta(seconds=seconds["unit_seconds"]), timedelta(seconds=seconds["office_seconds"]))


def words(time: timedelta) -> str:
    """The two largest measures that matter: "2 ngày 3 giờ", "40 phút"; "0 phút" below a minute."""
    seconds = int(time.total_seconds())
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    parts = [
        _("%(count)s d") % {"count": days} if days else "",
        _("%(count)s h") % {"count": hours} if hours else "",
        _("%(count)s min") % {"count": minutes} if minutes else "",
    ]
    return " ".join([each for each in parts if each][:2]) or _("%(count)s min") % {"count": 0}


def worked_words(time: timedelta) -> str:
    """Working time in hours and minutes: "12 giờ 30 phút"; a day of it would be read as 24 hours."""
    minutes = int(time.total_seconds()) // MINUTE
    parts = [_("%(count)s h") % {"count": minutes // 60}] if minutes >= 60 else []
    return " ".join([*parts, _("%(count)s min") % {"count": minutes % 60}])


def register(model: type[Case], clocks: dict[str, str]) -> None:
    """In which states of a report of this type whose clock runs: UNIT or OFFICE."""
    CLOCKS[model] = clocks


def _clock(report: Case) -> str | None:
    return CLOCKS.get(type(report), {}).get(report.state)


def _since(report: Case, at: datetime) -> int:
    return max(0, int((at - report.state_since).total_seconds()))
